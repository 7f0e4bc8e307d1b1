"""Which two or three may be partners at all, and which rule says no."""

from dataclasses import replace
from itertools import combinations

import pytest

from partnering.fit.admission import admissible
from partnering.fit.groups import broken_rules
from partnering.fit.rules import ORDINARY, Candidate
from shared.ids import new_id


def teacher(country: str, **more: object) -> Candidate:
    one = Candidate(
        enrolment_id=new_id(),
        person_id=new_id(),
        country=country,
        languages={"en": "B1"},
        age_from=11,
        age_to=13,
    )
    return replace(one, **more)  # type: ignore[arg-type]


TURK, OTHER_TURK, ITALIAN = teacher("TR"), teacher("TR"), teacher("IT")


def test_two_of_one_country_need_a_third_from_abroad():
    assert broken_rules([TURK, OTHER_TURK], ORDINARY) == [("same_country", (TURK, OTHER_TURK))]
    assert broken_rules([TURK, OTHER_TURK, ITALIAN], ORDINARY) == []


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("same_person", teacher("IT", person_id=TURK.person_id)),
        ("blocked", teacher("IT", blocked=frozenset({TURK.person_id}))),
        ("no_shared_language", teacher("IT", languages={"it": "C2"})),
        ("ages_apart", teacher("IT", age_from=4, age_to=6)),
    ],
)
def test_a_broken_rule_names_those_who_break_it(rule: str, other: Candidate):
    assert broken_rules([TURK, other], ORDINARY) == [(rule, (TURK, other))]
    # A third does not mend it, and being of one country does not hide it.
    assert (rule, (TURK, other)) in broken_rules([TURK, other, teacher("PL")], ORDINARY)
    at_home = replace(other, country="TR")
    assert (rule, (TURK, at_home)) in broken_rules([TURK, at_home, teacher("PL")], ORDINARY)


def test_three_need_one_language_that_all_of_them_speak():
    group = [
        teacher("TR", languages={"en": "B1", "fr": "B1"}),
        teacher("IT", languages={"en": "B1", "de": "B1"}),
        teacher("DE", languages={"fr": "B1", "de": "B1"}),
    ]
    assert all(admissible(one, other) is None for one, other in combinations(group, 2))
    assert broken_rules(group, ORDINARY) == [("no_shared_language", tuple(group))]
