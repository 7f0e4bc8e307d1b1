"""Why a search or a matching found nobody, and what helps, in words."""

from typing import Any

from web.i18n import N_, gettext

NOBODY = {
    "nobody_free": N_("Nobody else in this cohort looks for a partner right now."),
    "no_languages": N_("Say in your profile which languages you work in; then we can look."),
    "no_shared_language": N_(
        "Nobody shares a language with you. Another language would help most."
    ),
    "ages_apart": N_("Nobody has pupils of this age. A wider range would help most."),
    "country_not_wished": N_(
        "Certain countries are a must-have, for you or for the teachers who are left. Fewer must-haves would help most."
    ),
    "too_few_common_hours": N_(
        "A common hour is a must-have, for you or for the teachers who are left. More free times would help most."
    ),
    "no_subject_in_common": N_(
        "A common subject is a must-have, for you or for the teachers who are left. Fewer must-haves would help most."
    ),
    "same_country": N_("Everybody left is in your own country. New teachers join every week."),
}

ALONE = {
    "language": (
        N_("Nobody abroad who was free speaks one of your languages well enough."),
        N_("Add a language"),
        "/profile/languages",
    ),
    "ages": (
        N_("Nobody abroad with a language of yours teaches pupils of a near age."),
        N_("Widen the ages of your class"),
        "/classes",
    ),
    "musts": (
        N_("No available teacher fits your must-haves and theirs."),
        N_("Choose fewer must-haves"),
        "/profile/wishes",
    ),
    "pair": (
        N_("You wish for a pair, and the number of teachers was odd."),
        N_("Say that you would be one of three"),
        "/profile/wishes",
    ),
    "scarce": (
        N_("More teachers waited for the same few partners than these could take."),
        N_("Widen your wishes"),
        "/profile/wishes",
    ),
    "overtaken": (N_("The teacher proposed to you found a partner just before."), "", ""),
    "otherwise": (N_("Everybody who fits you had a partner already."), "", ""),
}
"""Why the last matching found nobody, and what helps most."""


def nobody(found: Any, *, has_partner: bool) -> str:
    """Why the search finds nobody. Whoever has a partner gets no advice on finding one."""
    because = found["nobody_because"] if found else None
    if because is None:
        return ""
    if has_partner:
        because = "nobody_free"
    return gettext(NOBODY.get(because, NOBODY["nobody_free"]))


def alone(mine: dict[str, Any]) -> tuple[str, str, str] | None:
    """Why a matching found nobody for this class, what helps, and where."""
    if mine.get("unmatched_because") not in ALONE:
        return None
    why, label, href = ALONE[mine["unmatched_because"]]
    return gettext(why), gettext(label) if label else "", href
