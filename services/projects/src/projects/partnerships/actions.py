"""Keep partnerships and their members as `partnering` announces them; record contributions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.partnerships.model import Contribution, Member, Partnership
from projects.people.queries import is_erased
from shared import clock
from shared.contracts.accounts import PersonChanged
from shared.contracts.contact import (
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.course import CohortChanged
from shared.contracts.partnering import (
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMember,
    PartnershipMembersChanged,
)


async def keep_confirmed(session: AsyncSession, event: PartnershipConfirmed) -> None:
    """A partnership has confirmed itself: these are its members."""
    await _keep_members(session, event.partnership_id, event.cohort_id, event.members)


async def keep_members(session: AsyncSession, event: PartnershipMembersChanged) -> None:
    """Somebody left, joined or took over a seat. Whoever stays may have lost the last partner."""
    await _keep_members(session, event.partnership_id, event.cohort_id, event.members)
    stay = [member.person_id for member in event.members]
    await session.execute(
        update(Member)
        .where(Member.partnership_id == event.partnership_id, Member.person_id.not_in(stay))
        .where(Member.left_at.is_(None))
        .values(left_at=clock.now())
    )
    await look_at_partnership(session, event.partnership_id)


async def keep_dissolved(session: AsyncSession, event: PartnershipDissolved) -> None:
    """A partnership has ended. Its board stays with whoever wants to finish what they began."""
    await keep_partnership(session, event.partnership_id, event.cohort_id)
    await session.execute(
        update(Partnership)
        .where(Partnership.id == event.partnership_id)
        .values(dissolved_at=clock.now(), dissolved_reason=event.reason)
    )
    await look_at_partnership(session, event.partnership_id)


async def pause_contact(
    session: AsyncSession, event: PartnershipContactPaused | PartnershipContactStillPaused
) -> None:
    """Members cannot write to each other: nothing is asked of them until they can."""
    partnership = await keep_partnership(session, event.partnership_id, event.cohort_id)
    partnership.contact_paused_at = partnership.contact_paused_at or clock.now()


async def resume_contact(session: AsyncSession, event: PartnershipContactResumed) -> None:
    partnership = await keep_partnership(session, event.partnership_id, event.cohort_id)
    partnership.contact_paused_at = None


async def keep_first_heard_members(
    session: AsyncSession, partnership_id: UUID, cohort_id: UUID, person_ids: Sequence[UUID]
) -> None:
    """Members as `course` names them, for as long as `partnering` has not been heard."""
    partnership = await keep_partnership(session, partnership_id, cohort_id)
    if partnership.members_known or not person_ids:
        return
    rows = [
        {"partnership_id": partnership_id, "person_id": person}
        for person in person_ids
        if not await is_erased(session, person)
    ]
    if rows:
        await session.execute(insert(Member).values(rows).on_conflict_do_nothing())


async def contribute(
    session: AsyncSession, partnership_id: UUID, person_id: UUID, subject_id: UUID, at: datetime
) -> None:
    """The member carried this checkpoint, milestone or result. Doing it again counts once."""
    await session.execute(
        insert(Contribution)
        .values(
            partnership_id=partnership_id,
            person_id=person_id,
            subject_id=subject_id,
            contributed_at=at,
        )
        .on_conflict_do_nothing()
    )
    await look_at_partnership(session, partnership_id)


async def look_at_partnership(session: AsyncSession, partnership_id: UUID) -> None:
    """The tick shall see whether its members have earned a certificate."""
    await session.execute(
        update(Member).where(Member.partnership_id == partnership_id).values(certificate_check=True)
    )


async def look_at_person(session: AsyncSession, event: PersonChanged) -> None:
    """A first name may release a certificate."""
    await session.execute(
        update(Member).where(Member.person_id == event.person_id).values(certificate_check=True)
    )


async def look_at_closed(session: AsyncSession, event: CohortChanged) -> None:
    """The last day of a cohort earns certificates for a share."""
    if event.phase == "closed":
        await look_at_cohort(session, event.cohort_id)


async def look_at_partnerships(session: AsyncSession, partnership_ids: Sequence[UUID]) -> None:
    """The same for many, in one statement."""
    await session.execute(
        update(Member)
        .where(Member.partnership_id.in_(partnership_ids))
        .values(certificate_check=True)
        .execution_options(synchronize_session=False)
    )


async def look_at_cohort(session: AsyncSession, cohort_id: UUID) -> None:
    """The same for a whole cohort, in one statement."""
    partnerships = select(Partnership.id).where(Partnership.cohort_id == cohort_id)
    await session.execute(
        update(Member).where(Member.partnership_id.in_(partnerships)).values(certificate_check=True)
    )


async def keep_partnership(
    session: AsyncSession, partnership_id: UUID, cohort_id: UUID
) -> Partnership:
    await session.execute(
        insert(Partnership)
        .values(id=partnership_id, cohort_id=cohort_id, members_known=False, dissolved_reason="")
        .on_conflict_do_nothing()
    )
    partnership = await session.get(Partnership, partnership_id, with_for_update=True)
    assert partnership is not None
    return partnership


async def _keep_members(
    session: AsyncSession,
    partnership_id: UUID,
    cohort_id: UUID,
    members: Sequence[PartnershipMember],
) -> None:
    partnership = await keep_partnership(session, partnership_id, cohort_id)
    partnership.members_known = True
    for member in members:
        if await is_erased(session, member.person_id):
            continue
        facts = {
            "enrolment_id": member.enrolment_id,
            "school_name": member.school_name,
            "country": member.country,
            "school_free": [
                [str(free.starts_on), str(free.ends_on)] for free in member.school_free
            ],
            "left_at": None,
        }
        await session.execute(
            insert(Member)
            .values(partnership_id=partnership_id, person_id=member.person_id, **facts)
            .on_conflict_do_update(
                index_elements=[Member.partnership_id, Member.person_id], set_=facts
            )
        )
    await look_at_partnership(session, partnership_id)
