"""Reading plans: by their partnership, and by staff."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.partnerships.model import Member, Partnership
from course.partnerships.queries import people_by_id
from course.people.model import Person
from course.plans.model import Plan, PlanVersion
from course.plans.rules import SECTIONS, changed_fields, changed_sections, missing_fields
from course.plans.schemas import (
    Comparison,
    PlanAnswer,
    PlanContent,
    Section,
    SectionAnswer,
    SectionState,
    VersionAnswer,
)
from course.reviews.model import Review
from shared.http import NotFound, Permission, Principal


async def visible_plan(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> tuple[Plan, bool]:
    """The plan, and whether it is the acting person's own. Staff of the cohort may read along."""
    found = (
        await session.execute(
            select(Plan, Partnership)
            .join(Partnership, Partnership.id == Plan.partnership_id)
            .where(Plan.partnership_id == partnership_id, Partnership.status == "confirmed")
        )
    ).one_or_none()
    if found is None:
        raise NotFound("This plan")
    plan: Plan = found[0]
    own = await session.get(Member, (partnership_id, who.person_id))
    is_own = own is not None and own.left_at is None
    if not is_own and not who.may(Permission.READ_COHORT, plan.cohort_id):
        raise NotFound("This plan")
    return plan, is_own


async def plan_answer(
    session: AsyncSession, who: Principal, plan: Plan, *, own: bool
) -> PlanAnswer:
    people = await people_by_id(session, [plan.edited_by])
    received = await count_reviews(session, [plan.partnership_id])
    author = people.get(plan.edited_by) if plan.edited_by else None
    handed_in = not own and plan.status == "submitted"
    content = await submitted_content(session, plan) if handed_in else plan.content
    return PlanAnswer(
        partnership_id=plan.partnership_id,
        cohort_id=plan.cohort_id,
        version=plan.version,
        status=plan.status,
        submitted_version=plan.submitted_version,
        content=PlanContent.model_validate(content),
        missing=missing_fields(plan.content),
        edited_by=plan.edited_by,
        edited_by_name=author.name if author else "",
        edited_at=plan.edited_at,
        submitted_at=plan.submitted_at,
        decided_at=plan.decided_at,
        note=plan.note,
        reviews_received=received.get(plan.partnership_id, 0),
        may_edit=own and plan.status != "approved",
        may_decide=not own
        and plan.status == "submitted"
        and who.may(Permission.DECIDE_ON_PLANS, plan.cohort_id),
        sections=await _section_states(session, plan),
    )


async def submitted_content(session: AsyncSession, plan: Plan) -> dict[str, Any]:
    """What was handed in: staff read it and decide on it, also when somebody types on meanwhile."""
    version = await session.get(PlanVersion, (plan.partnership_id, plan.submitted_version))
    return version.content if version else plan.content


async def _section_states(session: AsyncSession, plan: Plan) -> list[SectionState]:
    """When each section last changed and by whom. An erased author has no name."""
    versions = {name: plan.section_versions.get(name, 1) for name in SECTIONS}
    written = {
        row.version: row
        for row in await session.execute(
            select(PlanVersion.version, PlanVersion.edited_at, Person.name)
            .outerjoin(Person, Person.id == PlanVersion.edited_by)
            .where(
                PlanVersion.partnership_id == plan.partnership_id,
                PlanVersion.version.in_(set(versions.values())),
            )
        )
    }
    states = []
    for name, version in versions.items():
        row = written.get(version)
        states.append(
            SectionState(
                section=name,
                version=version,
                edited_by_name=(row.name or "") if row else "",
                edited_at=row.edited_at if row else None,
            )
        )
    return states


async def section_answer(session: AsyncSession, plan: Plan, section: Section) -> SectionAnswer:
    """One section with its own version."""
    states = {one.section: one for one in await _section_states(session, plan)}
    fields = {name: plan.content[name] for name in SECTIONS[section] if name in plan.content}
    return SectionAnswer(**states[section].model_dump(), content=PlanContent.model_validate(fields))


async def compare_versions(
    session: AsyncSession, plan: Plan, before: int, after: int
) -> Comparison:
    """Two versions side by side, and where they differ."""
    listed = {one.version: one for one in await list_versions(session, plan)}
    if before not in listed or after not in listed:
        raise NotFound("This version")
    one, other = listed[before], listed[after]
    sections = changed_sections(one.content.model_dump(), other.content.model_dump())
    return Comparison(before=one, after=other, sections=sections)


async def list_versions(session: AsyncSession, plan: Plan) -> list[VersionAnswer]:
    """All versions, the newest first, each with the fields that changed."""
    rows = (
        await session.scalars(
            select(PlanVersion)
            .where(PlanVersion.partnership_id == plan.partnership_id)
            .order_by(PlanVersion.version)
        )
    ).all()
    people = await people_by_id(session, {row.edited_by for row in rows})
    answers = []
    before: dict[str, Any] = {}
    for row in rows:
        author = people.get(row.edited_by) if row.edited_by else None
        answers.append(
            VersionAnswer(
                version=row.version,
                edited_by=row.edited_by,
                edited_by_name=author.name if author else "",
                edited_at=row.edited_at,
                changed=changed_fields(before, row.content),
                content=PlanContent.model_validate(row.content),
            )
        )
        before = row.content
    return answers[::-1]


def plans_for_staff(who: Principal, cohort_id: UUID | None, status: str | None) -> Select[Any]:
    """Plans of the cohorts this person looks after; never of their own partnership."""
    own = select(Member.partnership_id).where(Member.person_id == who.person_id)
    query = (
        select(Plan)
        .join(Partnership, Partnership.id == Plan.partnership_id)
        .where(Partnership.status == "confirmed", Plan.partnership_id.not_in(own))
    )
    cohorts = who.cohorts_with(Permission.READ_COHORT)
    if cohorts is not None:
        query = query.where(Plan.cohort_id.in_(cohorts))
    if cohort_id is not None:
        query = query.where(Plan.cohort_id == cohort_id)
    if status is not None:
        query = query.where(Plan.status == status)
    return query


async def count_reviews(session: AsyncSession, partnership_ids: list[UUID]) -> dict[UUID, int]:
    rows = await session.execute(
        select(Review.reviewed_partnership_id, func.count())
        .where(Review.reviewed_partnership_id.in_(partnership_ids), Review.status == "given")
        .group_by(Review.reviewed_partnership_id)
    )
    return dict(rows.all())
