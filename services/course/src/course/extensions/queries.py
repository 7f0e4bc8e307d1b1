"""Reading why a partnership goes on after the others, as its member and as staff."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort, ExtensionRequest
from course.cohorts.rules import is_behind
from course.extensions.rules import open_things
from course.extensions.schemas import ExtensionAnswer, HeldPartnership, RequestAnswer
from course.learning.completion import open_joint_steps
from course.partnerships.model import Member, Partnership
from course.partnerships.queries import (
    members_by_partnership,
    members_of,
    names_by_partnership,
    partnership_of,
)
from course.plans.model import Plan
from shared.http import Conflict, Forbidden, NotFound, Page, Principal, page_of


async def read_extension(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> ExtensionAnswer:
    """For a member: why we are held, until when, what is open, what we asked for."""
    partnership, _seat = await partnership_of(session, who, partnership_id)
    cohort = await session.get_one(Cohort, partnership.cohort_id)
    members = await members_of(session, partnership.id)
    behind = is_behind(cohort.pace, cohort.phase, partnership.phase)
    closed = cohort.phase == "closed"
    newest = await session.scalar(
        select(ExtensionRequest)
        .where(ExtensionRequest.partnership_id == partnership.id)
        .order_by(ExtensionRequest.id.desc())
        .limit(1)
    )
    return ExtensionAnswer.model_validate(
        {
            "partnership_id": partnership.id,
            "cohort_id": cohort.id,
            "cohort_title": cohort.title,
            "held": behind,
            "by_staff": partnership.held_by_staff,
            "cohort_closed": closed,
            "until": partnership.extended_until,
            "alone": partnership.finishes_alone,
            "may_ask": behind and closed,
            "may_finish_alone": behind and closed and len(members) == 1,
            "open": await _open(session, partnership) if behind else [],
            "joint_steps_open": await open_joint_steps(session, partnership) if behind else 0,
            "request": _as_member(who, newest) if newest else None,
        }
    )


def _as_member(who: Principal, request: ExtensionRequest) -> RequestAnswer:
    """The reason is for staff: a partner reads what is asked for, and not why."""
    answer = RequestAnswer.model_validate(request)
    return answer if request.asked_by == who.person_id else answer.model_copy(update={"reason": ""})


async def held_in(
    session: AsyncSession, who: Principal, cohort_id: UUID, cursor: str | None, limit: int
) -> Page[HeldPartnership]:
    """For staff: who goes on in a closed cohort, but for what concerns their own partnership."""
    found, after = await page_of(
        session, _held(who, cohort_id), key=Partnership.id, cursor=cursor, limit=limit
    )
    ids = [one.id for one in found]
    names = await names_by_partnership(session, ids)
    seats = await members_by_partnership(session, ids)
    asked = await _asked(session, ids)
    items = [
        HeldPartnership.model_validate(
            {
                "partnership_id": one.id,
                "people": names.get(one.id, []),
                "phase": one.phase,
                "until": one.extended_until,
                "alone": one.finishes_alone,
                "members": len(seats.get(one.id, [])),
                "open": await _open(session, one),
                "request": RequestAnswer.model_validate(asked[one.id]) if one.id in asked else None,
            }
        )
        for one in found
    ]
    return Page(items=items, next_cursor=after)


async def held_for_staff(
    session: AsyncSession, who: Principal, cohort_id: UUID, partnership_id: UUID
) -> tuple[Cohort, Partnership]:
    """A partnership that goes on in a closed cohort, locked for a decision of staff."""
    partnership = await session.scalar(
        select(Partnership)
        .where(Partnership.id == partnership_id, Partnership.cohort_id == cohort_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if partnership is None or partnership.status != "confirmed":
        raise NotFound("This partnership")
    own = select(Member.person_id).where(
        Member.partnership_id == partnership_id, Member.person_id == who.person_id
    )
    if await session.scalar(own) is not None:
        raise Forbidden("own-partnership", "Somebody else decides on your own partnership.")
    cohort = await session.get_one(Cohort, cohort_id)
    if cohort.phase != "closed" or partnership.phase == "closed":
        raise Conflict("not-held", "This partnership does not go on after its cohort.")
    return cohort, partnership


async def open_request(session: AsyncSession, partnership_id: UUID) -> ExtensionRequest | None:
    return await session.scalar(
        select(ExtensionRequest).where(
            ExtensionRequest.partnership_id == partnership_id, ExtensionRequest.answer.is_(None)
        )
    )


def _held(who: Principal, cohort_id: UUID) -> Select[Partnership]:
    own = select(Member.partnership_id).where(Member.person_id == who.person_id)
    return (
        select(Partnership)
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(
            Partnership.cohort_id == cohort_id,
            Cohort.phase == "closed",
            Partnership.status == "confirmed",
            Partnership.phase != "closed",
            Partnership.id.not_in(own),
        )
    )


async def _asked(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, ExtensionRequest]:
    rows = await session.scalars(
        select(ExtensionRequest).where(
            ExtensionRequest.partnership_id.in_(ids), ExtensionRequest.answer.is_(None)
        )
    )
    return {one.partnership_id: one for one in rows}


async def _open(session: AsyncSession, partnership: Partnership) -> list[str]:
    plan = await session.get(Plan, partnership.id)
    return open_things(
        course_opened=partnership.course_opened_at is not None,
        completed=partnership.course_completed_at is not None,
        plan_status=plan.status if plan else None,
        joint_steps=await open_joint_steps(session, partnership),
    )
