"""Nobody left alone is forgotten: staff are told at once, and a repair is looked for again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.partnerships.leaving import leave_partnership
from partnering.rescue.cases import LOOK_EVERY, look_for_repairs
from partnering.rescue.model import RescueCase
from shared import clock
from shared.contracts.partnering import RescueOpened, RescueReady
from shared.testing import announced


@pytest.fixture
async def pair(world):
    cohort = await world.cohort()
    partnership, people = await world.paired(cohort)
    partnership.phase = "course"
    return cohort, partnership, people


async def _events(session, kind):
    return [one for one in await announced(session) if isinstance(one, kind)]


async def test_who_is_left_by_their_partner_in_the_course_is_told_to_staff_at_once(session, pair):
    _, partnership, people = pair
    await leave_partnership(session, people[0][0].who, partnership.id, "New job")
    (told,) = await _events(session, RescueOpened)
    assert told.waiting_person_ids == (people[1][0].who.person_id,)
    assert told.ready is False


async def test_a_repair_is_found_as_soon_as_somebody_fitting_joins(
    session, world, pair, monkeypatch
):
    cohort, partnership, people = pair
    await leave_partnership(session, people[0][0].who, partnership.id, "")
    assert await look_for_repairs(session) == 0
    _, spare = await world.enrolled(cohort, "PL")
    later = clock.now() + LOOK_EVERY + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await look_for_repairs(session) == 1
    case = (await session.scalars(select(RescueCase))).one()
    assert case.proposal["enrolment_id"] == str(spare.id)
    (told,) = await _events(session, RescueReady)
    assert told.case_id == case.id
    # The repair still holds an hour later: nobody is told twice.
    latest = later + LOOK_EVERY
    monkeypatch.setattr(clock, "now", lambda: latest)
    await look_for_repairs(session)
    assert len(await _events(session, RescueReady)) == 1


async def test_when_the_newcomer_finds_somebody_else_another_repair_is_looked_for(
    session, world, pair, monkeypatch
):
    cohort, partnership, people = pair
    _, first = await world.enrolled(cohort, "PL")
    await leave_partnership(session, people[0][0].who, partnership.id, "")
    (told,) = await _events(session, RescueOpened)
    assert told.ready is True
    first.status = "left"
    _, second = await world.enrolled(cohort, "ES")
    later = clock.now() + LOOK_EVERY
    monkeypatch.setattr(clock, "now", lambda: later)
    await look_for_repairs(session)
    case = (await session.scalars(select(RescueCase))).one()
    assert case.proposal["enrolment_id"] == str(second.id)


async def test_a_trio_that_still_spans_two_countries_goes_on_without_a_rescue(session, world):
    cohort = await world.cohort()
    people = [await world.enrolled(cohort, country) for country in ("TR", "IT", "TR")]
    partnership = await open_partnership(
        session,
        cohort_id=cohort.id,
        enrolment_ids=[enrolment.id for _, enrolment in people],
        origin="run",
        language="en",
    )
    for teacher, _ in people:
        await confirm_partnership(session, teacher.who, partnership.id)
    partnership.phase = "course"
    await leave_partnership(session, people[2][0].who, partnership.id, "")
    assert partnership.state == "confirmed"
    assert await _events(session, RescueOpened) == []
    await leave_partnership(session, people[1][0].who, partnership.id, "")
    (told,) = await _events(session, RescueOpened)
    assert told.waiting_person_ids == (people[0][0].who.person_id,)
