"""Whether two enrolments may work together at all: the rules that no points outweigh."""

from collections.abc import Callable, Mapping

from partnering.fit.rules import ORDINARY, Candidate, Conditions, shared_languages
from partnering.fit.week import overlap_minutes

MUST_MINUTES = 60
"""What "common hours" must be at the least for a teacher who insists on them, each week."""


def years_between(a: Candidate, b: Candidate) -> int:
    """Years that lie between the two age ranges; 0 when they overlap or touch in one year."""
    return max(0, max(a.age_from, b.age_from) - min(a.age_to, b.age_to))


def admissible(a: Candidate, b: Candidate, conditions: Conditions = ORDINARY) -> str | None:
    """Why these two may never be paired, or None when they may. Symmetric."""
    if a.country == b.country and a.person_id != b.person_id:
        return "same_country"
    return apart(a, b, conditions)


def apart(a: Candidate, b: Candidate, conditions: Conditions = ORDINARY) -> str | None:
    """What keeps two apart wherever they live: what two of one country in a trio must keep too."""
    if a.person_id == b.person_id:
        return "same_person"
    if b.person_id in a.blocked or a.person_id in b.blocked:
        return "blocked"
    if not shared_languages(a, b, conditions):
        return "no_shared_language"
    if years_between(a, b) > conditions.years_between:
        return "ages_apart"
    return unmet(a, b)


def unmet(a: Candidate, b: Candidate) -> str | None:
    """What one of them insists on and the other does not bring. Symmetric."""
    for must, (code, missing) in UNMET.items():
        if (must in a.musts and missing(a, b)) or (must in b.musts and missing(b, a)):
            return code
    return None


UNMET: Mapping[str, tuple[str, Callable[[Candidate, Candidate], bool]]] = {
    "countries": (
        "country_not_wished",
        lambda me, other: bool(me.wish_countries) and other.country not in me.wish_countries,
    ),
    "hours": (
        "too_few_common_hours",
        lambda me, other: overlap_minutes(me.week, other.week) < MUST_MINUTES,
    ),
    "subjects": ("no_subject_in_common", lambda me, other: not me.subjects & other.subjects),
}
"""Per must the rule that it makes, and whether the other does not bring it. Unknown hours are none."""
OF_OWN_MAKING = frozenset(code for code, _ in UNMET.values())
"""Rules that fall when both choose each other by name."""
