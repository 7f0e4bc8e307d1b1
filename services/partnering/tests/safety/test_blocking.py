"""Blocking and freezing inside and outside a partnership: contact ends, and nobody loses work."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partnering.invitations.actions import send_invitation
from partnering.invitations.queries import my_invitations
from partnering.invitations.schemas import InvitationRequest
from partnering.partnerships.actions import open_partnership
from partnering.partnerships.leaving import leave_partnership
from partnering.partnerships.queries import partnership_for
from partnering.partnerships.views import full, summaries
from partnering.people.blocking import block_person, unblock_person
from partnering.people.queries import my_blocks
from partnering.rescue.cases import open_case, propose
from partnering.rescue.model import RescueCase
from partnering.room.actions import post_message
from partnering.room.queries import messages
from partnering.safety.actions import delete_counted_days, freeze_contact, release_contact
from partnering.safety.contact import may_contact
from partnering.safety.model import ContactDay
from partnering.settings import daily_limits
from shared import clock
from shared.contracts.contact import (
    ContactBlocked,
    ContactUnblocked,
    PartnershipContactPaused,
    PartnershipContactResumed,
)
from shared.contracts.partnering import (
    InvitationClosed,
)
from shared.http import Conflict, Problem, Role
from shared.testing import announced, principal

OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)


async def _told(session, kind):
    return [one for one in await announced(session) if isinstance(one, kind)]


async def _invites(session, sender, one, other):
    return await send_invitation(
        session,
        sender.who,
        InvitationRequest(from_enrolment_id=one.id, to_enrolment_id=other.id, message="Hi"),
    )


async def test_blocking_a_partner_ends_contact_and_keeps_seats_and_work(session, world):
    partnership, ((ana, _), (ben, bens)) = await world.paired(await world.cohort())
    await post_message(session, ben.who, partnership.id, "Answer me")
    await block_person(session, ana.who, bens.id)
    for one in (ana, ben):
        with pytest.raises(Conflict, match="contact-blocked"):
            await post_message(session, one.who, partnership.id, "Hello?")
        kept = await messages(session, one.who, partnership.id, None, 10)
        assert [each.text for each in kept.items] == ["Answer me"]
        seen = await full(session, one.who, await partnership_for(session, one.who, partnership.id))
        assert (seen.contact_paused, seen.state) == (True, "confirmed")
        (listed,) = await summaries(session, one.who, [partnership])
        assert listed.contact_paused
    assert len(partnership.present) == 2
    (paused,) = await _told(session, PartnershipContactPaused)
    assert set(paused.person_ids) == {ana.who.person_id, ben.who.person_id}
    assert len(await _told(session, ContactBlocked)) == 1


async def test_taking_a_block_back_opens_the_room_again(session, world):
    partnership, ((ana, _), (ben, bens)) = await world.paired(await world.cohort())
    await block_person(session, ana.who, bens.id)
    await block_person(session, ana.who, bens.id)
    await unblock_person(session, ana.who, bens.id)
    await unblock_person(session, ana.who, bens.id)
    await post_message(session, ben.who, partnership.id, "Thank you")
    assert len(await _told(session, ContactBlocked)) == 1
    assert len(await _told(session, ContactUnblocked)) == 1
    assert len(await _told(session, PartnershipContactResumed)) == 1


async def test_a_block_of_both_ends_only_when_both_take_it_back(session, world):
    partnership, ((ana, anas), (ben, bens)) = await world.paired(await world.cohort())
    await block_person(session, ana.who, bens.id)
    await block_person(session, ben.who, anas.id)
    await unblock_person(session, ana.who, bens.id)
    with pytest.raises(Conflict, match="contact-blocked"):
        await post_message(session, ana.who, partnership.id, "Hello?")
    assert await _told(session, PartnershipContactResumed) == []


async def test_in_a_trio_the_third_still_writes_to_both(session, world):
    partnership, people = await world.paired(await world.cohort(), "TR", "IT", "PL")
    await block_person(session, people[0][0].who, people[1][1].id)
    await post_message(session, people[2][0].who, partnership.id, "Let us stay calm")
    with pytest.raises(Conflict, match="contact-blocked"):
        await post_message(session, people[1][0].who, partnership.id, "No")


async def test_contact_resumes_for_those_who_stay_when_the_blocked_one_leaves(session, world):
    partnership, people = await world.paired(await world.cohort(), "TR", "IT", "PL")
    await block_person(session, people[0][0].who, people[1][1].id)
    await leave_partnership(session, people[1][0].who, partnership.id, "")
    assert partnership.contact_paused_at is None
    await post_message(session, people[0][0].who, partnership.id, "We go on")
    assert len(await _told(session, PartnershipContactResumed)) == 1


async def test_nobody_is_told_of_contact_when_a_pair_parts_during_a_block(session, world):
    partnership, people = await world.paired(await world.cohort(), "TR", "IT")
    await block_person(session, people[0][0].who, people[1][1].id)
    await leave_partnership(session, people[0][0].who, partnership.id, "")
    assert all(not one.person_ids for one in await _told(session, PartnershipContactResumed))


async def test_a_block_in_the_handshake_ends_it_as_any_objection_would(session, world):
    cohort = await world.cohort()
    ana, anas = await world.enrolled(cohort, "TR")
    _, bens = await world.enrolled(cohort, "IT")
    partnership = await open_partnership(
        session,
        cohort_id=cohort.id,
        enrolment_ids=[anas.id, bens.id],
        origin="run",
        language="en",
    )
    await block_person(session, ana.who, bens.id)
    assert (partnership.state, partnership.end_reason) == ("dissolved", "objected")


@pytest.mark.parametrize(("blocker", "outcome"), [("sender", "withdrawn"), ("reader", "declined")])
async def test_a_block_ends_the_open_invitation_between_the_two(session, world, blocker, outcome):
    cohort = await world.cohort()
    ana, anas = await world.enrolled(cohort, "TR")
    ben, bens = await world.enrolled(cohort, "IT")
    eva, evas = await world.enrolled(cohort, "ES")
    await _invites(session, ana, anas, bens)
    await _invites(session, eva, evas, bens)
    if blocker == "sender":
        await block_person(session, ana.who, bens.id)
    else:
        await block_person(session, ben.who, anas.id)
    (closed,) = await _told(session, InvitationClosed)
    assert (closed.from_person_id, closed.outcome) == (ana.who.person_id, outcome)
    waiting = await my_invitations(session, ben.who, "received", None, 10)
    assert [one.status for one in waiting.items] == ["open", outcome]


async def test_freezing_ends_what_waits_and_pauses_what_is_confirmed(session, world):
    cohort = await world.cohort()
    partnership, ((ana, _), (ben, _)) = await world.paired(cohort)
    second = await world.teacher("TR")
    anas = await world.joins(second, cohort)
    cem, cems = await world.enrolled(cohort, "ES")
    await _invites(session, cem, cems, anas)
    await freeze_contact(session, OFFICER, second.who.person_id, "look")
    (closed,) = await _told(session, InvitationClosed)
    assert (closed.from_person_id, closed.outcome) == (cem.who.person_id, "expired")
    await freeze_contact(session, OFFICER, ana.who.person_id, "look")
    assert partnership.contact_paused_at is not None
    with pytest.raises(Conflict, match="contact-frozen"):
        await post_message(session, ben.who, partnership.id, "Hello?")
    await release_contact(session, OFFICER, ana.who.person_id)
    await post_message(session, ben.who, partnership.id, "Hello")
    assert len(await _told(session, PartnershipContactPaused)) == 1
    assert len(await _told(session, PartnershipContactResumed)) == 1


async def test_a_repair_never_proposes_the_frozen(session, world):
    cohort = await world.cohort()
    partnership, ((ana, _), (ben, _)) = await world.paired(cohort)
    spare, _ = await world.enrolled(cohort, "ES")
    await open_case(session, partnership, [ana.who.person_id], [ben.who.person_id])
    case = (await session.scalars(select(RescueCase))).one()
    assert case.proposal is not None
    await freeze_contact(session, OFFICER, spare.who.person_id, "look")
    assert case.proposal is None
    await propose(session, case)
    assert case.proposal is None
    await release_contact(session, OFFICER, spare.who.person_id)
    await freeze_contact(session, OFFICER, ana.who.person_id, "look")
    await propose(session, case)
    assert case.proposal is None


async def test_after_release_a_partner_named_earlier_is_told(session, world):
    cohort = await world.cohort()
    ana, ben = await world.teacher("TR"), await world.teacher("IT")
    await freeze_contact(session, OFFICER, ana.who.person_id, "look")
    await world.joins(ana, cohort, with_person_email=ben.email)
    await world.joins(ben, cohort, with_person_email=ana.email)
    kinds = {one.type for one in await announced(session)}
    assert "partnering.partnership.proposed.v1" not in kinds
    await release_contact(session, OFFICER, ana.who.person_id)
    kinds = {one.type for one in await announced(session)}
    assert "partnering.partnership.proposed.v1" in kinds


async def test_a_day_has_a_limit_and_the_next_day_begins_anew(session, world, monkeypatch):
    ana, ben = await world.teacher("TR"), await world.teacher("IT")
    monkeypatch.setattr(daily_limits(), "words_to_others_a_day", 3)
    for _ in range(3):
        await may_contact(session, ana.who, [ben.who.person_id], words="others")
    await may_contact(session, ana.who, [ben.who.person_id], words="partners")
    await may_contact(session, ana.who, [ben.who.person_id])
    with pytest.raises(Problem, match="contact-limit") as refused:
        await may_contact(session, ana.who, [ben.who.person_id], words="others")
    assert refused.value.status == 429
    assert 0 < int(refused.value.headers["Retry-After"]) <= 86_400
    await may_contact(session, ben.who, [ana.who.person_id], words="others")
    with clock.travelled(timedelta(days=1)):
        await may_contact(session, ana.who, [ben.who.person_id], words="others")
        assert await delete_counted_days(session) >= 3
        assert len((await session.scalars(ContactDay.__table__.select())).all()) == 1


async def test_an_anonymised_card_stays_anonymous_when_it_is_blocked(session, world):
    cohort = await world.cohort()
    ana, _ = await world.enrolled(cohort, "TR", verified=False)
    ben, bens = await world.enrolled(cohort, "IT", name="Benedetta")
    assert await block_person(session, ana.who, bens.id) == bens.id
    (blocked,) = await my_blocks(session, ana.who)
    assert (blocked.enrolment_id, blocked.name, blocked.country) == (bens.id, None, "IT")
    assert str(ben.who.person_id) not in blocked.model_dump_json()
    (known,) = await my_blocks(session, principal(ana.who.person_id))
    assert known.name == "Benedetta"
