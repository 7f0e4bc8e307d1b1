"""The silence clock and the colours of the health board, as rules."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from course.health.rules import Visible, judge
from course.silence.rules import (
    DAY,
    STAGES,
    Seat,
    due_at,
    longest_silence,
    quiet_days,
    reached_at,
    silent,
    stage_of,
)
from shared.ids import new_id

MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@st.composite
def holidays(draw: st.DrawFn) -> tuple[tuple[date, date], ...]:
    """Up to three stretches of holidays around the dates of these tests."""
    starts = draw(st.lists(st.dates(date(2025, 12, 1), date(2028, 2, 1)), max_size=3))
    return tuple((start, start + timedelta(days=draw(st.integers(0, 70)))) for start in starts)


@given(since=MOMENTS, days=st.integers(0, 30))
def test_without_holidays_a_day_is_a_day(since: datetime, days: int) -> None:
    assert reached_at(since, days, ()) == since + timedelta(days=days)
    assert quiet_days(since, since + timedelta(days=days), ()) == days


@given(since=MOMENTS, days=st.sampled_from(STAGES), free=holidays())
def test_a_stage_is_reached_exactly_when_its_days_have_counted(
    since: datetime, days: int, free: tuple[tuple[date, date], ...]
) -> None:
    reached = reached_at(since, days, free)
    assert quiet_days(since, reached, free) == days
    assert quiet_days(since, reached - timedelta(seconds=1), free) == days - 1


@given(since=MOMENTS, wait=st.integers(0, 60), free=holidays())
def test_holidays_never_make_anybody_more_silent(
    since: datetime, wait: int, free: tuple[tuple[date, date], ...]
) -> None:
    now = since + timedelta(days=wait)
    assert 0 <= quiet_days(since, now, free) <= quiet_days(since, now, ())


@given(since=MOMENTS, length=st.integers(1, 60))
def test_the_clock_stands_still_for_the_whole_of_a_holiday(since: datetime, length: int) -> None:
    free = ((since.date(), since.date() + timedelta(days=length - 1)),)
    assert quiet_days(since, since + timedelta(days=length), free) == 0
    assert reached_at(since, 3, free) == since + timedelta(days=length + 3)


def test_a_calendar_that_never_ends_does_not_stop_the_clock_for_ever() -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    assert reached_at(since, 3, ((date(2000, 1, 1), date(2100, 1, 1)),)) < datetime(
        2028, 1, 1, tzinfo=UTC
    )


@given(since=MOMENTS, ago=st.integers(0, 20))
def test_an_act_of_one_does_not_answer_for_the_other(since: datetime, ago: int) -> None:
    now = since + timedelta(days=ago)
    busy, quiet = Seat(new_id(), now), Seat(new_id(), since)
    assert longest_silence([busy, quiet], now) == ago
    assert silent([busy, quiet], now, 1) == ((quiet.person_id,) if ago else ())


@given(since=MOMENTS, late=st.integers(0, 40))
def test_reminders_come_at_least_a_day_apart_even_after_an_outage(
    since: datetime, late: int
) -> None:
    seats = [Seat(new_id(), since)]
    sent_at = since + timedelta(days=3 + late)
    following = due_at(seats, 3, sent_at)
    assert following is not None
    assert following >= sent_at + DAY
    assert following >= reached_at(since, 5, ())


@given(days=st.integers(0, 30))
def test_the_stage_is_the_last_one_reached(days: int) -> None:
    stage = stage_of(days)
    assert stage <= days
    assert not any(stage < other <= days for other in STAGES)


def board(days: int, **more: object) -> tuple[str, str, list[str]]:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    seats = (Seat(new_id(), now), Seat(new_id(), now - timedelta(days=days)))
    seen = Visible(phase="course", seats=seats, **more)  # type: ignore[arg-type]
    colour, action, facts = judge(seen, now)
    return colour, action, [fact.fact for fact in facts]


def test_a_busy_pair_is_green_and_says_so() -> None:
    assert board(1) == ("green", "none", ["active"])


def test_silence_turns_amber_and_then_red_with_something_to_do() -> None:
    assert [board(days)[:2] for days in (3, 5, 7, 9)] == [
        ("amber", "wait_for_reminder"),
        ("amber", "write_to_the_silent_one"),
        ("red", "call_a_mentor"),
        ("red", "find_a_new_partner"),
    ]


def test_every_red_suggests_an_action() -> None:
    for more in ({"must_stop": (new_id(),)}, {"steps_behind": 11}):
        colour, action, _ = board(0, **more)
        assert colour == "red"
        assert action != "none"


def test_holidays_and_unknown_calendars_are_told_but_alarm_nobody() -> None:
    colour, _, facts = board(0, free_now=(new_id(),), calendar_unknown=(new_id(),))
    assert (colour, facts) == ("green", ["calendar_unknown", "school_free_now"])


def test_a_clock_that_stands_still_says_nothing_of_silence() -> None:
    assert board(30, clock_runs=False)[0] == "green"
