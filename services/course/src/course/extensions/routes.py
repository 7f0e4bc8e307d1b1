"""Going on after the close over HTTP: for members, and for the leads of the cohort."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from course.access import Lead, SignedIn
from course.extensions import actions, queries
from course.extensions.schemas import (
    ExtensionAnswer,
    ExtensionDecision,
    ExtensionWish,
    HeldPartnership,
)
from shared.http import Cursor, Page, Reading, Transaction, router

routes = router("extensions")


@routes.get("/partnerships/{partnership_id}/extension")
async def read_extension(partnership_id: UUID, who: SignedIn, session: Reading) -> ExtensionAnswer:
    """Why this partnership is behind its cohort, until when, and what is open."""
    return await queries.read_extension(session, who, partnership_id)


@routes.post("/partnerships/{partnership_id}/extension", status_code=204)
async def ask_for_extension(
    partnership_id: UUID, body: ExtensionWish, who: SignedIn, session: Transaction
) -> None:
    await actions.ask_for_extension(session, who, partnership_id, body)


@routes.get("/cohorts/{cohort_id}/extensions")
async def list_extensions(
    cohort_id: UUID,
    who: Lead,
    session: Reading,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[HeldPartnership]:
    """Everybody who goes on in a closed cohort, and what they ask for."""
    return await queries.held_in(session, who, cohort_id, cursor, limit)


@routes.post("/cohorts/{cohort_id}/extensions/{partnership_id}", status_code=204)
async def decide_extension(
    cohort_id: UUID,
    partnership_id: UUID,
    body: ExtensionDecision,
    who: Lead,
    session: Transaction,
) -> None:
    """Until which day it goes on, together or alone; or `finish` now."""
    await actions.decide_extension(session, who, cohort_id, partnership_id, body)


@routes.post("/cohorts/{cohort_id}/extensions/{partnership_id}/decline", status_code=204)
async def decline_extension(
    cohort_id: UUID, partnership_id: UUID, who: Lead, session: Transaction
) -> None:
    await actions.decline_extension(session, who, cohort_id, partnership_id)
