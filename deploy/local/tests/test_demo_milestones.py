"""When the milestones of the demo's plans are due."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from meridian.demo.calendars import EXAMPLES, is_school_day
from meridian.demo.milestones import days_between

NAMED = sorted(EXAMPLES)
PLACES = [*pairwise(NAMED), (NAMED[0], NAMED[7], NAMED[-1]), (("FI", ""), ("PL", "Mazowieckie"))]


@pytest.mark.parametrize("begins", [date(2026, 1, 5) + timedelta(days=9 * n) for n in range(41)])
def test_milestones_lie_in_the_project_phase_on_school_days_of_every_partner(begins: date) -> None:
    last = begins + timedelta(days=83)
    for places in PLACES:
        days = days_between(begins, last, 4, places)
        assert len(set(days)) == 4
        assert days == sorted(days)
        assert begins <= days[0]
        assert days[-1] <= last
        assert all(day.weekday() < 5 for day in days)
        school = [begins + timedelta(days=n) for n in range(84)]
        school = [d for d in school if d.weekday() < 5 and all(is_school_day(p, d) for p in places)]
        if len(school) >= 4:
            assert set(days) <= set(school)


def test_a_region_of_a_country_with_one_calendar_has_its_holidays() -> None:
    assert not is_school_day(("PL", "Mazowieckie"), date(2026, 12, 25))
    assert not is_school_day(("TR", ""), date(2027, 1, 20))
    assert is_school_day(("TR", ""), date(2027, 2, 1))
    assert not is_school_day(("RS", ""), date(2027, 1, 1))  # Holidays that began the year before.


def test_a_project_within_the_holidays_has_its_milestones_on_weekdays() -> None:
    days = days_between(date(2026, 7, 13), date(2026, 7, 16), 4, [("IT", "Puglia")])
    assert days == [date(2026, 7, 13) + timedelta(days=n) for n in range(4)]
