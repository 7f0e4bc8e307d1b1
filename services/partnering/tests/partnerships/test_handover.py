"""Moving to another school: keep the class, hand the seat to a colleague, or leave."""

from datetime import timedelta

import pytest

from partnering.classes.actions import change_class
from partnering.classes.queries import my_class
from partnering.classes.schemas import ClassIn
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.handover import actions, queries
from partnering.handover.schemas import SeatOfferIn
from partnering.people.actions import block_person
from partnering.room.actions import post_message
from partnering.room.queries import messages
from partnering.schools.actions import add_school
from partnering.schools.schemas import NewSchool
from shared import clock
from shared.contracts.partnering import (
    PartnershipMembersChanged,
    SeatOfferClosed,
    SeatOffered,
)
from shared.http import Conflict, Forbidden, NotFound
from shared.testing import announced


@pytest.fixture
async def pair(world):
    return await world.paired(await world.cohort())


async def _offer(session, partnership, who, email):
    return await actions.offer_seat(session, who, partnership.id, SeatOfferIn(email=email))


async def _moved(session, teacher, country, zone):
    """The class as it would be saved after moving to a school there."""
    mine = await my_class(session, teacher.who, teacher.class_id)
    school = await add_school(
        session,
        teacher.who,
        NewSchool(name="New School", place="There", country=country, zone=zone),
    )
    fields = mine.model_dump(exclude={"id", "school", "updated_at"}, by_alias=True)
    return ClassIn.model_validate({**fields, "school_id": school.id})


async def test_a_colleague_takes_the_seat_and_all_work_stays(session, world, pair):
    partnership, people = pair
    goes, stays = people[0][0], people[1][0]
    await post_message(session, goes.who, partnership.id, "Our river is full of fish")
    colleague = await world.teacher("TR")
    offer = await _offer(session, partnership, goes.who, colleague.email.upper())
    shown = await queries.my_offer(session, colleague.who, offer.id)
    assert (shown.mine, shown.email, shown.partners) == (False, "", ["Teacher 2"])
    await actions.take_seat(session, colleague.who, offer.id)
    assert set(partnership.person_ids) == {colleague.who.person_id, stays.who.person_id}
    kept = await messages(session, colleague.who, partnership.id, None, 10)
    assert [one.text for one in kept.items] == ["Our river is full of fish"]
    old = await session.get_one(Enrolment, people[0][1].id)
    assert old.status == "left"
    seat = partnership.seat_of(colleague.who.person_id)
    new = await session.get_one(Enrolment, seat.enrolment_id)
    taken = await my_class(session, colleague.who, new.class_id)
    assert (new.status, taken.school.country, taken.pupils_age_from) == ("partnered", "TR", 11)
    changed = [
        one for one in await announced(session) if isinstance(one, PartnershipMembersChanged)
    ]
    assert changed[-1].joined_person_ids == (colleague.who.person_id,)
    assert changed[-1].left_person_ids == (goes.who.person_id,)
    assert (await announced(session))[-1].outcome == "accepted"
    with pytest.raises(Conflict, match="already-answered"):
        await actions.take_seat(session, colleague.who, offer.id)


async def test_an_offer_is_seen_only_by_who_made_it_and_whose_address_it_names(
    session, world, pair
):
    partnership, people = pair
    colleague, stranger = await world.teacher("TR"), await world.teacher("TR")
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    assert (await queries.my_offer(session, people[0][0].who, offer.id)).email == colleague.email
    for who in (stranger.who, people[1][0].who):
        with pytest.raises(NotFound):
            await queries.my_offer(session, who, offer.id)
        with pytest.raises(NotFound):
            await actions.take_seat(session, who, offer.id)
    with pytest.raises(Conflict, match="offer-already-open"):
        await _offer(session, partnership, people[0][0].who, stranger.email)
    await actions.withdraw_offer(session, people[0][0].who, offer.id)
    with pytest.raises(Conflict, match="already-answered"):
        await actions.take_seat(session, colleague.who, offer.id)


async def test_a_colleague_who_is_not_recognised_yet_hears_of_it_when_they_are(
    session, world, pair
):
    partnership, people = pair
    colleague = await world.teacher("TR", verified=False)
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    with pytest.raises(Forbidden):
        await actions.take_seat(session, colleague.who, offer.id)
    assert not [one for one in await announced(session) if isinstance(one, SeatOffered)]
    object.__setattr__(colleague.who, "verified", True)
    await world.person(colleague.who, "TR", "Deniz", colleague.email)
    (told,) = [one for one in await announced(session) if isinstance(one, SeatOffered)]
    assert told.to_person_id == colleague.who.person_id


async def test_a_seat_is_not_taken_against_a_block_or_by_a_member(session, world, pair):
    partnership, people = pair
    offer = await _offer(session, partnership, people[0][0].who, people[1][0].email)
    with pytest.raises(Conflict, match="same-teacher"):
        await actions.take_seat(session, people[1][0].who, offer.id)
    await actions.withdraw_offer(session, people[0][0].who, offer.id)
    colleague = await world.teacher("TR")
    cohort = await session.get_one(Cohort, people[0][1].cohort_id)
    await world.joins(colleague, cohort)
    await block_person(session, colleague.who, people[1][1].id)
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    with pytest.raises(Conflict, match="contact-blocked"):
        await actions.take_seat(session, colleague.who, offer.id)


async def test_an_offer_that_nobody_answers_ends_and_both_go_on(session, world, pair, monkeypatch):
    partnership, people = pair
    colleague = await world.teacher("TR")
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    later = clock.now() + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await actions.expire_offers(session) == 1
    assert offer.state == "expired"
    assert partnership.seat_of(people[0][0].who.person_id) is not None
    assert isinstance((await announced(session))[-1], SeatOfferClosed)


async def test_a_class_may_move_abroad_while_two_countries_stay_together(session, world, pair):
    _partnership, people = pair
    teacher = people[0][0]
    new = await _moved(session, teacher, "PL", "Europe/Warsaw")
    await change_class(session, teacher.who, teacher.class_id, new)
    changed = (await announced(session))[-1]
    assert isinstance(changed, PartnershipMembersChanged)
    assert {one.country for one in changed.members} == {"PL", "IT"}
    assert {one.zone for one in changed.members} == {"Europe/Warsaw", "Europe/Rome"}
    assert (changed.joined_person_ids, changed.left_person_ids) == ((), ())


async def test_a_class_does_not_move_into_the_country_of_its_only_partner(session, world, pair):
    _partnership, people = pair
    teacher = people[0][0]
    new = await _moved(session, teacher, "IT", "Europe/Rome")
    with pytest.raises(Conflict, match="class-is-partnered"):
        await change_class(session, teacher.who, teacher.class_id, new)
