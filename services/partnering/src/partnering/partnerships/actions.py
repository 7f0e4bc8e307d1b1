"""Acts on a partnership: open it, confirm or object, leave, and end what nobody confirmed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.model import Enrolment
from partnering.partnerships.model import (
    HANDSHAKE,
    EndReason,
    Member,
    Origin,
    Partnership,
)
from partnering.safety.queries import contact_frozen
from shared import clock
from shared.contracts.partnering import PartnershipDissolved, PartnershipProposed
from shared.http import Conflict, Invalid
from shared.outbox import announce


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
    if len(enrolments) != len(set(enrolment_ids)) or not 2 <= len(enrolments) <= 3:
        raise Invalid("A partnership needs two or three enrolments.")
    if any(each.cohort_id != cohort_id for each in enrolments):
        raise Invalid("All enrolments of a partnership belong to one cohort.")
    if any(each.status != "free" for each in enrolments):
        raise Conflict("enrolment-not-free", "One of you already has a partner.")
    person_ids = [each.person_id for each in enrolments]
    if len(set(person_ids)) != len(person_ids):
        raise Invalid("Two classes of one teacher are never partners.")
    if await contact_frozen(session, *person_ids):
        raise Conflict("contact-frozen", "Contact is paused for one of you.")
    now = clock.now()
    partnership = Partnership(
        cohort_id=cohort_id,
        origin=origin,
        language=language,
        reply_by=now + HANDSHAKE,
        created_at=now,
        explanation=explanation or {},
        run_id=run_id,
        members=[
            Member(enrolment_id=each.id, person_id=each.person_id, position=position, joined_at=now)
            for position, each in enumerate(_as_asked(enrolments, enrolment_ids))
        ],
    )
    session.add(partnership)
    for each in enrolments:
        each.status = "partnered"
    await session.flush()
    await announce(session, proposed(partnership))
    return partnership


async def lock_enrolments(session: AsyncSession, enrolment_ids: Sequence[UUID]) -> list[Enrolment]:
    """The rows, locked in the order of their ids."""
    found = await session.scalars(
        select(Enrolment)
        .where(Enrolment.id.in_(list(enrolment_ids)))
        .order_by(Enrolment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(found)


async def dissolve(session: AsyncSession, partnership: Partnership, reason: EndReason) -> None:
    """End a locked partnership and set its members free again."""
    person_ids = partnership.person_ids
    freed = partnership.dissolve(reason, clock.now())
    for enrolment in await lock_enrolments(session, [member.enrolment_id for member in freed]):
        enrolment.status = "free"
    await session.flush()
    await announce(
        session,
        PartnershipDissolved(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=person_ids,
            reason=reason,
        ),
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


def _as_asked(enrolments: Sequence[Enrolment], ids: Sequence[UUID]) -> list[Enrolment]:
    by_id = {each.id: each for each in enrolments}
    return [by_id[one] for one in ids]
