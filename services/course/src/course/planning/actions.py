"""Submitting a plan, and staff deciding on it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from course.cohorts.model import Cohort
from course.learning.completion import complete_if_done
from course.moving.actions import note_late_move
from course.partnerships.model import Member, Partnership
from course.partnerships.queries import lock_partnership, members_of
from course.planning.queries import submitted_content
from course.planning.writing import keep_version, own_plan
from course.plans.model import Plan
from course.plans.rules import missing_fields
from course.plans.schemas import Decision, ReturnDecision
from course.reviews.reallocation import WAIT_FOR_PEERS, reallocate
from course.silence.actions import note_act
from shared import clock
from shared.audit import describe_act
from shared.contracts.course import PlanApproved, PlanMilestone, PlanReturned, PlanSubmitted
from shared.http import Conflict, Forbidden, Invalid, NotFound, Permission, Principal
from shared.outbox import announce


async def submit_plan(session: AsyncSession, who: Principal, partnership_id: UUID) -> Plan:
    """Hand the plan in: peers review it, staff decide. It may be improved and handed in again."""
    partnership, plan = await own_plan(session, who, partnership_id)
    if plan.status == "approved":
        raise Conflict("plan-approved", "This plan is approved already.")
    if plan.status == "submitted" and plan.submitted_version == plan.version:
        return plan
    missing = missing_fields(plan.content)
    if missing:
        raise Invalid({f"/{field}": "is still empty" for field in missing})
    if plan.submitted_at is None:
        plan.reviews_due_at = clock.now() + WAIT_FOR_PEERS
    plan.status = "submitted"
    plan.submitted_version = plan.version
    plan.submitted_at = clock.now()
    if plan.version == 1:
        await keep_version(session, plan)
    await note_act(session, partnership, who.person_id, "plan")
    members = await members_of(session, partnership.id)
    await announce(
        session,
        PlanSubmitted(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=tuple(one.person_id for one in members),
            title=plan.content["title"],
        ),
    )
    await session.flush()
    await reallocate(session, partnership.cohort_id)
    return plan


async def approve_plan(
    session: AsyncSession, who: Principal, partnership_id: UUID, decision: Decision
) -> Plan:
    """Staff approve; the project may begin, whatever reviews are still under way."""
    partnership, plan = await _plan_to_decide(session, who, partnership_id, decision.version)
    _decide(plan, who, "approved", decision.note)
    content = await submitted_content(session, plan)
    members = await members_of(session, partnership.id)
    await announce(
        session,
        PlanApproved(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=tuple(one.person_id for one in members),
            title=content["title"],
            summary=content["summary"],
            subjects=tuple(content["subjects"]),
            languages=tuple(content["languages"]),
            pupils_age_from=content["pupils_age_from"],
            pupils_age_to=content["pupils_age_to"],
            milestones=tuple(PlanMilestone(**one) for one in content["timeline"]),
        ),
    )
    await complete_if_done(session, partnership)
    cohort = await session.get_one(Cohort, partnership.cohort_id)
    if (
        cohort.phase == "project"
        and partnership.phase == "course"
        and not partnership.held_by_staff
    ):
        await note_late_move(session, partnership, "project")
    return plan


async def return_plan(
    session: AsyncSession, who: Principal, partnership_id: UUID, decision: ReturnDecision
) -> Plan:
    """Staff send the plan back with what to change."""
    partnership, plan = await _plan_to_decide(session, who, partnership_id, decision.version)
    _decide(plan, who, "returned", decision.note)
    members = await members_of(session, partnership.id)
    await announce(
        session,
        PlanReturned(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=tuple(one.person_id for one in members),
            title=plan.content["title"],
            note=decision.note,
        ),
    )
    return plan


async def _plan_to_decide(
    session: AsyncSession, who: Principal, partnership_id: UUID, read: int
) -> tuple[Partnership, Plan]:
    """The plan, locked. What was handed in since staff have read it is not decided on unseen."""
    partnership = await lock_partnership(session, partnership_id)
    plan = await session.get(Plan, partnership_id, populate_existing=True)
    if partnership is None or plan is None or partnership.status != "confirmed":
        raise NotFound("This plan")
    if not who.may(Permission.DECIDE_ON_PLANS, partnership.cohort_id):
        raise NotFound("This plan")
    members = await members_of(session, partnership_id)
    describe_act(session, about=[one.person_id for one in members])
    await refuse_own(session, who, partnership_id)
    if plan.status != "submitted":
        raise Conflict(
            "plan-not-submitted", "There is nothing to decide: the plan is not handed in."
        )
    if plan.submitted_version != read:
        raise Conflict(
            "plan-changed",
            "The partners have handed in a newer version. Read it before you decide.",
            submitted_version=plan.submitted_version,
        )
    return partnership, plan


async def refuse_own(session: AsyncSession, who: Principal, partnership_id: UUID) -> None:
    """Staff may also teach, but nobody decides on a partnership of their own, or of somebody with whom
    they share one or did before."""
    mine, theirs = aliased(Member), aliased(Member)
    shared = (
        select(theirs.person_id)
        .join(mine, mine.partnership_id == theirs.partnership_id)
        .where(mine.person_id == who.person_id)
    )
    tied = select(Member.person_id).where(
        Member.partnership_id == partnership_id, Member.person_id.in_(shared)
    )
    if await session.scalar(tied.limit(1)) is not None:
        raise Forbidden("own-partnership", "Somebody else decides on your own partnership.")


def _decide(plan: Plan, who: Principal, status: str, note: str) -> None:
    plan.status = status
    plan.note = note
    plan.decided_by = who.person_id
    plan.decided_at = clock.now()
