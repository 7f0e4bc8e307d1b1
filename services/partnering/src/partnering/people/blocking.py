"""Blocking somebody and taking it back: contact ends, nobody is told, nobody loses work."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.queries import seen_owner
from partnering.invitations.closing import end_contact
from partnering.partnerships.actions import dissolve
from partnering.partnerships.contact import settle_contact_of
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.people.model import Block, Person
from partnering.rescue.cases import drop_proposals_with
from partnering.rescue.parting import follow_contact_between
from partnering.safety.limits import count_act
from shared import clock
from shared.contracts.contact import ContactBlocked, ContactUnblocked
from shared.http import Invalid, Principal
from shared.outbox import announce


async def block_person(session: AsyncSession, who: Principal, enrolment_id: UUID) -> UUID:
    """No words pass between the two any more, and they can never be matched.

    An open handshake of theirs ends. In a confirmed partnership contact is paused: both keep their
    seat and all work, reminders rest, and staff get a case in which they may part them. Returns the id of the
    card that was blocked: names may be hidden from the blocker, so no other id is given.
    """
    person_id = await seen_owner(session, who, enrolment_id)
    if person_id == who.person_id:
        raise Invalid({"/enrolment_id": "is your own"})
    await count_act(session, who.person_id, "blocks")
    await _lock(session, who.person_id, person_id)
    now = clock.now()
    added = await session.scalar(
        insert(Block)
        .values(
            person_id=who.person_id,
            blocked_id=person_id,
            blocked_at=now,
            announced_at=now,
            enrolment_id=enrolment_id,
        )
        .on_conflict_do_nothing()
        .returning(Block.blocked_id)
    )
    if added is None:
        return enrolment_id
    await announce(session, ContactBlocked(person_id=who.person_id, blocked_id=person_id))
    await settle_contact_of(session, who.person_id)
    await follow_contact_between(session, who.person_id, person_id)
    await drop_proposals_with(session, who.person_id)
    await _end_handshakes(session, who.person_id, person_id)
    await end_contact(session, who.person_id, person_id, received="declined")
    return enrolment_id


async def unblock_person(session: AsyncSession, who: Principal, enrolment_id: UUID) -> None:
    """Take a block back, by a card of the person that was blocked."""
    owner = await session.scalar(
        select(Block.blocked_id).where(
            Block.person_id == who.person_id, Block.enrolment_id == enrolment_id
        )
    )
    if owner is None:
        return
    await _lock(session, who.person_id, owner)
    await session.execute(
        delete(Block).where(Block.person_id == who.person_id, Block.blocked_id == owner)
    )
    await announce(session, ContactUnblocked(person_id=who.person_id, blocked_id=owner))
    await settle_contact_of(session, who.person_id)
    await follow_contact_between(session, who.person_id, owner)


async def _lock(session: AsyncSession, *person_ids: UUID) -> None:
    await session.execute(
        select(Person.id)
        .where(Person.id.in_(person_ids))
        .order_by(Person.id)
        .with_for_update(key_share=True)
    )


async def _end_handshakes(session: AsyncSession, one: UUID, other: UUID) -> None:
    """It ends as if one of them had objected: that tells nobody who it was, nor why."""
    theirs = select(Member.partnership_id).where(Member.person_id == other, Member.seated.is_(True))
    found = await session.scalars(
        with_members()
        .join(Member)
        .where(
            Member.person_id == one,
            Member.seated.is_(True),
            Partnership.state == "handshake",
            Partnership.id.in_(theirs),
        )
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
    )
    for partnership in found.unique().all():
        await dissolve(session, partnership, "objected")
