"""Everything about a few projects, loaded with one statement per table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Milestone, Project
from projects.boards.rules import Facts, missing
from projects.checkpoints.model import Checkpoint
from projects.cohorts.model import Cohort
from projects.overview.rules import ProjectState, state_of
from projects.partnerships.model import Member, Partnership
from projects.partnerships.rules import partner_lost
from projects.people.queries import names_of
from projects.results.model import Result
from projects.showcase.model import ShowcaseEntry

T = TypeVar("T")


@dataclass
class Summary:
    """One partnership's project with all that hangs on it."""

    partnership: Partnership
    cohort: Cohort | None
    project: Project | None
    result: Result | None
    slug: str | None
    names: dict[UUID, str]
    members: list[Member] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.project is not None and self.project.opened_at is not None

    @property
    def is_closed(self) -> bool:
        return self.project is not None and self.project.is_over(self.cohort)

    @property
    def next_checkpoint(self) -> Checkpoint | None:
        """The first that nobody has reported; none once the project is over."""
        if not self.is_open or self.is_closed or self._finished:
            return None
        return next((each for each in self.checkpoints if each.reported_at is None), None)

    @property
    def call_for_help(self) -> Checkpoint | None:
        return next((each for each in self.checkpoints if each.waits_for_help), None)

    @property
    def next_milestone(self) -> Milestone | None:
        return next((each for each in self.milestones if each.reached_at is None), None)

    @property
    def _finished(self) -> bool:
        return self.project is not None and self.project.finished_at is not None

    @property
    def countries(self) -> list[str]:
        return sorted({member.country for member in self.members if member.country})

    @property
    def present(self) -> list[Member]:
        return [member for member in self.members if member.is_present]

    @property
    def partner_lost(self) -> bool:
        return partner_lost(
            present=len(self.present),
            members_known=self.partnership.members_known,
            dissolved_reason=self.partnership.dissolved_reason,
        )

    @property
    def title(self) -> str:
        return self.project.title if self.project else ""

    @property
    def cohort_title(self) -> str:
        return self.cohort.title if self.cohort else ""

    @property
    def result_status(self) -> str:
        return self.result.status if self.result else "none"

    def state(self, today: date) -> ProjectState:
        upcoming = self.next_checkpoint
        return state_of(
            opened=self.is_open,
            finished=self._finished,
            cohort_closed=self.is_closed,
            needs_help=self.call_for_help is not None,
            next_due_on=upcoming.due_on if upcoming else None,
            announced=bool(upcoming and upcoming.announced_at),
            today=today,
        )

    def waiting_for(self) -> list[str]:
        """Empty once the board is open."""
        if self.is_open:
            return []
        project, cohort = self.project, self.cohort
        return missing(
            Facts(
                plan_approved=bool(project and project.plan_approved_at),
                course_completed=bool(project and project.course_completed_at),
                phase=cohort.phase if cohort else None,
                rolling=cohort.is_rolling if cohort else False,
                held=bool(project and project.held),
                dissolved=self.partnership.dissolved_at is not None,
            )
        )


async def summaries(session: AsyncSession, partnership_ids: Sequence[UUID]) -> list[Summary]:
    """In the order of the ids; unknown ids are left out."""
    ids = list(partnership_ids)

    async def rows(entity: type[T], column: Any, *order: Any) -> Sequence[T]:
        return (await session.scalars(select(entity).where(column.in_(ids)).order_by(*order))).all()

    partnerships = {each.id: each for each in await rows(Partnership, Partnership.id)}
    projects = {each.partnership_id: each for each in await rows(Project, Project.partnership_id)}
    results = {each.partnership_id: each for each in await rows(Result, Result.partnership_id)}
    shown = await rows(ShowcaseEntry, ShowcaseEntry.partnership_id)
    slugs = {each.partnership_id: each.slug for each in shown}
    members = await rows(
        Member, Member.partnership_id, Member.left_at.is_not(None), Member.person_id
    )
    checkpoints = await rows(Checkpoint, Checkpoint.partnership_id, Checkpoint.number)
    milestones = await rows(Milestone, Milestone.partnership_id, Milestone.due_on, Milestone.id)
    cohort_ids = {each.cohort_id for each in partnerships.values()}
    cohorts = {
        each.id: each
        for each in await session.scalars(select(Cohort).where(Cohort.id.in_(cohort_ids)))
    }
    named = [each.person_id for each in members]
    named += [each.reported_by for each in checkpoints if each.reported_by]
    named += [each.reached_by for each in milestones if each.reached_by]
    names = await names_of(session, named)
    found = [
        Summary(
            partnership=partnerships[each],
            cohort=cohorts.get(partnerships[each].cohort_id),
            project=projects.get(each),
            result=results.get(each),
            slug=slugs.get(each),
            names=names,
        )
        for each in ids
        if each in partnerships
    ]
    by_id = {summary.partnership.id: summary for summary in found}
    for partnership_id, own in _grouped(members).items():
        by_id[partnership_id].members = own
    for partnership_id, due in _grouped(checkpoints).items():
        if partnership_id in by_id:
            by_id[partnership_id].checkpoints = due
    for partnership_id, steps in _grouped(milestones).items():
        if partnership_id in by_id:
            by_id[partnership_id].milestones = steps
    return found


def _grouped(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.partnership_id].append(row)
    return groups
