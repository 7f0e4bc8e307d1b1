"""Read boards: for the partners, and the staff's list."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.boards.queries import milestone_view
from projects.checkpoints.model import Checkpoint
from projects.checkpoints.rules import EARLIEST
from projects.overview.schemas import (
    CheckpointLine,
    CohortProject,
    MemberView,
    ProjectBoard,
    ProjectCard,
    ResultLine,
)
from projects.overview.summaries import Summary, summaries
from projects.partnerships.model import Member
from projects.partnerships.queries import as_member_or
from shared import clock
from shared.http import Page, Permission, Principal, page_of


async def list_projects_of(session: AsyncSession, person_id: UUID) -> list[ProjectCard]:
    """Open ones first, then what is still ahead; a partnership that ended before it began is not shown."""
    ids = await session.scalars(
        select(Member.partnership_id)
        .where(Member.person_id == person_id, Member.left_at.is_(None))
        .order_by(Member.partnership_id.desc())
    )
    found = await summaries(session, ids.all())
    shown = [each for each in found if each.is_open or each.partnership.dissolved_at is None]
    shown.sort(key=lambda each: not each.is_open)
    return [_card(each, person_id, clock.today()) for each in shown]


async def view_board(session: AsyncSession, who: Principal, partnership_id: UUID) -> ProjectBoard:
    """For members, and for staff who follow the cohort."""
    _partnership, is_member = await as_member_or(
        session, who, partnership_id, Permission.FOLLOW_PROJECTS
    )
    (summary,) = await summaries(session, [partnership_id])
    project, cohort, result = summary.project, summary.cohort, summary.result
    may_edit = is_member and summary.is_open and not summary.is_closed
    return ProjectBoard(
        partnership_id=partnership_id,
        cohort_id=summary.partnership.cohort_id,
        cohort_title=summary.cohort_title,
        cohort_closes_on=cohort.closes_on if cohort else None,
        title=summary.title,
        summary=project.summary if project else "",
        state=summary.state(clock.today()),
        waiting_for=summary.waiting_for(),
        opened_at=project.opened_at if project else None,
        partner_lost=summary.partner_lost,
        may_edit=may_edit,
        members=[_member(each, summary.names) for each in summary.members],
        milestones=[
            milestone_view(each, summary.members, summary.names) for each in summary.milestones
        ],
        checkpoints=[_line(each, summary.names, may_edit=may_edit) for each in summary.checkpoints],
        result=ResultLine(
            status=summary.result_status,
            title=result.title if result else "",
            note=result.note if result else "",
            submitted_at=result.submitted_at if result else None,
            slug=summary.slug,
        ),
    )


async def list_cohort_projects(
    session: AsyncSession, cohort_id: UUID, cursor: str | None, limit: int
) -> Page[CohortProject]:
    """Every project of the cohort of which anything is known."""
    of_cohort = select(Project).where(
        Project.cohort_id == cohort_id, Project.plan_approved_at.is_not(None)
    )
    rows, next_cursor = await page_of(
        session,
        of_cohort,
        key=Project.partnership_id,
        cursor=cursor,
        limit=limit,
        descending=False,
    )
    found = await summaries(session, [each.partnership_id for each in rows])
    return Page(
        items=[_cohort_line(each, clock.today()) for each in found], next_cursor=next_cursor
    )


def _card(summary: Summary, person_id: UUID, today: date) -> ProjectCard:
    upcoming, milestone = summary.next_checkpoint, summary.next_milestone
    partners = [each.person_id for each in summary.present if each.person_id != person_id]
    return ProjectCard(
        partnership_id=summary.partnership.id,
        cohort_id=summary.partnership.cohort_id,
        cohort_title=summary.cohort_title,
        title=summary.title,
        state=summary.state(today),
        countries=summary.countries,
        partner_names=[summary.names[each] for each in partners if each in summary.names],
        next_due_on=upcoming.due_on if upcoming else None,
        next_checkpoint_id=upcoming.id if upcoming else None,
        next_milestone=milestone.title if milestone else "",
        next_milestone_due_on=milestone.due_on if milestone else None,
        result_status=summary.result_status,
    )


def _cohort_line(summary: Summary, today: date) -> CohortProject:
    upcoming, help_wanted = summary.next_checkpoint, summary.call_for_help
    reports = [each.reported_at for each in summary.checkpoints if each.reported_at]
    return CohortProject(
        partnership_id=summary.partnership.id,
        title=summary.title,
        state=summary.state(today),
        countries=summary.countries,
        member_names=[
            summary.names[each.person_id]
            for each in summary.present
            if each.person_id in summary.names
        ],
        opened_at=summary.project.opened_at if summary.project else None,
        next_due_on=upcoming.due_on if upcoming else None,
        last_report_at=max(reports, default=None),
        milestones=len(summary.milestones),
        milestones_reached=sum(each.reached_at is not None for each in summary.milestones),
        result_status=summary.result_status,
        help_checkpoint_id=help_wanted.id if help_wanted else None,
        partner_lost=summary.partner_lost,
    )


def _member(member: Member, names: dict[UUID, str]) -> MemberView:
    return MemberView(
        person_id=member.person_id,
        name=names.get(member.person_id, ""),
        country=member.country,
        school_name=member.school_name,
        present=member.is_present,
    )


def _line(checkpoint: Checkpoint, names: dict[UUID, str], *, may_edit: bool) -> CheckpointLine:
    return CheckpointLine(
        id=checkpoint.id,
        number=checkpoint.number,
        due_on=checkpoint.due_on,
        may_report=may_edit and clock.today() >= checkpoint.due_on - EARLIEST,
        reported_at=checkpoint.reported_at,
        reported_by=names.get(checkpoint.reported_by, "") if checkpoint.reported_by else "",
        needs_help=checkpoint.needs_help,
        helped_at=checkpoint.helped_at,
    )
