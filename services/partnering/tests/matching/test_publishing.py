"""Publishing: everybody free gets a handshake, nobody two, and once only."""

import asyncio

import pytest
from running import LEAD, cohort_of, matches_of_run, solved
from sqlalchemy import func, select

from partnering.enrolments.model import Enrolment
from partnering.enrolments.queries import my_enrolments
from partnering.invitations.actions import accept_invitation, send_invitation
from partnering.invitations.closing import close_for_taken
from partnering.invitations.queries import my_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.matching.model import Run
from partnering.matching.publishing import publish_run
from partnering.partnerships.model import Member, Partnership
from shared.contracts.partnering import (
    EnrolmentUnmatched,
    InvitationClosed,
    PartnershipProposed,
    RunPublished,
)
from shared.http import Conflict
from shared.testing import announced


async def test_publishing_opens_a_handshake_for_everybody_once(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "TR", "IT", "PL")
    run_id = await solved(database, cohort.id)
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
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
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
    assert [one.outcome for one in await matches_of_run(database, run_id)] == ["overtaken"]


async def test_fifty_parallel_accepts_and_one_publish_seat_nobody_twice(database, inhabit):
    countries = ["TR", "IT"] * 10
    cohort, people = await cohort_of(database, inhabit, *countries)
    run_id = await solved(database, cohort.id)
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
        try:
            async with database.transaction() as session:
                return (await publish_run(session, LEAD, run_id)).opened
        except Conflict as refused:
            # The accepts were faster, and nothing is left to open.
            if refused.slug != "run-overtaken":
                raise
            return 0

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


async def test_whoever_stays_alone_is_told_why_and_is_in_the_second_run(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "TR", "TR", "IT")
    run_id = await solved(database, cohort.id, trios="none")
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, run_id)
        told = [one for one in await announced(session) if isinstance(one, EnrolmentUnmatched)]
    assert done.unmatched == len(told) == 2
    assert {one.reason for one in told} == {"scarce"}
    alone = {one.person_id for one in told}
    async with database.reading() as session:
        states = {}
        for teacher, _ in people:
            (mine,) = await my_enrolments(session, teacher.who)
            states[teacher.who.person_id] = mine.unmatched_because
    assert {who for who, why in states.items() if why == "scarce"} == alone
    async with database.transaction() as session:
        for _ in alone:
            await inhabit(session).enrolled(cohort, "PL")
    again = await solved(database, cohort.id)
    async with database.transaction() as session:
        assert (await publish_run(session, LEAD, again)).unmatched == 0
    async with database.reading() as session:
        for teacher, _ in people:
            (mine,) = await my_enrolments(session, teacher.who)
            assert (mine.status, mine.unmatched_at) == ("partnered", None)


async def test_whose_proposed_partner_was_taken_just_before_is_told_too(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT", "ES", "PL")
    run_id = await solved(database, cohort.id)
    gone, stays = (one.enrolment_id for one in (await matches_of_run(database, run_id))[0].seats)
    async with database.transaction() as session:
        row = await session.get_one(Enrolment, gone)
        row.status = "left"
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, run_id)
        told = [one for one in await announced(session) if isinstance(one, EnrolmentUnmatched)]
    assert [(one.enrolment_id, one.reason) for one in told] == [(stays, "overtaken")]
    # Whoever has left the cohort is not counted as without a partner.
    assert (done.opened, done.unmatched) == (1, 1)


async def test_a_run_of_which_nothing_is_possible_any_more_is_not_published(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT", "ES", "PL")
    older = await solved(database, cohort.id)
    newer = await solved(database, cohort.id)
    async with database.transaction() as session:
        await publish_run(session, LEAD, newer)
        before = len(await announced(session))
    with pytest.raises(Conflict, match="run-overtaken"):
        async with database.transaction() as session:
            await publish_run(session, LEAD, older)
    async with database.reading() as session:
        assert (await session.get_one(Run, older)).status == "draft"
        assert len(await announced(session)) == before


async def test_two_whom_the_run_brings_together_are_not_told_that_their_invitation_failed(
    database, inhabit
):
    cohort, ((turk, from_turkey), (italian, from_italy)) = await cohort_of(
        database, inhabit, "TR", "IT"
    )
    async with database.transaction() as session:
        request = InvitationRequest(
            from_enrolment_id=from_turkey.id, to_enrolment_id=from_italy.id, message="Hi"
        )
        invitation = await send_invitation(session, turk.who, request)
    run_id = await solved(database, cohort.id)
    async with database.transaction() as session:
        await publish_run(session, LEAD, run_id)
    async with database.transaction() as session:
        assert await close_for_taken(session) == 1
        (closed,) = [one for one in await announced(session) if isinstance(one, InvitationClosed)]
        assert closed.outcome == "fulfilled"
        seen = await my_invitation(session, italian.who, invitation.id)
        partnership = await session.scalar(select(Partnership.id))
        assert (seen.status, seen.partnership_id) == ("fulfilled", partnership)
