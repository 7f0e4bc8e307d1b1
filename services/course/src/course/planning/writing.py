"""Writing the plan together: nobody overwrites what a partner saved meanwhile."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from course.partnerships.model import Partnership
from course.partnerships.queries import members_of, partnership_of
from course.plans.model import Plan, PlanVersion
from course.plans.rules import SECTIONS, changed_sections, merge, sections_since, with_sections
from course.plans.schemas import PlanContent
from course.silence.actions import note_act
from shared import clock
from shared.contact import may_write
from shared.http import Conflict, Invalid, NotFound, Principal, StaleVersion


async def write_plan(
    session: AsyncSession, who: Principal, partnership_id: UUID, content: PlanContent, read: int
) -> Plan:
    """Save the whole plan as the acting member wrote it on top of the version they read.

    Sections that a partner saved meanwhile stay, unless both changed the same section. Then nothing
    is saved and the answer names those sections, with the plan in which all others are joined.
    """
    partnership, plan = await _writable_plan(session, who, partnership_id)
    if read > plan.version:
        raise StaleVersion(plan.version)
    merged = merge(
        await content_at(session, plan, read),
        content.model_dump(mode="json"),
        plan.content,
        sections_since(plan.section_versions, read),
    )
    if merged.conflicts:
        joined = PlanContent.model_validate(merged.content).model_dump(mode="json")
        raise StaleVersion(plan.version, conflicts=merged.conflicts, merged=joined)
    return await _save(session, who, partnership, plan, merged.content)


async def write_section(
    session: AsyncSession,
    who: Principal,
    partnership_id: UUID,
    section: str,
    content: PlanContent,
    read: int,
) -> Plan:
    """Save one section on top of the version of this section that the acting member read."""
    partnership, plan = await _writable_plan(session, who, partnership_id)
    strange = content.model_fields_set ^ set(SECTIONS[section])
    if strange:
        raise Invalid({f"/{name}": "does not fit this section" for name in sorted(strange)})
    fresh = with_sections(plan.content, content.model_dump(mode="json"), [section])
    _refuse_newer(plan, fresh, [section], read)
    return await _save(session, who, partnership, plan, fresh)


async def restore_sections(
    session: AsyncSession,
    who: Principal,
    partnership_id: UUID,
    number: int,
    sections: Collection[str],
    read: int,
) -> Plan:
    """Give these sections the words of an older version, as a new version."""
    partnership, plan = await _writable_plan(session, who, partnership_id)
    older = await content_at(session, plan, number)
    if older is None:
        raise NotFound("This version")
    fresh = with_sections(plan.content, older, sections)
    _refuse_newer(plan, fresh, sections, read)
    return await _save(session, who, partnership, plan, fresh)


async def content_at(session: AsyncSession, plan: Plan, number: int) -> dict[str, Any] | None:
    """What the plan said at this version; None when that is no longer, or was never, known."""
    kept = await session.get(PlanVersion, (plan.partnership_id, number))
    if kept is not None:
        return kept.content
    return {} if number == 1 else None


async def own_plan(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> tuple[Partnership, Plan]:
    """The plan of the acting person's partnership, locked with its partnership."""
    partnership, _ = await partnership_of(session, who, partnership_id, lock=True)
    plan = await session.get(Plan, partnership_id, populate_existing=True)
    if plan is None or partnership.course_opened_at is None:
        raise NotFound("This plan")
    if partnership.phase == "closed":
        raise Conflict("course-closed", "This cohort is closed.")
    members = await members_of(session, partnership.id)
    await may_write(session, who, [one.person_id for one in members])
    return partnership, plan


async def keep_version(session: AsyncSession, plan: Plan) -> None:
    """Remember what the plan says now."""
    await session.flush()
    session.add(
        PlanVersion(
            partnership_id=plan.partnership_id,
            version=plan.version,
            content=plan.content,
            edited_by=plan.edited_by,
            edited_at=plan.edited_at or clock.now(),
        )
    )
    await session.flush()


async def _writable_plan(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> tuple[Partnership, Plan]:
    partnership, plan = await own_plan(session, who, partnership_id)
    if plan.status == "approved":
        raise Conflict("plan-approved", "An approved plan is carried out, not rewritten.")
    return partnership, plan


def _refuse_newer(plan: Plan, fresh: dict[str, Any], sections: Collection[str], read: int) -> None:
    """A section that somebody changed after it was read is not overwritten."""
    newer = set(sections_since(plan.section_versions, read)) & set(sections)
    conflicts = [one for one in changed_sections(plan.content, fresh) if one in newer]
    if conflicts or read > plan.version:
        raise StaleVersion(plan.version, conflicts=conflicts)


async def _save(
    session: AsyncSession,
    who: Principal,
    partnership: Partnership,
    plan: Plan,
    fresh: dict[str, Any],
) -> Plan:
    """A new version, if anything differs. Only sections that differ get its number."""
    changed = changed_sections(plan.content, fresh)
    if not changed:
        return plan
    if "pupils" in changed:
        _check_ages(fresh)
    plan.content = fresh
    plan.version += 1
    plan.section_versions = {**plan.section_versions, **dict.fromkeys(changed, plan.version)}
    plan.edited_by = who.person_id
    plan.edited_at = clock.now()
    await keep_version(session, plan)
    await note_act(session, partnership, who.person_id, "plan")
    return plan


def _check_ages(content: dict[str, Any]) -> None:
    first, last = content.get("pupils_age_from"), content.get("pupils_age_to")
    if first is not None and last is not None and first > last:
        raise Invalid({"/pupils_age_to": "is below the youngest age"})
