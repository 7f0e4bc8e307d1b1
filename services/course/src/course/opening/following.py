"""Following what `partnering` says about partnerships: who is in, who left, what is over."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort
from course.content.model import Step
from course.learning.completion import complete_if_done
from course.learning.model import StepDone
from course.opening.actions import open_course, replan_weeks
from course.partnerships.model import Member, Partnership
from course.partnerships.queries import lock_partnership, members_of
from course.reviews.parting import part_newcomers
from course.reviews.reallocation import reallocate
from course.silence.actions import begin_anew, note_act, set_clock
from shared import clock
from shared.contracts.contact import (
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.partnering import (
    MessagePosted,
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMember,
    PartnershipMembersChanged,
    PartnershipProposed,
)


async def note_proposed(session: AsyncSession, event: PartnershipProposed) -> None:
    """A handshake is open: staff who advance the cohort see it among those held."""
    await _ensure(session, event.partnership_id, event.cohort_id)
    await session.execute(
        insert(Member)
        .values(
            [
                {
                    "partnership_id": event.partnership_id,
                    "person_id": person_id,
                    "class_name": "",
                    "school_name": "",
                    "country": "",
                    "zone": "UTC",
                    "calendar_known": False,
                    "school_free": [],
                    "last_act": "",
                    "check_in": "",
                    "joined_at": clock.now(),
                }
                for person_id in event.person_ids
            ]
        )
        .on_conflict_do_nothing()
    )


async def add_partnership(session: AsyncSession, event: PartnershipConfirmed) -> None:
    """A confirmed partnership. Its course opens at once where the cohort's pace allows it."""
    await _ensure(session, event.partnership_id, event.cohort_id)
    partnership = await lock_partnership(session, event.partnership_id)
    assert partnership is not None
    if partnership.status != "handshake":
        return
    partnership.status = "confirmed"
    partnership.language = event.language
    partnership.confirmed_at = clock.now()
    await _seat(session, partnership, event.members)
    cohort = await session.get(Cohort, event.cohort_id)
    if cohort is not None and _opens_at_once(cohort):
        await open_course(session, partnership, cohort)


def _opens_at_once(cohort: Cohort) -> bool:
    if cohort.pace == "rolling":
        return cohort.phase == "partnering"
    return cohort.phase in {"course", "project"}


async def change_members(session: AsyncSession, event: PartnershipMembersChanged) -> None:
    """Somebody left, joined or took a seat over. All work stays; a newcomer takes joint steps
    over that the others have finished."""
    partnership = await lock_partnership(session, event.partnership_id)
    if partnership is None or partnership.status == "dissolved":
        return
    before = {one.person_id for one in await members_of(session, partnership.id)}
    await _seat(session, partnership, event.members)
    members = await members_of(session, partnership.id)
    stayed = [one.person_id for one in members if one.person_id in before]
    joined = [one.person_id for one in members if one.person_id not in before]
    await part_newcomers(session, joined)
    await _take_over_joint_steps(session, partnership, stayed, joined)
    await replan_weeks(session, partnership, members)
    await set_clock(session, partnership)
    await complete_if_done(session, partnership)


async def end_partnership(session: AsyncSession, event: PartnershipDissolved) -> None:
    """Nothing more is expected of it; reviews it owed go to others, reviews it gave stay."""
    partnership = await lock_partnership(session, event.partnership_id)
    if partnership is None or partnership.status == "dissolved":
        return
    partnership.status = "dissolved"
    partnership.clock_due_at = None
    await session.flush()
    await reallocate(session, partnership.cohort_id)


async def note_message(session: AsyncSession, event: MessagePosted) -> None:
    """A message in the room is a visible act; what it says is never known here."""
    partnership = await lock_partnership(session, event.partnership_id)
    if partnership is not None and partnership.status == "confirmed":
        await note_act(session, partnership, event.author_id, "message")


async def pause_contact(
    session: AsyncSession, event: PartnershipContactPaused | PartnershipContactStillPaused
) -> None:
    """Members cannot write to each other: nobody is reminded, asked or given up for it."""
    await _ensure(session, event.partnership_id, event.cohort_id)
    partnership = await lock_partnership(session, event.partnership_id)
    assert partnership is not None
    if partnership.contact_paused_at is not None:
        return
    partnership.contact_paused_at = clock.now()
    await begin_anew(session, partnership)
    await set_clock(session, partnership)


async def resume_contact(session: AsyncSession, event: PartnershipContactResumed) -> None:
    """The clock begins anew for everybody: the time without contact was nobody's silence."""
    partnership = await lock_partnership(session, event.partnership_id)
    if partnership is None or partnership.contact_paused_at is None:
        return
    partnership.contact_paused_at = None
    for member in await members_of(session, partnership.id):
        member.expected_since = clock.now()
    await set_clock(session, partnership)


async def _ensure(session: AsyncSession, partnership_id: UUID, cohort_id: UUID) -> None:
    await session.execute(
        insert(Partnership)
        .values(
            id=partnership_id,
            cohort_id=cohort_id,
            status="handshake",
            phase="partnering",
            language="en",
            held_by_staff=False,
            clock_stage=0,
        )
        .on_conflict_do_nothing()
    )


async def _seat(
    session: AsyncSession, partnership: Partnership, members: Iterable[PartnershipMember]
) -> None:
    """Make the seats what the event says: it names everybody who is in."""
    present = {one.person_id: one for one in await members_of(session, partnership.id)}
    named = {one.person_id: one for one in members}
    for person_id, seat in present.items():
        if person_id not in named:
            seat.left_at = clock.now()
    for person_id, facts in named.items():
        seat = await session.get(Member, (partnership.id, person_id)) or Member(
            partnership_id=partnership.id, person_id=person_id, joined_at=clock.now()
        )
        if person_id not in present:
            seat.joined_at = clock.now()
            seat.left_at = None
            session.add(seat)
        seat.enrolment_id = facts.enrolment_id
        seat.class_name = facts.class_name
        seat.school_name = facts.school_name
        seat.country = facts.country
        seat.zone = facts.zone
        seat.calendar_known = facts.calendar_known
        seat.school_free = [
            [free.starts_on.isoformat(), free.ends_on.isoformat()] for free in facts.school_free
        ]
    await session.flush()


async def _take_over_joint_steps(
    session: AsyncSession, partnership: Partnership, stayed: list[UUID], joined: list[UUID]
) -> None:
    if not stayed or not joined:
        return
    finished = (
        select(StepDone.step_id)
        .join(Step, Step.id == StepDone.step_id)
        .where(
            StepDone.partnership_id == partnership.id,
            StepDone.person_id.in_(stayed),
            Step.kind == "joint",
        )
        .group_by(StepDone.step_id)
        .having(func.count() == len(stayed))
    )
    rows = [
        {
            "partnership_id": partnership.id,
            "step_id": step_id,
            "person_id": person_id,
            "done_at": clock.now(),
        }
        for step_id in await session.scalars(finished)
        for person_id in joined
    ]
    if rows:
        await session.execute(insert(StepDone).values(rows).on_conflict_do_nothing())
