"""Acts on a partnership: open it, confirm or object, leave, and end what nobody confirmed."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.model import Enrolment
from partnering.partnerships.admitting import conditions_of, require_admission, require_running
from partnering.partnerships.contact import settle_contact
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import HANDSHAKE, EndReason, Member, Origin, Partnership
from partnering.partnerships.queries import locked_for_member, with_members
from partnering.partnerships.why import why
from partnering.rescue.ending import end_case
from partnering.safety.queries import contact_frozen
from shared import clock
from shared.contracts.partings import ReasonGiven
from shared.contracts.partnering import (
    EnrolmentLeft,
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMembersChanged,
    PartnershipProposed,
)
from shared.http import Conflict, Principal
from shared.outbox import announce

AT_ONCE = 200
HowLeft = Literal["left", "handed_over", "put_out"]


async def open_partnership(
    session: AsyncSession,
    *,
    cohort_id: UUID,
    enrolment_ids: Sequence[UUID],
    origin: Origin,
    language: str,
    explanation: dict[str, Any] | None = None,
    run_id: UUID | None = None,
) -> Partnership:
    """Give free enrolments of one cohort a handshake of 72 hours.

    Locks the enrolments in the order of their ids, so that two callers never wait for each other,
    and refuses with a conflict when one of them is no longer free.
    """
    enrolments = await lock_enrolments(session, enrolment_ids)
    if len(enrolments) != len(enrolment_ids) or not 2 <= len(enrolments) <= 3:
        raise Conflict("partnership-size", "A partnership needs two or three classes.")
    if any(each.cohort_id != cohort_id for each in enrolments):
        raise Conflict("other-cohort", "All classes of a partnership belong to one cohort.")
    if any(each.status != "free" for each in enrolments):
        raise Conflict("enrolment-not-free", "This class already has a partner or has left.")
    person_ids = [each.person_id for each in enrolments]
    if len(set(person_ids)) != len(person_ids):
        raise Conflict("same-teacher", "Two classes of one teacher are never partners.")
    if await contact_frozen(session, *person_ids):
        raise Conflict("contact-frozen", "Contact is paused for one of you.")
    now = clock.now()
    by_id = {each.id: each for each in enrolments}
    partnership = Partnership(
        cohort_id=cohort_id,
        state="handshake",
        phase="partnering",
        origin=origin,
        language=language,
        reply_by=now + HANDSHAKE,
        created_at=now,
        explanation=explanation or await why(session, enrolment_ids),
        run_id=run_id,
        members=[
            Member(
                enrolment_id=one,
                person_id=by_id[one].person_id,
                position=position,
                seated=True,
                answer="waiting",
                joined_at=now,
            )
            for position, one in enumerate(enrolment_ids)
        ],
    )
    session.add(partnership)
    for each in enrolments:
        each.seat()
    await session.flush()
    await announce(session, proposed(partnership))
    return partnership


async def confirm_partnership(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> Partnership:
    """Say yes in the handshake. The last yes makes it final. The rules are asked once more."""
    await require_running(session, partnership_id, member=who.person_id)
    partnership = await locked_for_member(session, who, partnership_id)
    _still_open_for_answers(partnership)
    if await contact_frozen(session, *partnership.person_ids):
        raise Conflict("contact-frozen", "Contact is paused for one of you.")
    await require_admission(
        session,
        [member.enrolment_id for member in partnership.present],
        await conditions_of(session, partnership),
        chosen=partnership.origin == "registered_together",
    )
    seat = partnership.seat_of(who.person_id)
    assert seat is not None
    seat.answer, seat.answered_at = "confirmed", clock.now()
    if partnership.everybody_confirmed():
        partnership.confirm(clock.now())
        await session.flush()
        await announce(session, await confirmed(session, partnership, who.person_id))
    return partnership


async def object_to_partnership(
    session: AsyncSession, who: Principal, partnership_id: UUID, reason: str
) -> Partnership:
    """Say no in the handshake. Everybody is free again, and nobody pays for it."""
    partnership = await locked_for_member(session, who, partnership_id)
    _still_open_for_answers(partnership)
    seat = partnership.seat_of(who.person_id)
    assert seat is not None
    seat.answer, seat.answered_at, seat.reason = "objected", clock.now(), reason
    await tell_reason(session, partnership, reason)
    await dissolve(session, partnership, "objected", ended_by=who.person_id)
    return partnership


async def tell_reason(session: AsyncSession, partnership: Partnership, reason: str) -> None:
    """Staff hear that somebody who goes wrote why. Asked while they still hold their seat."""
    if reason.strip():
        await announce(
            session,
            ReasonGiven(
                partnership_id=partnership.id,
                cohort_id=partnership.cohort_id,
                person_ids=partnership.person_ids,
            ),
        )


async def expire_handshakes(session: AsyncSession) -> int:
    """End handshakes that somebody left unanswered; everybody returns to the pool."""
    due = await session.scalars(
        with_members()
        .where(Partnership.state == "handshake", Partnership.reply_by <= clock.now())
        .order_by(Partnership.reply_by)
        .limit(AT_ONCE)
        .with_for_update(of=Partnership, skip_locked=True)
    )
    ended = due.all()
    for partnership in ended:
        await dissolve(session, partnership, "handshake_expired")
    return len(ended)


async def dissolve(
    session: AsyncSession,
    partnership: Partnership,
    reason: EndReason,
    *,
    ended_by: UUID | None = None,
) -> None:
    """End a locked partnership and set those who held a seat free again."""
    person_ids = partnership.person_ids
    freed = partnership.dissolve(reason, clock.now())
    for enrolment in await lock_enrolments(session, [member.enrolment_id for member in freed]):
        enrolment.status = "free"
    await end_case(session, partnership.id)
    await session.flush()
    await announce(
        session,
        PartnershipDissolved(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=person_ids,
            reason=reason,
            ended_by=ended_by,
        ),
    )


async def give_up_seats(
    session: AsyncSession,
    partnership: Partnership,
    members: Iterable[Member],
    reason: str = "",
    how: HowLeft = "left",
) -> None:
    """Some members of a locked partnership go, and their enrolments leave the cohort."""
    now = clock.now()
    going = list(members)
    for member in going:
        member.stand_up(now)
        member.reason = reason
    await session.flush()
    for enrolment in await lock_enrolments(session, [member.enrolment_id for member in going]):
        enrolment.status, enrolment.left_at = "left", now
        await announce(
            session,
            EnrolmentLeft(
                enrolment_id=enrolment.id,
                cohort_id=enrolment.cohort_id,
                person_id=enrolment.person_id,
                how=how,
            ),
        )
    await settle_contact(session, partnership)


async def members_changed(
    session: AsyncSession,
    partnership: Partnership,
    *,
    joined: Iterable[UUID] = (),
    left: Iterable[UUID] = (),
) -> PartnershipMembersChanged:
    facts = await facts_of(session, [member.enrolment_id for member in partnership.present])
    return PartnershipMembersChanged(
        partnership_id=partnership.id,
        cohort_id=partnership.cohort_id,
        members=tuple(facts[each.enrolment_id].announced() for each in partnership.present),
        joined_person_ids=tuple(joined),
        left_person_ids=tuple(left),
    )


async def confirmed(
    session: AsyncSession, partnership: Partnership, by: UUID
) -> PartnershipConfirmed:
    """The fact that everybody said yes, with what other services need to know of the members."""
    facts = await facts_of(session, [member.enrolment_id for member in partnership.present])
    return PartnershipConfirmed.model_validate(
        {
            "partnership_id": partnership.id,
            "cohort_id": partnership.cohort_id,
            "origin": partnership.origin,
            "language": partnership.language,
            "confirmed_by": by,
            "members": tuple(facts[each.enrolment_id].announced() for each in partnership.present),
        }
    )


def proposed(partnership: Partnership) -> PartnershipProposed:
    """The fact that a handshake began."""
    return PartnershipProposed.model_validate(
        {
            "partnership_id": partnership.id,
            "cohort_id": partnership.cohort_id,
            "person_ids": partnership.person_ids,
            "origin": partnership.origin,
            "reply_by": partnership.reply_by,
        }
    )


async def lock_enrolments(
    session: AsyncSession, enrolment_ids: Sequence[UUID]
) -> Sequence[Enrolment]:
    """The rows, locked in the order of their ids."""
    found = await session.scalars(
        select(Enrolment)
        .where(Enrolment.id.in_(enrolment_ids))
        .order_by(Enrolment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


def _still_open_for_answers(partnership: Partnership) -> None:
    if partnership.state != "handshake" or clock.now() >= partnership.reply_by:
        raise Conflict("handshake-over", "This handshake is over; nothing is left to answer.")
