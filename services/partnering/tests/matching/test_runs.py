"""A run from the staff's click to handshakes: in a child process, as a draft, published once."""

import asyncio
from datetime import timedelta

import pytest
from running import LEAD, cohort_of, matches_of_run, run_of, solved
from sqlalchemy import func, select, update

from partnering.matching import actions, queries, solving
from partnering.matching.model import Match, Run
from partnering.matching.schemas import DecisionRequest, RunSettings
from partnering.safety.actions import freeze_contact
from shared import clock
from shared.http import Conflict, Forbidden, NotFound, Role
from shared.testing import principal


async def test_a_run_is_solved_in_the_background_and_explains_itself(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "TR", "TR", "IT", "PL", "NP")
    run_id = await solved(database, cohort.id)
    run = await run_of(database, run_id)
    assert (run.status, run.stage) == ("draft", "done")
    assert run.result["placed"] == 6
    assert run.result["certificate"]["reached"]
    matches = await matches_of_run(database, run_id)
    assert sum(len(one.seats) for one in matches) == 6
    for match in matches:
        assert len({seat.country for seat in match.seats}) >= 2
        assert match.reasons
        assert match.language == "en"
    assert not await solving.solve_next(database)


async def test_who_is_frozen_or_not_verified_waits_for_another_run(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT", "PL")
    async with database.transaction() as session:
        await inhabit(session).enrolled(cohort, "ES", verified=False)
        await freeze_contact(
            session, principal(None, Role.SAFEGUARDING_OFFICER), people[0][0].who.person_id, "why"
        )
    run = await run_of(database, await solved(database, cohort.id, trios="none"))
    assert run.result["teachers"] == 2


async def test_locks_and_forbids_hold_from_the_next_solution_on(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "TR", "IT", "PL")
    run_id = await solved(database, cohort.id)
    ids = [enrolment.id for _, enrolment in people]
    async with database.transaction() as session:
        lock = DecisionRequest(enrolment_ids=[ids[0], ids[2]], reason="They know each other")
        await actions.decide(session, LEAD, run_id, "lock", lock)
        barred = DecisionRequest(enrolment_ids=[ids[1], ids[3]])
        await actions.decide(session, LEAD, run_id, "forbid", barred)
    assert (await run_of(database, run_id)).stale
    async with database.transaction() as session:
        await actions.solve_again(session, LEAD, run_id)
    await solving.solve_next(database)
    run = await run_of(database, run_id)
    assert (run.status, run.round, run.stale) == ("draft", 2, False)
    matches = await matches_of_run(database, run_id)
    assert [{seat.enrolment_id for seat in one.seats} for one in matches] == [{ids[0], ids[2]}]
    assert matches[0].locked
    assert {one.code for one in run.unmatched} == {"decided_by_staff"}


async def test_contradictory_locks_end_in_an_explanation_and_nothing_is_lost(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "TR", "IT")
    run_id = await solved(database, cohort.id)
    ids = [enrolment.id for _, enrolment in people]
    before = len(await matches_of_run(database, run_id))
    async with database.transaction() as session:
        for pair in ([ids[0], ids[2]], [ids[1], ids[2]]):
            await actions.decide(session, LEAD, run_id, "lock", DecisionRequest(enrolment_ids=pair))
        await actions.solve_again(session, LEAD, run_id)
    await solving.solve_next(database)
    run = await run_of(database, run_id)
    assert run.status == "failed"
    assert run.problem["problems"][0]["code"] == "locked_twice"
    assert len(await matches_of_run(database, run_id)) == before
    async with database.transaction() as session:
        await actions.take_back_decision(session, LEAD, run_id, run.decisions[0].id)
        await actions.solve_again(session, LEAD, run_id)
    await solving.solve_next(database)
    assert (await run_of(database, run_id)).status == "draft"


async def test_cancelling_ends_the_solver_and_the_run_can_be_solved_again(
    database, inhabit, monkeypatch
):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT")
    async with database.transaction() as session:
        run = await actions.start_run(session, LEAD, cohort.id, RunSettings())
    seen = []

    async def slow(job):
        while True:
            seen.append(job)
            yield {}
            await asyncio.sleep(0.05)

    monkeypatch.setattr(solving, "SAVED_EVERY", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(solving, "solve_in_child", slow)
        working = asyncio.create_task(solving.solve_next(database))
        while not seen:
            await asyncio.sleep(0.02)
        async with database.transaction() as session:
            await actions.cancel_run(session, LEAD, run.id)
        await asyncio.wait_for(working, 5)
    assert (await run_of(database, run.id)).status == "cancelled"
    async with database.transaction() as session:
        await actions.solve_again(session, LEAD, run.id)
    await solving.solve_next(database)
    assert (await run_of(database, run.id)).status == "draft"


async def test_a_run_whose_worker_died_is_taken_up_again_when_its_lease_ends(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT")
    async with database.transaction() as session:
        run = await actions.start_run(session, LEAD, cohort.id, RunSettings())
    async with database.transaction() as session:
        assert await solving._claim(session, run.id) is not None
    assert not await solving.solve_next(database)
    async with database.transaction() as session:
        await session.execute(
            update(Run).values(lease_until=clock.real_now() - timedelta(seconds=1))
        )
    assert await solving.solve_next(database)
    assert (await run_of(database, run.id)).status == "draft"


async def test_the_price_of_forcing_two_together_is_solved_and_not_guessed(database, inhabit):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        people = [
            await world.enrolled(cohort, country, subjects=[subject])
            for country, subject in (
                ("TR", "maths"),
                ("IT", "maths"),
                ("TR", "arts"),
                ("PL", "arts"),
            )
        ]
    run_id = await solved(database, cohort.id)
    ids = [enrolment.id for _, enrolment in people]
    async with database.reading() as session:
        price = await actions.what_if(session, LEAD, run_id, [ids[0], ids[3]])
        refused = await actions.what_if(session, LEAD, run_id, [ids[0], ids[2]])
    assert price.possible
    assert price.points_lost == 24
    assert (price.more_unmatched, price.changed_matches) == (0, 2)
    assert not refused.possible
    assert refused.problems[0]["code"] == "against_the_rules"
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Match)) == 2


async def test_no_connection_is_held_while_a_price_is_solved(database, inhabit, monkeypatch):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    held = []
    solve = actions.outcome_of
    async with database.reading() as session:

        async def watched(job):
            held.append(session.in_transaction())
            return await solve(job)

        monkeypatch.setattr(actions, "outcome_of", watched)
        await actions.what_if(session, LEAD, run_id, [enrolment.id for _, enrolment in people])
    assert held == [False, False]


async def test_staff_of_another_cohort_and_parties_have_no_say(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    async with database.transaction() as session:
        other = await inhabit(session).cohort(slug="other")
    from shared.http import Grant

    stranger = principal(None, Grant(Role.PROGRAMME_LEAD, other.id))
    party = principal(people[0][0].who.person_id, Role.TUTOR)
    async with database.reading() as session:
        with pytest.raises(NotFound):
            await queries.run_for(session, stranger, run_id)
        with pytest.raises(NotFound):
            await actions.start_run(session, stranger, cohort.id, RunSettings())
        with pytest.raises(Forbidden):
            await actions.decide(
                session,
                party,
                run_id,
                "lock",
                DecisionRequest(enrolment_ids=[one.id for _, one in people]),
            )


async def test_one_run_at_a_time_per_cohort(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR")
    async with database.transaction() as session:
        await actions.start_run(session, LEAD, cohort.id, RunSettings())
        with pytest.raises(Conflict, match="run-at-work"):
            await actions.start_run(session, LEAD, cohort.id, RunSettings())
