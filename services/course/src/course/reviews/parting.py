"""What a pause of contact changes in peer review: open reviews are taken back and given to others."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.partnerships.model import Member, Partnership
from course.plans.model import Plan
from course.reviews.model import Review
from course.reviews.reallocation import reallocate
from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
)

_OPEN = Review.status.in_(("assigned", "lapsed"))


async def part_reviews(session: AsyncSession, event: ContactBlocked | ContactStillPaused) -> None:
    """Reviews between two who have no contact any more go to others."""
    if event.blocked_id is None:
        await rest_reviews(session, event)
        return
    one, other = _seats_of(event.person_id), _seats_of(event.blocked_id)
    reviewer, reviewed = Review.reviewer_partnership_id, Review.reviewed_partnership_id
    between = or_(
        and_(reviewer.in_(one), reviewed.in_(other)), and_(reviewer.in_(other), reviewed.in_(one))
    )
    await _again(session, await session.scalars(_cohorts().where(_OPEN, between)))


async def rest_reviews(session: AsyncSession, event: ContactFrozen | ContactStillPaused) -> None:
    """The partnership of somebody frozen is neither asked nor read; what it was asked for passes on."""
    seats = _seats_of(event.person_id)
    theirs = or_(
        Review.reviewer_partnership_id.in_(seats), Review.reviewed_partnership_id.in_(seats)
    )
    await _again(session, await session.scalars(_cohorts().where(_OPEN, theirs)))


async def resume_reviews(session: AsyncSession, event: ContactReleased) -> None:
    """The plans of somebody released are reviewed again."""
    query = (
        select(Plan.cohort_id)
        .join(Partnership, Partnership.id == Plan.partnership_id)
        .where(
            Plan.partnership_id.in_(_seats_of(event.person_id)),
            Plan.submitted_at.is_not(None),
            Partnership.status == "confirmed",
        )
    )
    await _again(session, await session.scalars(query))


async def part_newcomers(session: AsyncSession, joined: Iterable[UUID]) -> None:
    """Somebody who joins a partnership brings their blocks along."""
    for person_id in joined:
        seats = _seats_of(person_id)
        theirs = or_(
            Review.reviewer_partnership_id.in_(seats), Review.reviewed_partnership_id.in_(seats)
        )
        await _again(session, await session.scalars(_cohorts().where(_OPEN, theirs)))


def _seats_of(person_id: UUID) -> Select[UUID]:
    return select(Member.partnership_id).where(
        Member.person_id == person_id, Member.left_at.is_(None)
    )


def _cohorts() -> Select[UUID]:
    return select(Review.cohort_id)


async def _again(session: AsyncSession, cohort_ids: Iterable[UUID]) -> None:
    for cohort_id in sorted(set(cohort_ids)):
        await reallocate(session, cohort_id)
