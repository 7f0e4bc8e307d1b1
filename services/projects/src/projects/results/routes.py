"""HTTP of results."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from projects.policies import Anyone, Publisher, QueuePublisher
from projects.results import actions, deciding, queries
from projects.results.schemas import (
    PublishRequest,
    ResultForStaff,
    ResultPreview,
    ResultQueueLine,
    ResultRequest,
    ResultView,
    ReturnRequest,
    WithdrawRequest,
)
from shared.http import IfMatch, Page, Reading, Transaction, etag, router

routes = router("results")

Status = Literal["draft", "submitted", "returned", "published", "withdrawn"]


@routes.get("/partnerships/{partnership_id}/result")
async def read_result(
    partnership_id: UUID, who: Anyone, session: Reading, response: Response
) -> ResultView:
    """The partnership's draft; before the first save, its beginning from the plan (version 0)."""
    view = await queries.view_result(session, who, partnership_id)
    response.headers["ETag"] = etag(view.version)
    return view


@routes.put("/partnerships/{partnership_id}/result")
async def save_result(
    *,
    partnership_id: UUID,
    body: ResultRequest,
    who: Anyone,
    version: IfMatch,
    session: Transaction,
    response: Response,
) -> ResultView:
    """Save the draft over the version one has read; 412 if a partner saved meanwhile."""
    await actions.save_result(session, who, partnership_id, body, version)
    view = await queries.view_result(session, who, partnership_id)
    response.headers["ETag"] = etag(view.version)
    return view


@routes.post("/partnerships/{partnership_id}/result/preview")
async def preview_result(
    partnership_id: UUID, body: ResultRequest, who: Anyone, session: Reading
) -> ResultPreview:
    """How these words would look. Nothing is saved."""
    return await queries.preview_result(session, who, partnership_id, body)


@routes.post("/partnerships/{partnership_id}/result/submit")
async def submit_result(partnership_id: UUID, who: Anyone, session: Transaction) -> ResultView:
    """Hand the result to staff. It stands still until they answer, or until it is taken back."""
    await actions.submit_result(session, who, partnership_id)
    return await queries.view_result(session, who, partnership_id)


@routes.post("/partnerships/{partnership_id}/result/take-back")
async def take_back_result(partnership_id: UUID, who: Anyone, session: Transaction) -> ResultView:
    """Undo submitting, while staff have not decided."""
    await actions.take_back_result(session, who, partnership_id)
    return await queries.view_result(session, who, partnership_id)


@routes.post("/partnerships/{partnership_id}/result/withdraw")
async def withdraw_own_result(
    partnership_id: UUID, who: Anyone, session: Transaction
) -> ResultView:
    """Take the own result out of the showcase, at once. It becomes a draft again."""
    await actions.withdraw_own_result(session, who, partnership_id)
    return await queries.view_result(session, who, partnership_id)


@routes.get("/results")
async def list_results(
    *,
    who: QueuePublisher,
    session: Reading,
    status: Status = "submitted",
    cohort_id: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[ResultQueueLine]:
    """Staff: results by status, the longest waiting first."""
    return await queries.list_results(
        session, who, status=status, cohort_id=cohort_id, cursor=cursor, limit=limit
    )


@routes.get("/results/{result_id}")
async def read_result_for_staff(
    result_id: UUID, who: Publisher, session: Reading
) -> ResultForStaff:
    """Staff: a result as it would be published."""
    return await queries.view_result_for_staff(session, who, result_id)


@routes.post("/results/{result_id}/publish")
async def publish_result(
    result_id: UUID, body: PublishRequest, who: Publisher, session: Transaction
) -> ResultForStaff:
    """Staff: put a submitted result into the showcase."""
    await deciding.publish_result(session, who, result_id, body.version)
    return await queries.view_result_for_staff(session, who, result_id)


@routes.post("/results/{result_id}/return")
async def return_result(
    result_id: UUID, body: ReturnRequest, who: Publisher, session: Transaction
) -> ResultForStaff:
    """Staff: give a submitted result back with a note on what to change."""
    await deciding.return_result(session, who, result_id, body.note, body.version)
    return await queries.view_result_for_staff(session, who, result_id)


@routes.post("/results/{result_id}/withdraw")
async def withdraw_result(
    result_id: UUID, body: WithdrawRequest, who: Publisher, session: Transaction
) -> ResultForStaff:
    """Staff: take a published result out of the showcase, with a reason for its writers."""
    await deciding.withdraw_result(session, who, result_id, body.note)
    return await queries.view_result_for_staff(session, who, result_id)
