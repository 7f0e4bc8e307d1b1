"""The fields of a plan and the states it goes through."""

from web.i18n import N_, _, gettext

FIELDS = {
    "title": N_("Title"),
    "driving_question": N_("Driving question"),
    "summary": N_("Summary"),
    "subjects": N_("Subjects"),
    "languages": N_("Languages"),
    "pupils_age_from": N_("Youngest pupils"),
    "pupils_age_to": N_("Oldest pupils"),
    "product": N_("Product"),
    "timeline": N_("Timeline"),
    "roles": N_("Roles"),
    "assessment": N_("Assessment"),
    "tools": N_("Tools"),
}
SECTIONS = {
    **{name: (name,) for name in FIELDS if not name.startswith("pupils_age")},
    "pupils": ("pupils_age_from", "pupils_age_to"),
}
"""The fields of each section: a section is what two people cannot change at the same time."""
STATES = {
    "draft": (N_("Being written"), "info"),
    "submitted": (N_("Submitted"), "waiting"),
    "returned": (N_("Changes requested"), "bad"),
    "approved": (N_("Approved"), "good"),
}


def field_name(name: str) -> str:
    return gettext(FIELDS.get(name, name))


def section_name(name: str) -> str:
    return _("Pupils' ages") if name == "pupils" else field_name(name)


def state_word(state: str) -> tuple[str, str]:
    """A state's name and the tone of its pill."""
    word, tone = STATES.get(state, (state, "quiet"))
    return gettext(word), tone
