"""Words about adjusting a draft: what a change costs, how long it takes, who may not be together."""

from collections.abc import Mapping, Sequence
from typing import Any

from web.i18n import N_, gettext, ngettext
from web.i18n.formats import listed

BARRED = {
    "same_person": N_("These are two classes of one teacher."),
    "same_country": N_("Both are in the same country."),
    "blocked": N_("One of them wants no contact with the other."),
    "no_shared_language": N_("They share no language at the level required."),
    "ages_apart": N_("The ages of their pupils are too far apart."),
    "country_not_wished": N_("For one of them partners from other countries are a must-have."),
    "too_few_common_hours": N_("For one of them a common hour each week is a must-have."),
    "no_subject_in_common": N_("For one of them a common subject is a must-have."),
}
TRIOS = {
    "willing": N_("Teachers who would take a third or be one"),
    "everyone": N_("Any teacher, if another would have no partner"),
    "none": N_("No trios, pairs only"),
}


def price(found: Mapping[str, Any]) -> str:
    """What forcing some together would cost everybody."""
    lost, more = found["points_lost"], found["more_unmatched"]
    if lost <= 0 and more <= 0:
        return gettext(
            N_("It would cost nothing: as many are placed, as well; %(changed)s matches change."),
            changed=found["changed_matches"],
        )
    alone = (
        ngettext(
            "%(num)d teacher more stays without a partner.",
            "%(num)d teachers more stay without a partner.",
            more,
        )
        if more > 0
        else gettext(N_("As many find a partner as now."))
    )
    changed = ngettext(
        "%(num)d match changes.", "%(num)d matches change.", found["changed_matches"]
    )
    if lost <= 0:
        solved = gettext(N_("Matched again with these two together."))
        return f"{solved} {alone} {changed}"
    falls = ngettext(
        "Matched again with these two together, the total falls by %(num)d point.",
        "Matched again with these two together, the total falls by %(num)d points.",
        lost,
    )
    return f"{falls} {alone} {changed}"


def estimate(seconds: int) -> str:
    if seconds < 60:
        return ngettext(
            "Usually done within %(num)d second.", "Usually done within %(num)d seconds.", seconds
        )
    minutes = -(-seconds // 60)
    return ngettext(
        "Usually done within %(num)d minute.", "Usually done within %(num)d minutes.", minutes
    )


def barred(code: str) -> str:
    """Why two may not be partners, in the third person."""
    return gettext(BARRED.get(code, code))


def broken(rules: Sequence[Mapping[str, Any]]) -> str:
    """Who of those that staff put together break which hard rule."""
    return " ".join(
        gettext(
            N_("%(names)s: %(rule)s"), names=listed(one["names"]), rule=barred(str(one["rule"]))
        )
        for one in rules
    )


def trios(code: str) -> str:
    return gettext(TRIOS.get(code, code))
