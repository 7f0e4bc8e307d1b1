"""The common calendar around clock changes, holidays and what nobody knows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnering.calendars.rules import KnownCalendar
from partnering.fit.week import FreeSlot
from partnering.room.rules import (
    SchoolWeek,
    clock_shifts,
    common_weeks,
    from_now_on,
    timetable_known,
)

ZONES = [
    "Europe/Istanbul",
    "Europe/Rome",
    "Europe/Lisbon",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Lagos",
    "Asia/Kathmandu",
    "Asia/Tbilisi",
    "Australia/Sydney",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/Chisinau",
    "Asia/Jerusalem",
]
ALL_YEAR = (date(2026, 1, 1), date(2027, 12, 31))
KNOWN = (ALL_YEAR,)
zone_names = st.sampled_from(ZONES)
mondays = st.dates(date(2026, 1, 5), date(2027, 11, 1))


def _slots(*hours: tuple[int, int, int]) -> tuple[FreeSlot, ...]:
    return tuple(FreeSlot(day, start * 60, end * 60) for day, start, end in hours)


timetables = st.lists(
    st.tuples(st.integers(0, 4), st.integers(7, 15), st.integers(1, 3)), min_size=1, max_size=5
).map(lambda rows: _slots(*((day, start, start + long) for day, start, long in rows)))
holidays = st.lists(st.tuples(st.integers(0, 700), st.integers(0, 20)), max_size=6).map(
    lambda rows: KnownCalendar(
        KNOWN,
        tuple(
            sorted(
                (
                    ALL_YEAR[0] + timedelta(days=first),
                    ALL_YEAR[0] + timedelta(days=first + length),
                )
                for first, length in rows
            )
        ),
    )
)
members = st.builds(SchoolWeek, st.just("IT"), zone_names, timetables, st.none() | holidays)


@given(st.lists(members, min_size=2, max_size=3), mondays)
@settings(max_examples=150, deadline=None)
def test_every_slot_lies_inside_every_school_day_and_in_nobodys_holidays(people, monday):
    for week in common_weeks(people, monday, 2):
        for slot in week.slots:
            for one in people:
                local = slot.starts_at.astimezone(ZoneInfo(one.zone))
                ends = (slot.starts_at + timedelta(minutes=slot.minutes)).astimezone(
                    ZoneInfo(one.zone)
                )
                assert local.date() == ends.date()
                start = local.hour * 60 + local.minute
                end = ends.hour * 60 + ends.minute
                inside = _joined([s for s in one.availability if s.weekday == local.weekday()])
                assert any(first <= start and end <= last for first, last in inside)
                assert one.calendar is None or not one.calendar.is_free(local.date())


def _joined(slots):
    joined = []
    for slot in sorted(slots, key=lambda s: s.starts):
        if joined and slot.starts <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], slot.ends)
        else:
            joined.append([slot.starts, slot.ends])
    return joined


@given(st.lists(members, min_size=2, max_size=3), mondays)
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_members_does_not_change_the_slots(people, monday):
    forth = common_weeks(people, monday, 1)[0]
    back = common_weeks(people[::-1], monday, 1)[0]
    assert (forth.slots, forth.state) == (back.slots, back.state)


@given(st.lists(members, min_size=2, max_size=3), mondays)
@settings(max_examples=100, deadline=None)
def test_a_week_is_called_clean_only_when_every_calendar_is_known(people, monday):
    for week in common_weeks(people, monday, 3):
        if week.state == "clean":
            assert all(one.calendar is not None for one in people)
        for position, one in enumerate(people):
            if one.calendar is None:
                assert position in week.unknown_for


@given(st.lists(zone_names, min_size=2, max_size=3), mondays)
@settings(max_examples=100, deadline=None)
def test_shifts_add_up_to_the_whole_change_between_two_days(zones, first):
    last = first + timedelta(days=140)
    for a in range(len(zones)):
        for b in range(a + 1, len(zones)):
            moved = sum(
                one.minutes for one in clock_shifts(zones, first, last) if one.members == (a, b)
            )
            assert moved == _minutes_apart(zones[a], zones[b], last) - _minutes_apart(
                zones[a], zones[b], first
            )


def _minutes_apart(zone: str, other: str, day: date) -> int:
    noon = datetime.combine(day, time(12), UTC)
    here = noon.astimezone(ZoneInfo(zone)).utcoffset()
    there = noon.astimezone(ZoneInfo(other)).utcoffset()
    return int((there - here).total_seconds() // 60)


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        # Rome goes back on 25 October; Lagos and Istanbul never change.
        ("Europe/Rome", "Africa/Lagos", [(date(2026, 10, 25), 60)]),
        ("Europe/Istanbul", "Europe/Rome", [(date(2026, 10, 25), -60)]),
        # Two mismatch weeks between Europe and New York.
        (
            "Europe/Rome",
            "America/New_York",
            [(date(2026, 10, 25), 60), (date(2026, 11, 1), -60)],
        ),
        # Both clocks of the south and the north move.
        (
            "Europe/Rome",
            "Australia/Sydney",
            [(date(2026, 10, 4), 60), (date(2026, 10, 25), 60)],
        ),
        ("Asia/Kathmandu", "Africa/Lagos", []),
    ],
)
def test_the_autumn_of_2026_is_told_by_its_dates(first, second, days):
    found = clock_shifts([first, second], date(2026, 9, 28), date(2026, 11, 30))
    assert [(one.on, one.minutes) for one in found] == days


def test_a_lost_week_names_whose_school_is_free():
    italy = KnownCalendar(KNOWN, ((date(2026, 12, 23), date(2027, 1, 6)),))
    people = [
        SchoolWeek("IT", "Europe/Rome", _slots((1, 9, 11)), italy),
        SchoolWeek("TR", "Europe/Istanbul", _slots((1, 9, 12)), KnownCalendar(KNOWN, ())),
    ]
    weeks = common_weeks(people, date(2026, 12, 16), 3)
    assert [week.monday for week in weeks] == [
        date(2026, 12, 14),
        date(2026, 12, 21),
        date(2026, 12, 28),
    ]
    assert [(week.state, week.lost_for) for week in weeks] == [
        ("clean", ()),
        ("lost", (0,)),
        ("lost", (0,)),
    ]
    assert [len(week.slots) for week in weeks] == [1, 1, 0]


def test_a_timetable_nobody_entered_is_unknown_and_never_free():
    people = [
        SchoolWeek("IT", "Europe/Rome", (), KnownCalendar(KNOWN, ())),
        SchoolWeek("TR", "Europe/Istanbul", _slots((1, 9, 12)), None),
    ]
    (week,) = common_weeks(people, date(2026, 11, 30), 1)
    assert not timetable_known(people)
    assert week.slots == ()
    assert (week.state, week.unknown_for) == ("unknown", (1,))


def test_an_hour_that_has_begun_is_not_offered():
    people = [
        SchoolWeek("IT", "Europe/Rome", _slots((0, 9, 11), (3, 9, 11)), KnownCalendar(KNOWN, ())),
        SchoolWeek("TR", "Europe/Istanbul", _slots((0, 9, 13), (3, 9, 13)), None),
    ]
    weeks = common_weeks(people, date(2026, 11, 23), 2)
    thursday = datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert [len(week.slots) for week in weeks] == [2, 2]
    assert [len(week.slots) for week in from_now_on(weeks, thursday)] == [0, 2]
    assert [len(week.slots) for week in from_now_on(weeks, thursday - timedelta(hours=1))] == [1, 2]
