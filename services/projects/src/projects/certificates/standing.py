"""What decides about certificates: the facts of many members, by one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from projects.boards.model import Project
from projects.certificates.model import Certificate
from projects.certificates.rules import Kind, earned
from projects.checkpoints.model import Checkpoint
from projects.cohorts.model import Cohort
from projects.partnerships.model import Contribution, Member, Partnership
from projects.partnerships.rules import lost_for_good
from projects.people.queries import names_of

Seat = tuple[UUID, UUID]
"""A partnership and a person in it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one member has done, and what has become of the project."""

    partnership_id: UUID
    person_id: UUID
    enrolment_id: UUID | None
    present: bool
    published: bool
    lost: bool
    over: bool
    """The cohort is closed, and staff did not hold the partnership back."""
    contributions: int
    checkpoints_announced: int

    def earns(self, *, over: bool) -> Kind | None:
        """The certificate that is earned while the cohort is `over` for this partnership or not."""
        return earned(
            present=self.present,
            published=self.published,
            over=over or self.lost,
            contributions=self.contributions,
            checkpoints_announced=self.checkpoints_announced,
        )


async def standings_at(session: AsyncSession, seats: Collection[Seat]) -> dict[Seat, Standing]:
    """Of these seats, those whose partnership has a project."""
    return await _standings(session, tuple_(Member.partnership_id, Member.person_id).in_(seats))


async def certified_by_closing(
    session: AsyncSession, cohort_id: UUID, held: Collection[UUID]
) -> tuple[UUID, ...]:
    """Who will get a certificate when the cohort closes and staff hold these partnerships back."""
    found = await _standings(session, Partnership.cohort_id == cohort_id)
    valid = await session.execute(
        select(Certificate.person_id, Certificate.enrolment_id).where(
            Certificate.cohort_id == cohort_id, Certificate.withdrawn_at.is_(None)
        )
    )
    have = {(person_id, enrolment_id) for person_id, enrolment_id in valid}
    named = await names_of(session, {one.person_id for one in found.values()})
    certified = {
        one.person_id
        for one in found.values()
        if one.enrolment_id is not None
        and one.person_id in named
        and (one.person_id, one.enrolment_id) not in have
        and one.earns(over=one.partnership_id not in held) is not None
    }
    return tuple(sorted(certified))


async def _standings(session: AsyncSession, which: ColumnElement[bool]) -> dict[Seat, Standing]:
    rows = await session.execute(
        select(
            Member,
            Partnership.dissolved_reason,
            Project,
            Cohort,
            _contributions(),
            _checkpoints_announced(),
        )
        .join(Partnership, Partnership.id == Member.partnership_id)
        .join(Project, Project.partnership_id == Member.partnership_id)
        .outerjoin(Cohort, Cohort.id == Partnership.cohort_id)
        .where(which)
    )
    return {
        (member.partnership_id, member.person_id): Standing(
            partnership_id=member.partnership_id,
            person_id=member.person_id,
            enrolment_id=member.enrolment_id,
            present=member.is_present,
            published=project.finished_at is not None,
            lost=lost_for_good(dissolved_reason),
            over=project.is_over(cohort),
            contributions=contributions,
            checkpoints_announced=announced,
        )
        for member, dissolved_reason, project, cohort, contributions, announced in rows
    }


def _contributions() -> ScalarSelect[Any]:
    """How many things the member has carried with this class, in this partnership and in those
    that a rescue took it from."""
    own = aliased(Member)
    seats = (
        select(own.partnership_id)
        .where(own.person_id == Member.person_id, own.enrolment_id == Member.enrolment_id)
        .correlate(Member)
    )
    return (
        select(func.count())
        .select_from(Contribution)
        .where(
            Contribution.person_id == Member.person_id,
            Contribution.partnership_id.in_(seats)
            | (Contribution.partnership_id == Member.partnership_id),
        )
        .correlate(Member)
        .scalar_subquery()
    )


def _checkpoints_announced() -> ScalarSelect[Any]:
    return (
        select(func.count())
        .select_from(Checkpoint)
        .where(
            Checkpoint.partnership_id == Member.partnership_id,
            Checkpoint.announced_at.is_not(None),
        )
        .correlate(Member)
        .scalar_subquery()
    )
