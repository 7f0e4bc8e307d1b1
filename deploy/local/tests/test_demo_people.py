"""Who lives in the demo."""

from collections import Counter

import pytest

from meridian.demo.countries import COUNTRIES
from meridian.demo.population import Teacher, teachers


def _by_country(people: list[Teacher]) -> Counter[str]:
    return Counter(one.country.code for one in people)


def test_countries_are_skewed_as_in_real_programmes() -> None:
    total = sum(country.weight for country in COUNTRIES)
    found = _by_country(teachers("seed", 120))
    for country in COUNTRIES:
        assert abs(found[country.code] - 120 * country.weight / total) < 1


def test_in_a_balanced_demo_every_country_has_as_many() -> None:
    assert set(_by_country(teachers("seed", 120, balanced=True)).values()) == {4, 5}


@pytest.mark.parametrize("balanced", [False, True])
def test_a_seed_gives_the_same_people_and_no_address_twice(balanced: bool) -> None:
    people = teachers("seed", 120, balanced=balanced)
    assert people == teachers("seed", 120, balanced=balanced)
    assert len({one.email for one in people}) == 120


def test_names_classes_and_subjects_go_together() -> None:
    people = teachers("seed", 500)
    for one in people:
        first, last = one.name.split(" ")
        assert any(first in given and last in names for given, names in one.country.names)
        assert "primary" not in one.subjects or one.ages[1] <= 10
        grade = one.class_name[:-1]
        assert (
            grade == "Group "
            if one.ages[1] <= 6
            else one.ages[0] - 6 <= int(grade) <= one.ages[1] - 5
        )
    generalists = sum("primary" in one.subjects for one in people)
    assert generalists / 500 == pytest.approx(0.18, abs=0.05)
