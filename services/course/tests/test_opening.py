"""A course opens by event; its weeks open when their day comes."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from course.partnerships.rules import fixed_weeks, next_monday, rolling_weeks
from shared import clock
from shared.contracts.course import CourseOpened, WeekOpened
from shared.ids import new_id

DAYS = st.dates(date(2026, 1, 1), date(2029, 1, 1))


async def test_in_a_rolling_cohort_a_confirmed_pair_begins_on_the_next_monday(world) -> None:
    pair = await world.pair(await world.cohort("rolling"))
    (event,) = await world.announced(CourseOpened)
    assert event.starts_on.weekday() == 0
    assert 0 < (event.starts_on - clock.today()).days <= 7
    assert set(event.person_ids) == set(pair.person_ids)


async def test_in_a_fixed_cohort_a_confirmed_pair_waits_for_its_cohort(world) -> None:
    cohort_id = await world.cohort()
    pair = await world.pair(cohort_id)
    await world.tick()
    assert await world.announced(CourseOpened) == []
    with clock.travelled(timedelta(days=28)):
        await world.tick()
    (event,) = await world.announced(CourseOpened)
    assert event.partnership_id == pair.id


async def test_a_pair_confirmed_during_the_course_begins_at_once(world) -> None:
    pair = await world.pair(await world.running_cohort())
    (event,) = await world.announced(CourseOpened)
    assert (event.partnership_id, event.starts_on) == (pair.id, clock.today())


async def test_who_comes_late_finds_past_weeks_open_and_is_told_once(world) -> None:
    today = clock.today()
    cohort_id = await world.running_cohort(
        course_starts_on=str(today - timedelta(days=14)),
        project_starts_on=str(today + timedelta(days=14)),
    )
    pair = await world.learning_pair(cohort_id)
    weeks = (await world.course(pair))["weeks"]
    assert [week["opened"] for week in weeks] == [True, True, True, False]
    (event,) = await world.announced(WeekOpened)
    assert event.week == 3
    assert set(event.titles) == {"en", "tr"}
    assert event.title in event.titles.values()


async def test_each_week_opens_on_its_day(world) -> None:
    pair = await world.learning_pair()
    for week in (1, 2, 3, 4):
        with clock.travelled(timedelta(days=7 * (week - 1))):
            await world.tick()
            assert (await world.course(pair))["current_week"] == week
    assert [event.week for event in await world.announced(WeekOpened)] == [1, 2, 3, 4]


async def test_the_same_confirmation_twice_opens_one_course(world) -> None:
    pair = await world.pair(await world.cohort("rolling"))
    await world.hear(pair.confirmed())
    assert len(await world.announced(CourseOpened)) == 1


async def test_a_pair_that_breaks_up_before_its_weeks_hears_of_none(world) -> None:
    pair = await world.pair(await world.cohort("rolling"))
    await world.hear(pair.dissolved())
    with clock.travelled(timedelta(days=10)):
        await world.tick()
    assert await world.announced(WeekOpened) == []


async def test_a_rolling_course_leaves_out_weeks_of_a_members_holidays(world) -> None:
    monday = next_monday(clock.today())
    holidays = ((monday + timedelta(days=7), monday + timedelta(days=20)),)
    pair = await world.pair(await world.cohort("rolling"), free=holidays)
    opens_on = [week["opens_on"] for week in (await world.course(pair))["weeks"]]
    expected = [monday + timedelta(weeks=week) for week in (0, 3, 4, 5)]
    assert opens_on == [str(day) for day in expected]


async def test_a_fixed_course_names_who_has_holidays_and_whose_calendar_is_unknown(world) -> None:
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    cohort_id = await world.running_cohort(course_starts_on=str(monday))
    pair = await world.learning_pair(cohort_id, free=((monday, monday + timedelta(days=13)),))
    course = await world.course(pair)
    free = [week["school_free_for"] for week in course["weeks"]]
    assert free[1] == [str(pair.can.person_id)]
    assert free[3] == []
    assert course["calendars_unknown_for"] == [str(pair.ada.person_id)]


@given(today=DAYS)
def test_the_next_monday_leaves_at_least_a_day_to_meet(today: date) -> None:
    assert next_monday(today).weekday() == 0
    assert 1 <= (next_monday(today) - today).days <= 7


@given(today=DAYS, late=st.integers(-40, 40))
def test_weeks_of_a_fixed_cohort_never_open_in_the_past_nor_out_of_order(
    today: date, late: int
) -> None:
    days = [one.opens_on for one in fixed_weeks(today - timedelta(days=late), today, 4)]
    assert days == sorted(days)
    assert min(days) >= today


@given(
    today=DAYS,
    holidays=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=4),
)
def test_rolling_weeks_are_mondays_in_order_and_avoid_known_holidays(
    today: date, holidays: list[tuple[int, int]]
) -> None:
    monday = next_monday(today)
    ranges = [
        (monday + timedelta(days=start), monday + timedelta(days=start + length))
        for start, length in holidays
    ]
    member: UUID = new_id()
    days = [one.opens_on for one in rolling_weeks(monday, {member: ranges}, 4)]
    assert all(day.weekday() == 0 for day in days)
    assert all(later > earlier for earlier, later in pairwise(days))
    for day in days:
        school_days = [day + timedelta(days=offset) for offset in range(5)]
        free = sum(any(a <= one <= b for a, b in ranges) for one in school_days)
        assert free <= 2
