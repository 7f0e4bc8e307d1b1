"""Where no hour suits everybody, the weight goes round, true to every clock change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from partnering.calendars.rules import KnownCalendar, school_week
from partnering.room.rules import SchoolWeek
from partnering.room.turns import hardship, turns

ZONES = {
    "Europe/Istanbul": "TR", "Africa/Casablanca": "MA", "Africa/Cairo": "EG",
    "Asia/Kathmandu": "NP", "Australia/Sydney": "AU", "America/New_York": "US",
    "Europe/Rome": "IT", "Africa/Lagos": "NG", "Europe/Lisbon": "PT", "Asia/Tbilisi": "GE",
    "Europe/Kyiv": "UA", "Pacific/Auckland": "NZ", "America/Sao_Paulo": "BR",
}  # fmt: skip
MONDAY = date(2026, 11, 23)


def _member(zone: str) -> SchoolWeek:
    return SchoolWeek(ZONES[zone], zone, (), None)


def _on_holiday(zone: str, *free: tuple[date, date]) -> SchoolWeek:
    return SchoolWeek(ZONES[zone], zone, (), KnownCalendar((), free))


def _mondays(first: date, count: int) -> list[date]:
    return [first + timedelta(days=7 * number) for number in range(count)]


def test_rome_and_istanbul_share_the_school_day_and_nobody_bends() -> None:
    found = turns([_member("Europe/Rome"), _member("Europe/Istanbul")], _mondays(MONDAY, 4))
    assert [one.bends for one in found] == [None] * 4


def test_rome_and_auckland_take_turns() -> None:
    found = turns([_member("Europe/Rome"), _member("Pacific/Auckland")], _mondays(MONDAY, 4))
    assert [one.bends for one in found] == [0, 1, 0, 1]
    rome = found[0].starts_at.astimezone(ZoneInfo("Europe/Rome"))
    assert not 8 <= rome.hour < 18
    assert rome.hour >= 6


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(ZONES)), min_size=2, max_size=3),
    st.dates(date(2025, 1, 6), date(2027, 12, 20)).map(lambda day: day - timedelta(day.weekday())),
)
def test_nobody_bends_twice_before_another_has_and_never_without_need(zones, monday) -> None:
    members = [_member(zone) for zone in zones]
    found = turns(members, _mondays(monday, 2 * len(members)))
    for number, turn in enumerate(found):
        hardships = [hardship(one, turn.starts_at) for one in members]
        assert (turn.bends is None) == (sum(hardships) == 0)
        if hardships[number % len(members)]:
            assert turn.bends == number % len(members)
        if len(members) == 2:
            # Of two, only the one whose turn it is ever bends the day.
            assert turn.bends in (None, number % 2)
            assert hardships[1 - number % 2] == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(ZONES)), min_size=2, max_size=3),
    st.dates(date(2025, 1, 6), date(2027, 12, 20)).map(lambda day: day - timedelta(day.weekday())),
    st.lists(st.tuples(st.integers(0, 27), st.integers(0, 9)), max_size=3),
    st.integers(0, 24 * 14),
)
def test_a_turn_lies_in_its_own_week_on_a_school_day_of_everybody_and_ahead(
    zones, monday, breaks, hours
) -> None:
    free = tuple(
        (monday + timedelta(days=first), monday + timedelta(days=first + length))
        for first, length in breaks
    )
    members = [_on_holiday(zones[0], *free), *(_member(zone) for zone in zones[1:])]
    after = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) + timedelta(hours=hours)
    weeks = _mondays(monday, 4)
    found = turns(members, weeks, after)
    starts = [turn.starts_at for turn in found]
    assert starts == sorted(starts)
    for turn in found:
        assert turn.starts_at > after
        days = {turn.starts_at.astimezone(ZoneInfo(one.zone)).date() for one in members}
        [week] = {day - timedelta(days=day.weekday()) for day in days}
        assert week in weeks
        for one in members:
            local = turn.starts_at.astimezone(ZoneInfo(one.zone)).date()
            assert local.weekday() in school_week(one.country)
            assert one.calendar is None or not one.calendar.is_free(local)


def test_a_week_of_holidays_has_no_turn_and_the_weight_still_goes_round() -> None:
    away = (MONDAY + timedelta(days=7), MONDAY + timedelta(days=11))
    members = [_on_holiday("Europe/Rome", away), _member("Pacific/Auckland")]
    found = turns(members, _mondays(MONDAY, 4))
    assert [one.bends for one in found] == [0, 1, 0]
    weeks = [(one.starts_at.date() - MONDAY).days // 7 for one in found]
    assert weeks == [0, 2, 3]
