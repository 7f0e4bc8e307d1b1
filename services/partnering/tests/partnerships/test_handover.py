"""Moving to another school: keep the class, hand the seat to a colleague, or leave."""

from datetime import timedelta

import pytest

from partnering.classes.actions import add_class, change_class
from partnering.classes.queries import my_class
from partnering.classes.schemas import ClassIn
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.handover import actions, queries
from partnering.handover.schemas import SeatOfferIn
from partnering.people.blocking import block_person
from partnering.people.model import Block
from partnering.room.actions import post_message
from partnering.room.queries import messages
from partnering.schools.actions import add_school
from partnering.schools.schemas import NewSchool
from shared import clock
from shared.contracts.handover import (
    SeatOfferClosed,
    SeatOffered,
    SeatTaken,
)
from shared.contracts.partnering import (
    PartnershipMembersChanged,
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
    fields = mine.model_dump(exclude={"id", "version", "school", "updated_at"}, by_alias=True)
    return ClassIn.model_validate({**fields, "school_id": school.id})


async def test_a_colleague_takes_the_seat_once_the_partner_agrees_and_all_work_stays(
    session, world, pair
):
    partnership, people = pair
    goes, stays = people[0][0], people[1][0]
    await post_message(session, goes.who, partnership.id, "Our river is full of fish")
    colleague = await world.colleague(goes)
    offer = await _offer(session, partnership, goes.who, colleague.email.upper())
    shown = await queries.my_offer(session, colleague.who, offer.id)
    assert (shown.mine, shown.email, shown.partners) == (False, "", ["Teacher 2"])
    await actions.take_seat(session, colleague.who, offer.id)
    assert set(partnership.person_ids) == {goes.who.person_id, stays.who.person_id}
    asked = (await announced(session))[-1]
    assert isinstance(asked, SeatTaken)
    assert (asked.to_person_id, asked.person_ids) == (
        colleague.who.person_id,
        (stays.who.person_id,),
    )
    (to_agree,) = await queries.my_offers(session, stays.who)
    assert (to_agree.colleague, to_agree.you_agree, to_agree.words) == ("Teacher 3", True, "")
    await actions.agree_to_colleague(session, stays.who, offer.id)
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


async def test_a_partner_who_does_not_agree_keeps_everything_as_it_was(session, world, pair):
    partnership, people = pair
    goes, stays = people[0][0], people[1][0]
    colleague = await world.colleague(goes)
    offer = await _offer(session, partnership, goes.who, colleague.email)
    with pytest.raises(NotFound):
        await actions.agree_to_colleague(session, stays.who, offer.id)
    await actions.take_seat(session, colleague.who, offer.id)
    for other in (colleague.who, goes.who):
        with pytest.raises(NotFound):
            await actions.agree_to_colleague(session, other, offer.id)
    await actions.refuse_colleague(session, stays.who, offer.id)
    assert partnership.seat_of(goes.who.person_id) is not None
    closed = (await announced(session))[-1]
    assert (closed.outcome, closed.to_person_id) == ("refused", colleague.who.person_id)


async def test_in_a_trio_both_partners_agree_before_the_seat_changes_hands(session, world):
    partnership, people = await world.paired(await world.cohort(), "TR", "IT", "PL")
    colleague = await world.colleague(people[0][0])
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    await actions.take_seat(session, colleague.who, offer.id)
    await actions.agree_to_colleague(session, people[1][0].who, offer.id)
    await actions.agree_to_colleague(session, people[1][0].who, offer.id)
    assert partnership.seat_of(colleague.who.person_id) is None
    await actions.agree_to_colleague(session, people[2][0].who, offer.id)
    assert partnership.seat_of(colleague.who.person_id) is not None


async def test_the_seat_stays_when_contact_ends_before_the_last_partner_agrees(session, world):
    partnership, people = await world.paired(await world.cohort(), "TR", "IT", "PL")
    colleague = await world.colleague(people[0][0])
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    await actions.take_seat(session, colleague.who, offer.id)
    await actions.agree_to_colleague(session, people[1][0].who, offer.id)
    session.add(
        Block(
            person_id=people[1][0].who.person_id,
            blocked_id=colleague.who.person_id,
            blocked_at=clock.now(),
        )
    )
    await session.flush()
    with pytest.raises(Conflict, match="offer-over"):
        await actions.agree_to_colleague(session, people[2][0].who, offer.id)


async def test_an_offer_is_seen_only_by_who_made_it_and_whose_address_it_names(
    session, world, pair
):
    partnership, people = pair
    colleague = await world.colleague(people[0][0])
    stranger = await world.colleague(people[0][0])
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


async def test_a_seat_goes_only_to_a_teacher_of_the_same_school(session, world, pair):
    partnership, people = pair
    elsewhere = await world.teacher("TR")
    offer = await _offer(session, partnership, people[0][0].who, elsewhere.email)
    assert await queries.my_offers(session, elsewhere.who) == []
    with pytest.raises(NotFound):
        await actions.take_seat(session, elsewhere.who, offer.id)
    assert not [one for one in await announced(session) if isinstance(one, SeatOffered)]
    mine = await my_class(session, elsewhere.who, elsewhere.class_id)
    fields = mine.model_dump(exclude={"id", "version", "school", "updated_at"}, by_alias=True)
    school_id = await world.school_of(people[0][0])
    moved = ClassIn.model_validate({**fields, "school_id": school_id})
    await change_class(session, elsewhere.who, elsewhere.class_id, moved)
    (told,) = [one for one in await announced(session) if isinstance(one, SeatOffered)]
    assert told.to_person_id == elsewhere.who.person_id


async def test_a_colleague_who_is_not_verified_yet_hears_of_it_when_they_are(session, world, pair):
    partnership, people = pair
    colleague = await world.colleague(people[0][0], verified=False)
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    assert await queries.my_offers(session, colleague.who) == []
    with pytest.raises(Forbidden):
        await actions.take_seat(session, colleague.who, offer.id)
    assert not [one for one in await announced(session) if isinstance(one, SeatOffered)]
    object.__setattr__(colleague.who, "verified", True)
    await world.person(colleague.who, "TR", "Deniz", colleague.email)
    (told,) = [one for one in await announced(session) if isinstance(one, SeatOffered)]
    assert told.to_person_id == colleague.who.person_id


async def test_a_seat_is_not_taken_against_a_block_or_by_a_member(session, world):
    cohort = await world.cohort()
    partnership, people = await world.paired(cohort, "TR", "IT", "PL")
    goes, member = people[0][0], people[1][0]
    fields = {"name": "7C", "subjects": ["science"], "size": 20}
    ages = {"pupils_age_from": 11, "pupils_age_to": 12}
    there = ClassIn.model_validate({**fields, **ages, "school_id": await world.school_of(goes)})
    await add_class(session, member.who, there)
    offer = await _offer(session, partnership, goes.who, member.email)
    with pytest.raises(Conflict, match="same-teacher"):
        await actions.take_seat(session, member.who, offer.id)
    await actions.withdraw_offer(session, goes.who, offer.id)
    colleague = await world.colleague(goes)
    await world.joins(colleague, cohort)
    await block_person(session, colleague.who, people[1][1].id)
    offer = await _offer(session, partnership, goes.who, colleague.email)
    with pytest.raises(Conflict, match="contact-blocked"):
        await actions.take_seat(session, colleague.who, offer.id)


async def test_an_offer_is_hidden_from_a_colleague_who_blocked_its_author(session, world, pair):
    partnership, people = pair
    colleague = await world.colleague(people[0][0])
    offer = await _offer(session, partnership, people[0][0].who, colleague.email)
    await world.joins(colleague, await session.get_one(Cohort, people[0][1].cohort_id))
    await block_person(session, colleague.who, people[0][1].id)
    assert await queries.my_offers(session, colleague.who) == []
    with pytest.raises(NotFound):
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
