"""Reading the posts of a cohort, with what holds between each class and one's own."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.candidates import candidates
from partnering.enrolments.cards import answer_days, relate, show, subjects
from partnering.enrolments.model import Enrolment
from partnering.people.model import Person
from partnering.people.queries import blocked_with
from partnering.posts.model import STANDS_FOR, PartnerPost
from partnering.posts.schemas import PostOut
from partnering.safety.queries import frozen_among
from shared import clock
from shared.http import Forbidden, NotFound, Page, Principal, page_of


async def posts_for(
    session: AsyncSession, who: Principal, enrolment_id: UUID, cursor: str | None
) -> Page[PostOut]:
    """Of one's own cohort, newest first. Only for recognised teachers, and without the posts of
    those with whom contact is blocked, frozen or over."""
    mine = await session.get(Enrolment, enrolment_id)
    if mine is None or mine.person_id != who.person_id or mine.status == "left":
        raise NotFound("This class")
    if not who.verified:
        raise Forbidden("not-verified", "Posts are for recognised teachers.")
    shut_out = await blocked_with(session, who.person_id)
    rows, after = await page_of(
        session,
        select(PartnerPost)
        .join(Enrolment, Enrolment.id == PartnerPost.enrolment_id)
        .join(Person, Person.id == PartnerPost.person_id)
        .where(
            PartnerPost.cohort_id == mine.cohort_id,
            PartnerPost.closed_at.is_(None),
            PartnerPost.posted_at > clock.now() - STANDS_FOR,
            PartnerPost.person_id.not_in(shut_out),
            Enrolment.status == "free",
            Person.verification == "verified",
        ),
        key=PartnerPost.id,
        cursor=cursor,
        limit=20,
    )
    frozen = await frozen_among(session, [one.person_id for one in rows])
    posts = [one for one in rows if one.person_id not in frozen]
    return Page(items=await _out(session, who, mine, posts), next_cursor=after)


async def _out(
    session: AsyncSession, who: Principal, mine: Enrolment, posts: list[PartnerPost]
) -> list[PostOut]:
    ids = [one.enrolment_id for one in posts]
    days = await answer_days(session, [one.person_id for one in posts])
    known = {one.enrolment_id: one for one in await candidates(session, [*ids, mine.id])}
    found = []
    for post, subject in zip(posts, await subjects(session, ids), strict=True):
        card = show(subject, known[post.enrolment_id], named=True, days=days)
        if post.person_id != who.person_id:
            relate(card, known[mine.id], known[post.enrolment_id])
        found.append(
            PostOut(
                id=post.id,
                mine=post.person_id == who.person_id,
                version=post.version,
                title=post.title,
                text=post.text,
                posted_at=post.posted_at,
                card=card,
            )
        )
    return found
