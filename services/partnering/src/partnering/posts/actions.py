"""Posting that a class looks for a partner, and taking the post down."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.posts.model import PartnerPost
from partnering.posts.schemas import PostIn
from partnering.safety.contact import may_contact, may_publish
from shared import clock
from shared.http import Conflict, NotFound, Principal, StaleVersion


async def save_post(
    session: AsyncSession,
    who: Principal,
    enrolment_id: UUID,
    new: PostIn,
    read: int | None = None,
) -> PartnerPost:
    """One post per class; writing again changes it. Only recognised teachers of a free class."""
    await may_contact(session, who, [], words="others")
    await may_publish(session, who)
    enrolment = await session.get(Enrolment, enrolment_id, with_for_update=True)
    if enrolment is None or enrolment.person_id != who.person_id or enrolment.status == "left":
        raise NotFound("This class")
    cohort = await session.get_one(Cohort, enrolment.cohort_id)
    if enrolment.status != "free" or not cohort.open_for_partnering:
        raise Conflict("enrolment-not-free", "This class is not looking for a partner.")
    post = await _open(session, enrolment_id)
    current = post.version if post else 0
    if read is not None and read != current:
        raise StaleVersion(current)
    if post is None:
        post = PartnerPost(
            enrolment_id=enrolment.id,
            cohort_id=enrolment.cohort_id,
            person_id=who.person_id,
            title=new.title,
            text=new.text,
            posted_at=clock.now(),
        )
        session.add(post)
    post.title, post.text, post.posted_at = new.title, new.text, clock.now()
    post.version = current + 1
    await session.flush()
    return post


async def take_down_post(session: AsyncSession, who: Principal, enrolment_id: UUID) -> None:
    post = await _open(session, enrolment_id)
    if post is None or post.person_id != who.person_id:
        raise NotFound("This post")
    post.closed_at = clock.now()
    await session.flush()


async def _open(session: AsyncSession, enrolment_id: UUID) -> PartnerPost | None:
    found: PartnerPost | None = await session.scalar(
        select(PartnerPost)
        .where(PartnerPost.enrolment_id == enrolment_id, PartnerPost.closed_at.is_(None))
        .with_for_update()
    )
    return found
