"""The outline of a cohort's course, and staff editing a step."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from course.access import Editor
from course.content import actions, queries
from course.content.schemas import StepAnswer, StepEdit
from shared.http import IfMatch, Reading, Transaction, etag, router

routes = router("content")

Language = Annotated[str, Query(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]


@routes.get("/steps/{step_id}")
async def read_step(
    step_id: UUID, who: Editor, session: Reading, response: Response, language: Language = "en"
) -> StepAnswer:
    """A step as staff edit it."""
    step = await actions.read_step_to_edit(session, who, step_id, language.partition("-")[0])
    response.headers["ETag"] = etag(step.version)
    return step


@routes.patch("/steps/{step_id}")
async def edit_step(
    step_id: UUID,
    edit: StepEdit,
    who: Editor,
    version: IfMatch,
    session: Transaction,
    response: Response,
) -> StepAnswer:
    step = await actions.edit_step(session, who, step_id, edit, version)
    await session.flush()
    response.headers["ETag"] = etag(step.version)
    return await queries.read_step(session, step.id, edit.language)
