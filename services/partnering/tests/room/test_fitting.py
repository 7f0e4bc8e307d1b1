"""Days and hours that do not suit: refused when they make no sense, told when they are meant."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnering.calendars.actions import edit_calendar
from partnering.calendars.rules import KnownCalendar
from partnering.calendars.schemas import Edits
from partnering.room import actions, queries
from partnering.room.fitting import unfit, wrong_day
from partnering.room.rules import SchoolWeek
from partnering.room.schemas import NewMeeting, NewTask
from shared import clock
from shared.http import Invalid, NotFound, Role
from shared.testing import principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


@pytest.fixture
async def pair(world):
    """A partnership of Türkiye and Nepal, two hours and three quarters apart."""
    partnership, people = await world.paired(await world.cohort(), "TR", "NP")
    return partnership, people[0][0].who, people[1][0].who


def _at(days: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(clock.today() + timedelta(days=days), time(hour, minute), UTC)


async def _free(session, country: str, day: date) -> None:
    edits = Edits.model_validate({"changes": [{"now": {"starts_on": day, "ends_on": day}}]})
    await edit_calendar(session, LEAD, (country, ""), edits)


@pytest.mark.parametrize("due_on", [date(2020, 5, 1), date.min, date.max, date(2099, 1, 1)])
async def test_a_task_due_long_ago_or_in_a_lifetime_is_refused(session, pair, due_on):
    partnership, ayse, _maya = pair
    with pytest.raises(Invalid) as caught:
        await actions.add_task(session, ayse, partnership.id, NewTask(title="x", due_on=due_on))
    assert [one["pointer"] for one in caught.value.errors] == ["/due_on"]


async def test_a_task_may_be_due_on_the_day_that_it_still_is_somewhere(session, pair):
    partnership, ayse, _maya = pair
    today = clock.earliest_today()
    await actions.add_task(session, ayse, partnership.id, NewTask(title="x", due_on=today))


async def test_a_task_due_on_a_holiday_says_whose(session, pair):
    partnership, ayse, maya = pair
    day = clock.today() + timedelta(days=9)
    await _free(session, "NP", day)
    for whom in (None, maya.person_id, ayse.person_id):
        new = NewTask(title="x", due_on=day, assignee_id=whom)
        await actions.add_task(session, ayse, partnership.id, new)
    shown = await queries.tasks(session, ayse, partnership.id)
    told = {one.assignee_id: len(one.on_holiday_for) for one in shown}
    assert told == {None: 1, maya.person_id: 1, ayse.person_id: 0}


async def test_days_that_somebody_plans_with_say_whose_school_is_free(session, pair):
    partnership, ayse, maya = pair
    free, open_ = clock.today() + timedelta(days=9), clock.today() + timedelta(days=10)
    await _free(session, "NP", free)
    for who in (ayse, maya):
        found = await queries.holidays_on(session, who, partnership.id, [open_, free, free])
        assert [(one.day, len(one.on_holiday_for)) for one in found] == [(free, 1)]


async def test_who_is_no_member_learns_no_holidays(session, pair):
    partnership, _ayse, _maya = pair
    with pytest.raises(NotFound):
        await queries.holidays_on(session, LEAD, partnership.id, [clock.today()])


async def test_a_meeting_at_three_at_night_is_refused_until_it_is_meant(session, pair):
    partnership, ayse, maya = pair
    # Seven in the morning in Istanbul is a quarter to ten in Kathmandu; midnight there is night.
    for starts_at in (_at(3, 0), _at(3, 18, 30)):
        with pytest.raises(Invalid) as caught:
            await actions.propose_meeting(
                session, ayse, partnership.id, NewMeeting(title="x", starts_at=starts_at)
            )
        [error] = caught.value.errors
        assert error["pointer"] == "/starts_at"
        assert error["detail"].startswith("is at night for ")
    meant = NewMeeting(title="x", starts_at=_at(3, 0), anyway=True)
    await actions.propose_meeting(session, ayse, partnership.id, meant)
    [shown] = await queries.meetings(session, maya, partnership.id)
    assert len(shown.at_night_for) == 2 - 1 + (shown.local_times[1].starts_at.hour < 6)


async def test_a_meeting_on_a_holiday_is_refused_until_it_is_meant(session, pair):
    partnership, ayse, maya = pair
    await _free(session, "TR", clock.today() + timedelta(days=3))
    new = NewMeeting(title="x", starts_at=_at(3, 9))
    with pytest.raises(Invalid):
        await actions.propose_meeting(session, maya, partnership.id, new)
    meant = new.model_copy(update={"anyway": True})
    await actions.propose_meeting(session, maya, partnership.id, meant)
    [shown] = await queries.meetings(session, ayse, partnership.id)
    assert (len(shown.on_holiday_for), shown.at_night_for) == (1, [])


async def test_a_meeting_in_a_lifetime_is_refused_even_when_meant(session, pair):
    partnership, ayse, _maya = pair
    far = NewMeeting(title="x", starts_at=_at(4000, 9), anyway=True)
    with pytest.raises(Invalid):
        await actions.propose_meeting(session, ayse, partnership.id, far)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)), st.integers(5, 480))  # noqa: DTZ001
def test_an_hour_of_the_day_without_holidays_suits(starts_at, minutes):
    here = SchoolWeek("NP", "Asia/Kathmandu", (), KnownCalendar((), ()))
    local = (starts_at.replace(tzinfo=UTC) + timedelta(hours=5, minutes=45)).replace(tzinfo=None)
    ends = local + timedelta(minutes=minutes)
    awake = local.time() >= time(6) and ends.date() == local.date() and ends.time() <= time(22)
    assert (unfit([here], starts_at.replace(tzinfo=UTC), minutes) == []) == awake


def test_a_day_is_wrong_before_today_and_after_three_years():
    today = date(2026, 11, 28)
    assert wrong_day(today, today) is None
    assert wrong_day(today - timedelta(days=1), today) == "lies in the past"
    assert wrong_day(date(2030, 11, 28), today) == "lies too far ahead"
