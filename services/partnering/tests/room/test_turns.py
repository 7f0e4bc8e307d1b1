"""Where no hour suits everybody, the weight goes round, true to every clock change."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

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
