"""Whoever goes on after the close may go on in another cohort: together, with everything they did."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from partnering.cohorts.actions import advance_cohort
from partnering.partnerships.following import note_cohort_advanced, note_partnerships_moved
from partnering.partnerships.leaving import leave_partnership
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.people.blocking import block_person
from partnering.rescue.model import RescueCase
from partnering.room.actions import post_message
from partnering.room.queries import messages
from partnering.safety.actions import freeze_contact
from partnering.transfers.actions import transfer_partnership
from partnering.transfers.queries import destinations
from shared import clock
from shared.contracts.course import CohortAdvanced
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.partnering import RescueOpened
from shared.contracts.transfers import PartnershipTransferred
from shared.db import Database
from shared.http import Conflict, Forbidden, Grant, NotFound, Role
from shared.testing import announced, principal

LEAD = principal(None, Role.PROGRAMME_LEAD)
OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)


async def held(world: Any, *countries: str, phase: str = "course") -> Any:
    """A partnership that goes on in a cohort which is closed for the others."""
    cohort = await world.cohort()
    partnership, people = await world.paired(cohort, *countries)
    partnership.phase = phase
    await world.phase(cohort, "closed")
    return cohort, partnership, people


async def running(world: Any, phase: str = "partnering", **how: Any) -> Any:
    today = clock.today()
    return await world.cohort(phase=phase, closes_on=today + timedelta(days=150), **how)


async def told(session: Any, kind: Any) -> list[Any]:
    return [one for one in await announced(session) if isinstance(one, kind)]


@pytest.mark.parametrize("countries", [("TR", "IT"), ("TR", "IT", "IT")])
async def test_everybody_moves_together_with_their_room(session, world, countries) -> None:
    old, partnership, people = await held(world, *countries)
    await post_message(session, people[0][0].who, partnership.id, "Week one")
    new = await running(world, seats=3)
    await transfer_partnership(session, LEAD, old.id, partnership.id, new.id)
    await session.refresh(partnership)
    assert (partnership.cohort_id, partnership.state, partnership.phase) == (
        new.id, "confirmed", "course",
    )  # fmt: skip
    for teacher, enrolment in people:
        await session.refresh(enrolment)
        assert (enrolment.cohort_id, enrolment.status) == (new.id, "partnered")
        kept = await messages(session, teacher.who, partnership.id, None, 10)
        assert [one.text for one in kept.items] == ["Week one"]
    (moved,) = await told(session, PartnershipTransferred)
    assert (moved.from_cohort_id, moved.cohort_id, moved.phase) == (old.id, new.id, "course")
    assert set(moved.person_ids) == {teacher.who.person_id for teacher, _ in people}
    assert set(moved.enrolment_ids) == {enrolment.id for _, enrolment in people}
    assert await told(session, RescueOpened) == []


async def test_staff_see_which_cohorts_can_take_them_and_why_others_cannot(session, world) -> None:
    old, partnership, ((ana, _), _) = await held(world)
    good = await running(world, seats=2)
    rolling = await running(world, pace="rolling")
    level = await running(world, "course")
    full = await running(world, seats=3)
    for country in ("TR", "IT"):
        await world.enrolled(full, country)
    ahead = await running(world, "project")
    there = await running(world)
    await world.joins(ana, there)
    over = await world.cohort(closes_on=clock.today())
    for hidden in ("draft", "closed"):
        await running(world, hidden)
    found = await destinations(session, LEAD, old.id, partnership.id)
    assert {one.cohort_id: one.obstacle for one in found} == {
        good.id: None, rolling.id: None, level.id: None, full.id: "full", ahead.id: "ahead",
        there.id: "class_there", over.id: "over",
    }  # fmt: skip
    for cohort in (full, ahead, there, over):
        with pytest.raises(Conflict, match="cohort-cannot-take"):
            await transfer_partnership(session, LEAD, old.id, partnership.id, cohort.id)
    assert await told(session, PartnershipTransferred) == []


async def test_only_who_leads_both_cohorts_moves_and_nobody_their_own(session, world) -> None:
    old, partnership, ((ana, _), _) = await held(world)
    new = await running(world)
    here = principal(None, Grant(Role.PROGRAMME_LEAD, old.id))
    assert await destinations(session, here, old.id, partnership.id) == []
    with pytest.raises(NotFound):
        await transfer_partnership(session, here, old.id, partnership.id, new.id)
    own = principal(ana.who.person_id, Role.PROGRAMME_LEAD)
    with pytest.raises(Forbidden, match="own-partnership"):
        await transfer_partnership(session, own, old.id, partnership.id, new.id)


async def test_only_a_partnership_that_is_held_moves(session, world) -> None:
    cohort = await world.cohort()
    partnership, _ = await world.paired(cohort)
    new = await running(world)
    with pytest.raises(Conflict, match="not-held"):
        await transfer_partnership(session, LEAD, cohort.id, partnership.id, new.id)
    await world.phase(cohort, "closed")
    partnership.state = "finished"
    await session.flush()
    with pytest.raises(Conflict, match="not-held"):
        await transfer_partnership(session, LEAD, cohort.id, partnership.id, new.id)
    with pytest.raises(NotFound):
        await transfer_partnership(session, LEAD, new.id, partnership.id, cohort.id)


@pytest.mark.parametrize("how", ["blocked", "frozen"])
async def test_the_hard_rules_are_asked_at_the_moment_of_moving(session, world, how) -> None:
    old, partnership, ((ana, _), (ben, bens)) = await held(world)
    new = await running(world)
    if how == "blocked":
        await block_person(session, ana.who, bens.id)
    else:
        await freeze_contact(session, OFFICER, ben.who.person_id, "A report")
    with pytest.raises(Conflict, match="not-admissible"):
        await transfer_partnership(session, LEAD, old.id, partnership.id, new.id)


async def test_whoever_lost_the_partner_moves_alone_and_gets_a_new_one_there(
    session, world
) -> None:
    old, partnership, ((ana, _), (ben, _)) = await held(world)
    await leave_partnership(session, ben.who, partnership.id, "")
    assert await told(session, RescueOpened) == []
    new = await running(world, seats=2)
    free, _ = await world.enrolled(new, "ES")
    await transfer_partnership(session, LEAD, old.id, partnership.id, new.id)
    (case,) = await session.scalars(select(RescueCase).where(RescueCase.state == "open"))
    assert (case.cohort_id, case.waiting_person_ids) == (new.id, [ana.who.person_id])
    assert case.proposal is not None
    (opened,) = await told(session, RescueOpened)
    assert (opened.cohort_id, opened.ready) == (new.id, True)
    assert free


async def test_taking_the_old_close_back_leaves_them_in_their_new_cohort(session, world) -> None:
    old, partnership, _ = await held(world)
    new = await running(world)
    await transfer_partnership(session, LEAD, old.id, partnership.id, new.id)
    ended = PartnershipsMoved(
        cohort_id=old.id, from_phase="course", phase="closed", partnership_ids=(partnership.id,)
    )
    await note_partnerships_moved(session, ended)
    back = CohortAdvanced(
        cohort_id=old.id, title="Autumn", from_phase="closed", phase="project", undone=True
    )
    await advance_cohort(session, back)
    await note_cohort_advanced(session, back)
    await session.refresh(partnership)
    assert (partnership.state, partnership.phase, partnership.cohort_id) == (
        "confirmed", "course", new.id,
    )  # fmt: skip


async def test_two_partnerships_never_share_the_last_places(
    database: Database, inhabit: Any
) -> None:
    async with database.transaction() as session:
        world = inhabit(session)
        made = [await held(world) for _ in range(4)]
        new = await running(world, seats=4)

    async def move(cohort: Any, partnership: Any) -> str:
        try:
            async with database.transaction() as session:
                await transfer_partnership(session, LEAD, cohort.id, partnership.id, new.id)
        except Conflict as refused:
            return refused.slug
        return "moved"

    answers = await asyncio.gather(*(move(cohort, one) for cohort, one, _ in made))
    assert sorted(answers) == ["cohort-cannot-take"] * 2 + ["moved"] * 2
    async with database.reading() as session:
        there = (await session.scalars(with_members().where(Partnership.cohort_id == new.id))).all()
        assert sorted(len(one.present) for one in there) == [2, 2]
