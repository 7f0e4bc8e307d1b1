"""Who goes, moves or chose in vain is announced, and staff can read why."""

import pytest
from sqlalchemy import select

from partnering.classes.actions import change_class
from partnering.classes.model import SchoolClass
from partnering.classes.schemas import ClassIn
from partnering.enrolments.together import pair_companions
from partnering.partnerships.leaving import leave_partnership
from partnering.partnerships.reasons import reasons_in
from partnering.people.model import Block
from shared import clock
from shared.contracts.partings import ClassMoved, NamingRefused, ReasonGiven
from shared.contracts.partnering import EnrolmentLeft, PartnershipProposed
from shared.http import Grant, Role
from shared.testing import announced, principal


async def _of(session, kind):
    return [one for one in await announced(session) if isinstance(one, kind)]


@pytest.mark.parametrize(
    ("country", "how", "why"),
    [
        ("TR", {}, "same_country"),
        ("IT", {"languages": {"it": "C1"}}, "no_shared_language"),
        ("IT", {"pupils_age_from": 17, "pupils_age_to": 19}, "ages_apart"),
    ],
)
async def test_two_who_named_each_other_against_a_rule_are_told_the_rule_once(
    session, world, country, how, why
):
    cohort = await world.cohort()
    one, other = await world.teacher("TR"), await world.teacher(country, **how)
    mine = await world.joins(one, cohort, with_person_email=other.email)
    await world.joins(other, cohort, with_person_email=one.email)
    for _ in range(2):
        await pair_companions(session, mine)
    (told,) = await _of(session, NamingRefused)
    assert told.why == why
    assert set(told.person_ids) == {one.who.person_id, other.who.person_id}
    assert await _of(session, PartnershipProposed) == []


async def test_nobody_is_told_that_a_block_keeps_two_apart(session, world):
    cohort = await world.cohort()
    one, other = await world.teacher("TR"), await world.teacher("IT")
    session.add(
        Block(person_id=one.who.person_id, blocked_id=other.who.person_id, blocked_at=clock.now())
    )
    await session.flush()
    await world.joins(one, cohort, with_person_email=other.email)
    await world.joins(other, cohort, with_person_email=one.email)
    assert await _of(session, NamingRefused) == []


async def test_a_reason_for_leaving_reaches_the_staff_of_the_cohort_alone(session, world):
    ada, can, partnership = await _pair(world)
    await leave_partnership(session, ada.who, partnership.id, "We move house.")
    (left,) = await _of(session, EnrolmentLeft)
    assert (left.person_id, left.how) == (ada.who.person_id, "left")
    (given,) = await _of(session, ReasonGiven)
    assert set(given.person_ids) == {ada.who.person_id, can.who.person_id}
    tutor = principal(None, Grant(Role.TUTOR, partnership.cohort_id))
    (read,) = (await reasons_in(session, tutor, partnership.cohort_id, None)).items
    assert (read.reason, read.kind) == ("We move house.", "left")
    assert (await reasons_in(session, can.who, partnership.cohort_id, None)).items == []


async def test_staff_read_whatever_a_teacher_wrote_as_a_reason(session, world):
    ada, _can, partnership = await _pair(world)
    await leave_partnership(session, ada.who, partnership.id, "silent")
    tutor = principal(None, Grant(Role.TUTOR, partnership.cohort_id))
    (read,) = (await reasons_in(session, tutor, partnership.cohort_id, None)).items
    assert read.reason == "silent"


async def test_leaving_without_a_word_tells_staff_of_no_reason(session, world):
    ada, _can, partnership = await _pair(world)
    await leave_partnership(session, ada.who, partnership.id, "  ")
    assert await _of(session, ReasonGiven) == []


@pytest.mark.parametrize(("country", "told"), [("PL", 1), ("TR", 0)])
async def test_partners_hear_when_a_class_moves_to_another_country_and_not_within_one(
    session, world, country, told
):
    ada, can, _partnership = await _pair(world)
    there = await world.school_of(await world.teacher(country))
    await session.flush()
    group = (
        await session.scalars(select(SchoolClass).where(SchoolClass.person_id == ada.who.person_id))
    ).one()
    fields = {name: getattr(group, name) for name in ClassIn.model_fields if hasattr(group, name)}
    await change_class(
        session, ada.who, group.id, ClassIn.model_validate({**fields, "school_id": there})
    )
    moved = await _of(session, ClassMoved)
    assert [one.person_ids for one in moved] == [(can.who.person_id,)] * told


async def _pair(world):
    partnership, ((ada, _), (can, _)) = await world.paired(await world.cohort(), "TR", "IT")
    return ada, can, partnership
