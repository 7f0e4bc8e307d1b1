"""Rolling cohorts are matched in rounds, as drafts that staff publish."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partnering.matching.model import Run
from partnering.matching.rounds import EVERY, REMIND_AFTER, prepare_rounds, remind_of_rounds
from shared import clock
from shared.contracts.partings import RoundWaiting
from shared.contracts.partnering import RoundPrepared
from shared.testing import announced


@pytest.fixture
async def rolling(world):
    begun = clock.today() - timedelta(days=30)
    cohort = await world.cohort(pace="rolling", partnering_starts_on=begun)
    await world.enrolled(cohort, "TR")
    return cohort


async def test_a_round_begins_when_people_of_two_countries_wait(session, world, rolling):
    assert await prepare_rounds(session) == 0
    await world.enrolled(rolling, "IT", verified=False)
    assert await prepare_rounds(session) == 0
    await world.enrolled(rolling, "PL")
    assert await prepare_rounds(session) == 1
    run = (await session.scalars(select(Run))).one()
    assert (run.cohort_id, run.status) == (rolling.id, "queued")
    assert [one.run_id for one in await announced(session) if isinstance(one, RoundPrepared)] == [
        run.id
    ]
    assert await prepare_rounds(session) == 0


async def test_the_next_round_waits_a_week_and_for_staff_and_keeps_their_settings(
    session, world, rolling, monkeypatch
):
    await world.enrolled(rolling, "IT")
    await prepare_rounds(session)
    run = (await session.scalars(select(Run))).one()
    run.status, run.settings = "draft", {**run.settings, "level": "B1"}
    await session.flush()
    later = clock.now() + EVERY
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await prepare_rounds(session) == 0
    run.status = "published"
    await session.flush()
    assert await prepare_rounds(session) == 1
    newest = (await session.scalars(select(Run).order_by(Run.id.desc()).limit(1))).one()
    assert newest.settings["level"] == "B1"


async def test_a_fixed_cohort_has_no_rounds(session, world):
    cohort = await world.cohort(partnering_starts_on=clock.today() - timedelta(days=30))
    for country in ("TR", "IT"):
        await world.enrolled(cohort, country)
    assert await prepare_rounds(session) == 0


async def test_staff_are_reminded_every_three_days_that_a_round_is_not_published(
    session, world, rolling
):
    await world.enrolled(rolling, "IT")
    await prepare_rounds(session)
    run = (await session.scalars(select(Run))).one()
    run.status, run.solved_at = "draft", clock.now()
    await session.flush()
    assert await remind_of_rounds(session) == 0
    with clock.travelled(REMIND_AFTER):
        assert [await remind_of_rounds(session) for _ in range(2)] == [1, 0]
    with clock.travelled(2 * REMIND_AFTER):
        assert await remind_of_rounds(session) == 1
    run.status = "published"
    await session.flush()
    with clock.travelled(4 * REMIND_AFTER):
        assert await remind_of_rounds(session) == 0
    told = [one.run_id for one in await announced(session) if isinstance(one, RoundWaiting)]
    assert told == [run.id, run.id]
