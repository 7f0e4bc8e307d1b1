"""HTTP of posts by which classes look for partners."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partnering.posts import actions, queries
from partnering.posts.schemas import PostIn, PostOut
from shared.http import IfMatchGiven, Page, Principal, Reading, Transaction, own, router

routes = router("posts")
Teacher = Annotated[Principal, own()]


@routes.get("/enrolments/{enrolment_id}/partner-posts")
async def list_partner_posts(
    enrolment_id: UUID,
    who: Teacher,
    session: Reading,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
) -> Page[PostOut]:
    """Who of the cohort looks for a partner, in their own words, seen from one's own class."""
    return await queries.posts_for(session, who, enrolment_id, cursor)


@routes.put("/enrolments/{enrolment_id}/partner-post", status_code=204)
async def save_partner_post(
    enrolment_id: UUID, body: PostIn, who: Teacher, read: IfMatchGiven, session: Transaction
) -> None:
    """Write or change the one post of one's class. With `If-Match`, 412 when it was changed
    meanwhile; version 0 is no post yet."""
    await actions.save_post(session, who, enrolment_id, body, read)


@routes.delete("/enrolments/{enrolment_id}/partner-post", status_code=204)
async def take_down_partner_post(enrolment_id: UUID, who: Teacher, session: Transaction) -> None:
    await actions.take_down_post(session, who, enrolment_id)
