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
