"""The seat changes hands: the colleague's own class of the same pupils, with all work kept."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.handover.model import SeatOffer
from partnering.partnerships.actions import give_up_seats, lock_enrolments, members_changed
from partnering.partnerships.admitting import conditions_of, require_admission
from partnering.partnerships.model import Member, Partnership
from partnering.rescue.cases import follow_change
from shared import clock
from shared.contracts.partnering import EnrolmentJoined
from shared.ids import new_id
from shared.outbox import announce

_COPIED = (
    "school_id",
    "name",
    "description",
    "subjects",
    "topics",
    "sdgs",
    "pupils_age_from",
    "pupils_age_to",
    "size",
    "availability",
)


async def seat_colleague(session: AsyncSession, partnership: Partnership, offer: SeatOffer) -> None:
    """Put the colleague where the one who offered sat, in a locked partnership.

    The school is the same, so the partnership spans the same countries as before. Every other hard
    rule is asked for the new teacher; and whoever was left alone by the old one no longer is.
    """
    assert offer.taken_by is not None
    seat = next(one for one in partnership.present if one.enrolment_id == offer.enrolment_id)
    await lock_enrolments(session, [offer.enrolment_id])
    mine = await _enrolled_anew(session, offer.taken_by, offer.enrolment_id)
    position = seat.position
    await give_up_seats(session, partnership, [seat], how="handed_over")
    now = clock.now()
    partnership.members.append(
        Member(
            partnership_id=partnership.id,
            enrolment_id=mine.id,
            person_id=offer.taken_by,
            position=position,
            seated=True,
            answer="confirmed",
            answered_at=now,
            joined_at=now,
        )
    )
    await session.flush()
    await require_admission(
        session,
        [one.enrolment_id for one in partnership.present],
        await conditions_of(session, partnership),
        chosen=True,
    )
    await follow_change(session, partnership)
    await announce(
        session,
        await members_changed(
            session, partnership, joined=[offer.taken_by], left=[offer.offered_by]
        ),
    )


async def _enrolled_anew(session: AsyncSession, person_id: UUID, enrolment_id: UUID) -> Enrolment:
    """The same pupils with another teacher: a class of their own, in the same cohort."""
    old = await session.get_one(Enrolment, enrolment_id)
    group = await session.get_one(SchoolClass, old.class_id)
    now = clock.now()
    taken = SchoolClass(
        id=new_id(),
        person_id=person_id,
        # What the class can work in was what its teacher spoke; the new one says it anew.
        languages=[],
        created_at=now,
        updated_at=now,
        **{name: getattr(group, name) for name in _COPIED},
    )
    session.add(taken)
    await session.flush()
    enrolment = Enrolment(
        id=new_id(),
        cohort_id=old.cohort_id,
        class_id=taken.id,
        person_id=person_id,
        status="partnered",
        joined_at=now,
    )
    session.add(enrolment)
    await session.flush()
    await announce(
        session,
        EnrolmentJoined(
            enrolment_id=enrolment.id,
            cohort_id=enrolment.cohort_id,
            person_id=person_id,
            status="partnered",
        ),
    )
    return enrolment
