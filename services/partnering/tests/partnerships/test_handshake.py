"""Seventy-two hours in which a new partnership confirms itself, or costs nobody anything."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partnering.partnerships.actions import (
    confirm_partnership,
    expire_handshakes,
    object_to_partnership,
    open_partnership,
)
from partnering.partnerships.leaving import leave_partnership
from partnering.partnerships.model import Partnership
from partnering.rescue.model import RescueCase
from shared import clock
from shared.contracts.partnering import (
    EnrolmentLeft,
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMembersChanged,
    PartnershipProposed,
)
from shared.http import Conflict, NotFound
from shared.testing import announced, principal


async def _opened(world, *countries: str):
    cohort = await world.cohort()
    people = [await world.enrolled(cohort, country) for country in countries]
    partnership = await open_partnership(
        world.session,
        cohort_id=cohort.id,
        enrolment_ids=[enrolment.id for _, enrolment in people],
        origin="run",
        language="en",
    )
    return partnership, [teacher for teacher, _ in people], [one for _, one in people]


async def _confirmed(world, *countries: str):
    partnership, teachers, enrolments = await _opened(world, *countries)
    for teacher in teachers:
        partnership = await confirm_partnership(world.session, teacher.who, partnership.id)
    return partnership, teachers, enrolments


async def _latest(world, kind):
    return [one for one in await announced(world.session) if isinstance(one, kind)][-1]


async def test_opening_seats_everybody_and_names_the_hour_until_when_to_answer(world):
    before = clock.now()
    partnership, teachers, enrolments = await _opened(world, "TR", "IT")
    assert partnership.state == "handshake"
    assert before + timedelta(hours=72) <= partnership.reply_by <= clock.now() + timedelta(hours=72)
    assert [one.status for one in enrolments] == ["partnered", "partnered"]
    event = await _latest(world, PartnershipProposed)
    assert set(event.person_ids) == {one.who.person_id for one in teachers}
    assert event.reply_by == partnership.reply_by


async def test_the_last_yes_makes_it_final_and_tells_countries_zones_and_calendars(world):
    partnership, teachers, _ = await _opened(world, "TR", "NP")
    await confirm_partnership(world.session, teachers[0].who, partnership.id)
    assert partnership.state == "handshake"
    await confirm_partnership(world.session, teachers[1].who, partnership.id)
    assert partnership.state == "confirmed"
    event = await _latest(world, PartnershipConfirmed)
    assert [(one.country, one.zone) for one in event.members] == [
        ("TR", "Europe/Istanbul"),
        ("NP", "Asia/Kathmandu"),
    ]
    assert [one.calendar_known for one in event.members] == [False, False]
    assert event.language == "en"


async def test_saying_yes_twice_changes_nothing(world):
    partnership, teachers, _ = await _opened(world, "TR", "IT")
    for _ in range(2):
        await confirm_partnership(world.session, teachers[0].who, partnership.id)
    assert partnership.state == "handshake"


async def test_one_objection_sets_everybody_free_again(world):
    partnership, teachers, enrolments = await _opened(world, "TR", "IT", "PL")
    await confirm_partnership(world.session, teachers[0].who, partnership.id)
    await object_to_partnership(world.session, teachers[1].who, partnership.id, "no time")
    assert partnership.state == "dissolved"
    assert [one.status for one in enrolments] == ["free"] * 3
    event = await _latest(world, PartnershipDissolved)
    assert event.reason == "objected"
    assert len(event.person_ids) == 3
    with pytest.raises(NotFound):
        await confirm_partnership(world.session, teachers[2].who, partnership.id)


async def test_a_missing_answer_after_72_hours_frees_both_and_they_may_be_matched_again(world):
    partnership, teachers, enrolments = await _opened(world, "TR", "IT")
    await confirm_partnership(world.session, teachers[0].who, partnership.id)
    with clock.travelled(timedelta(hours=71)):
        assert await expire_handshakes(world.session) == 0
    with clock.travelled(timedelta(hours=72, seconds=1)):
        with pytest.raises(Conflict, match="handshake-over"):
            await confirm_partnership(world.session, teachers[1].who, partnership.id)
        assert await expire_handshakes(world.session) == 1
        assert await expire_handshakes(world.session) == 0
        again = await open_partnership(
            world.session,
            cohort_id=partnership.cohort_id,
            enrolment_ids=[one.id for one in enrolments],
            origin="run",
            language="en",
        )
    assert (await _latest(world, PartnershipProposed)).partnership_id == again.id
    old = await world.session.get_one(Partnership, partnership.id)
    assert (old.state, old.end_reason) == ("dissolved", "handshake_expired")


async def test_a_class_that_is_taken_cannot_be_seated_a_second_time(world):
    partnership, _, enrolments = await _opened(world, "TR", "IT")
    cohort_id = partnership.cohort_id
    other = await world.cohort(slug="other")
    _, stranger = await world.enrolled(other, "PL")
    for ids, slug in (
        ([enrolments[0].id, enrolments[1].id], "enrolment-not-free"),
        ([enrolments[0].id, stranger.id], "other-cohort"),
        ([enrolments[0].id], "partnership-size"),
        ([enrolments[0].id, enrolments[0].id], "partnership-size"),
    ):
        with pytest.raises(Conflict) as refused:
            await open_partnership(
                world.session,
                cohort_id=cohort_id,
                enrolment_ids=ids,
                origin="run",
                language="en",
            )
        assert refused.value.slug == slug


async def test_a_stranger_cannot_answer_for_others(world):
    partnership, _, _ = await _opened(world, "TR", "IT")
    for act in (
        confirm_partnership(world.session, principal(), partnership.id),
        object_to_partnership(world.session, principal(), partnership.id, ""),
        leave_partnership(world.session, principal(), partnership.id, ""),
    ):
        with pytest.raises(NotFound):
            await act


async def test_a_trio_that_still_spans_two_countries_goes_on_when_one_leaves(world):
    partnership, teachers, enrolments = await _confirmed(world, "TR", "IT", "TR")
    await leave_partnership(world.session, teachers[0].who, partnership.id, "new job")
    assert partnership.state == "confirmed"
    assert [one.status for one in enrolments] == ["left", "partnered", "partnered"]
    event = await _latest(world, PartnershipMembersChanged)
    assert event.left_person_ids == (teachers[0].who.person_id,)
    assert [one.country for one in event.members] == ["IT", "TR"]
    assert (await _latest(world, EnrolmentLeft)).enrolment_id == enrolments[0].id


async def test_a_trio_left_within_one_country_is_free_again(world):
    partnership, teachers, enrolments = await _confirmed(world, "TR", "IT", "TR")
    await leave_partnership(world.session, teachers[1].who, partnership.id, "")
    assert partnership.state == "dissolved"
    assert [one.status for one in enrolments] == ["free", "left", "free"]
    assert (await _latest(world, PartnershipDissolved)).reason == "left"


async def test_in_the_course_those_who_stay_keep_their_room_and_staff_see_a_rescue(world):
    partnership, teachers, enrolments = await _confirmed(world, "TR", "IT")
    partnership.phase = "course"
    await leave_partnership(world.session, teachers[0].who, partnership.id, "")
    assert partnership.state == "confirmed"
    assert [one.status for one in enrolments] == ["left", "partnered"]
    case = (await world.session.scalars(select(RescueCase))).one()
    assert case.waiting_person_ids == [teachers[1].who.person_id]


async def test_during_the_handshake_one_objects_instead_of_leaving(world):
    partnership, teachers, _ = await _opened(world, "TR", "IT")
    with pytest.raises(Conflict, match="nothing-to-leave"):
        await leave_partnership(world.session, teachers[0].who, partnership.id, "")
