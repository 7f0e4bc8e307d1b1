"""What reviewers look at, and what their marks mean."""

from web.i18n import N_, _, gettext

CRITERIA = {
    "question": N_("The driving question is open, near and worth answering"),
    "collaboration": N_("The classes need each other"),
    "product": N_("The product helps a real reader"),
    "assessment": N_("It can be seen whether pupils learn"),
    "feasibility": N_("It fits into two school lives"),
}
STATES = {
    "assigned": (N_("Waits for you"), "waiting"),
    "given": (N_("Given"), "good"),
    "lapsed": (N_("Passed on; still welcome"), "quiet"),
}


def criteria() -> list[tuple[str, str]]:
    return [(code, gettext(words)) for code, words in CRITERIA.items()]


def marks() -> list[tuple[str, str]]:
    """Four steps without a middle to hide in."""
    return [
        ("4", _("4, surprising")),
        ("3", _("3, yes")),
        ("2", _("2, partly")),
        ("1", _("1, not yet")),
    ]


def state_word(state: str) -> tuple[str, str]:
    """A state's name and the tone of its pill."""
    word, tone = STATES.get(state, (state, "quiet"))
    return gettext(word), tone
