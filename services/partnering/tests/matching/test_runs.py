"""A run from the staff's click to handshakes: in a child process, as a draft, published once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from partnering.invitations.actions import accept_invitation, send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.matching import actions, queries, solving
from partnering.matching.model import Match, Run
from partnering.matching.publishing import publish_run
from partnering.matching.schemas import DecisionRequest, RunSettings
from partnering.partnerships.model import Member, Partnership
from partnering.safety.actions import freeze_contact
from shared import clock
from shared.contracts.partnering import PartnershipProposed, RunPublished
from shared.http import Conflict, Forbidden, NotFound, Role
from shared.testing import announced, principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


async def _cohort(database, inhabit, *countries, **how):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        people = [await world.enrolled(cohort, country, **how) for country in countries]
    return cohort, people


async def _solved(database, cohort_id, **settings):
    async with database.transaction() as session:
        run = await actions.start_run(session, LEAD, cohort_id, RunSettings(**settings))
    assert await solving.solve_next(database)
    return run.id


async def _run(database, run_id):
    async with database.reading() as session:
        return await queries.describe_run(session, await queries.run_for(session, LEAD, run_id))


async def _matches(database, run_id):
    async with database.reading() as session:
        return (await queries.matches_of(session, run_id, None, 200))[0]


async def test_a_run_is_solved_in_the_background_and_explains_itself(database, inhabit):
    cohort, _ = await _cohort(database, inhabit, "TR", "TR", "TR", "IT", "PL", "NP")
    run_id = await _solved(database, cohort.id)
    run = await _run(database, run_id)
    assert (run.status, run.stage) == ("draft", "done")
    assert run.result["placed"] == 6
    assert run.result["certificate"]["reached"]
    matches = await _matches(database, run_id)
    assert sum(len(one.seats) for one in matches) == 6
    for match in matches:
        assert len({seat.country for seat in match.seats}) >= 2
        assert match.reasons
        assert match.language == "en"
    assert not await solving.solve_next(database)


async def test_who_is_frozen_or_not_verified_waits_for_another_run(database, inhabit):
    cohort, people = await _cohort(database, inhabit, "TR", "IT", "PL")
    async with database.transaction() as session:
        await inhabit(session).enrolled(cohort, "ES", verified=False)
        await freeze_contact(
            session, principal(None, Role.SAFEGUARDING_OFFICER), people[0][0].who.person_id, "why"
        )
    run = await _run(database, await _solved(database, cohort.id, trios="none"))
    assert run.result["teachers"] == 2


async def test_locks_and_forbids_hold_from_the_next_solution_on(database, inhabit):
    cohort, people = await _cohort(database, inhabit, "TR", "TR", "IT", "PL")
    run_id = await _solved(database, cohort.id)
    ids = [enrolment.id for _, enrolment in people]
    async with database.transaction() as session:
        lock = DecisionRequest(enrolment_ids=[ids[0], ids[2]], reason="They know each other")
        await actions.decide(session, LEAD, run_id, "lock", lock)
        barred = DecisionRequest(enrolment_ids=[ids[1], ids[3]])
        await actions.decide(session, LEAD, run_id, "forbid", barred)
    assert (await _run(database, run_id)).stale
    async with database.transaction() as session:
        await actions.solve_again(session, LEAD, run_id)
    await solving.solve_next(database)
    run = await _run(database, run_id)
    assert (run.status, run.round, run.stale) == ("draft", 2, False)
    matches = await _matches(database, run_id)
    assert [{seat.enrolment_id for seat in one.seats} for one in matches] == [{ids[0], ids[2]}]
    assert matches[0].locked
    assert {one.code for one in run.unmatched} == {"decided_by_staff"}


async def test_contradictory_locks_end_in_an_explanation_and_nothing_is_lost(database, inhabit):
    cohort, people = await _cohort(database, inhabit, "TR", "TR", "IT")
    run_id = await _solved(database, cohort.id)
    ids = [enrolment.id for _, enrolment in people]
    before = len(await _matches(database, run_id))
    async with database.transaction() as session:
        for pair in ([ids[0], ids[2]], [ids[1], ids[2]]):
            await actions.decide(session, LEAD, run_id, "lock", DecisionRequest(enrolment_ids=pair))
        await actions.solve_again(session, LEAD, run_id)
    await solving.solve_next(database)
    run = await _run(database, run_id)
    assert run.status == "failed"
    assert run.problem["problems"][0]["code"] == "locked_twice"
    assert len(await _matches(database, run_id)) == before
    async with database.transaction() as session:
        await actions.take_back_decision(session, LEAD, run_id, run.decisions[0].id)
        await actions.solve_again(session, LEAD, run_id)
    await solving.solve_next(database)
    assert (await _run(database, run_id)).status == "draft"


async def test_publishing_opens_a_handshake_for_everybody_once(database, inhabit):
    cohort, _ = await _cohort(database, inhabit, "TR", "TR", "IT", "PL")
    run_id = await _solved(database, cohort.id)
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, run_id)
        kinds = [type(event) for event in await announced(session)]
    assert (done.opened, done.overtaken, done.unmatched) == (2, 0, 0)
    assert kinds.count(PartnershipProposed) == 2
    assert kinds[-1] is RunPublished
    async with database.reading() as session:
        opened = (await session.scalars(select(Partnership))).all()
        assert {(one.state, one.origin, one.run_id) for one in opened} == {
            ("handshake", "run", run_id)
        }
        assert all(one.explanation["reasons"] for one in opened)
    with pytest.raises(Conflict, match="run-not-ready"):
        async with database.transaction() as session:
            await publish_run(session, LEAD, run_id)


async def test_whoever_found_a_partner_meanwhile_is_left_in_peace(database, inhabit):
    cohort, people = await _cohort(database, inhabit, "TR", "IT")
    run_id = await _solved(database, cohort.id)
    async with database.transaction() as session:
        world = inhabit(session)
        newcomer, enrolment = await world.enrolled(cohort, "ES")
        invitation = await send_invitation(
            session,
            people[0][0].who,
            InvitationRequest(
                from_enrolment_id=people[0][1].id, to_enrolment_id=enrolment.id, message="Hi"
            ),
        )
        await accept_invitation(session, newcomer.who, invitation.id)
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, run_id)
    assert (done.opened, done.overtaken) == (0, 1)
    assert [one.outcome for one in await _matches(database, run_id)] == ["overtaken"]


async def test_fifty_parallel_accepts_and_one_publish_seat_nobody_twice(database, inhabit):
    countries = ["TR", "IT"] * 10
    cohort, people = await _cohort(database, inhabit, *countries)
    run_id = await _solved(database, cohort.id)
    asked = []
    async with database.transaction() as session:
        for number, (teacher, enrolment) in enumerate(people):
            for step in (1, 3, 5):
                other, target = people[(number + step) % len(people)]
                try:
                    async with session.begin_nested():
                        invitation = await send_invitation(
                            session,
                            teacher.who,
                            InvitationRequest(
                                from_enrolment_id=enrolment.id,
                                to_enrolment_id=target.id,
                                message="Shall we?",
                            ),
                        )
                    asked.append((other.who, invitation.id))
                except Conflict:
                    continue
    assert len(asked) >= 50

    async def accept(who, invitation_id):
        try:
            async with database.transaction() as session:
                await accept_invitation(session, who, invitation_id)
        except Conflict:
            return 0
        return 1

    async def publish():
        async with database.transaction() as session:
            return (await publish_run(session, LEAD, run_id)).opened

    gate = asyncio.Semaphore(12)

    async def at_once(work):
        async with gate:
            return await work

    works = [accept(who, one) for who, one in asked[:25]]
    works += [publish()]
    works += [accept(who, one) for who, one in asked[25:]]
    opened = await asyncio.gather(*(at_once(work) for work in works))
    async with database.reading() as session:
        seats = await session.execute(
            select(Member.enrolment_id, func.count())
            .where(Member.seated.is_(True))
            .group_by(Member.enrolment_id)
        )
        counts = [count for _, count in seats]
        assert counts
        assert set(counts) == {1}
        partnerships = await session.scalar(select(func.count()).select_from(Partnership))
    assert partnerships == sum(opened)


async def test_cancelling_ends_the_solver_and_the_run_can_be_solved_again(
    database, inhabit, monkeypatch
):
    cohort, _ = await _cohort(database, inhabit, "TR", "IT")
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
    assert (await _run(database, run.id)).status == "cancelled"
    async with database.transaction() as session:
        await actions.solve_again(session, LEAD, run.id)
    await solving.solve_next(database)
    assert (await _run(database, run.id)).status == "draft"


async def test_a_run_whose_worker_died_is_taken_up_again_when_its_lease_ends(database, inhabit):
    cohort, _ = await _cohort(database, inhabit, "TR", "IT")
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
    assert (await _run(database, run.id)).status == "draft"


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
    run_id = await _solved(database, cohort.id)
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


async def test_staff_of_another_cohort_and_parties_have_no_say(database, inhabit):
    cohort, people = await _cohort(database, inhabit, "TR", "IT")
    run_id = await _solved(database, cohort.id)
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
    cohort, _ = await _cohort(database, inhabit, "TR")
    async with database.transaction() as session:
        await actions.start_run(session, LEAD, cohort.id, RunSettings())
        with pytest.raises(Conflict, match="run-at-work"):
            await actions.start_run(session, LEAD, cohort.id, RunSettings())
