"""What was announced of projects and results keeps its number and loses the words of one person."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.erasure.rules import without_name
from projects.partnerships.model import Member
from shared.contracts.projects import (
    MilestoneReached,
    ProjectOpened,
    ResultPublished,
    ResultReturned,
    ResultSubmitted,
)
from shared.outbox import OUTBOX, reword

_QUOTING: Final = tuple(
    event.type
    for event in (MilestoneReached, ProjectOpened, ResultPublished, ResultReturned, ResultSubmitted)
)


@dataclass(frozen=True)
class Forgotten:
    """What one person's erasure took away."""

    name: str
    results: Collection[UUID]
    """Written by them alone."""
    milestones: Collection[str]
    """The titles they gave."""
    decided: Collection[UUID]
    """Results on which they wrote a note as staff."""


async def blank_announced(session: AsyncSession, person_id: UUID, forgotten: Forgotten) -> None:
    """Facts stay facts: a resend, or a consumer that is far behind, reads blanks."""
    theirs = select(Member.partnership_id).where(Member.person_id == person_id)
    # A result's events have the partnership as their aggregate, whoever decided on it.
    of_decided = [f'%"result_id":"{result_id}"%' for result_id in forgotten.decided]
    rows = await session.execute(
        select(OUTBOX.c.event_id, OUTBOX.c.body).where(
            OUTBOX.c.type.in_(_QUOTING),
            or_(
                OUTBOX.c.aggregate_id.in_(theirs), *(OUTBOX.c.body.like(one) for one in of_decided)
            ),
        )
    )
    for event_id, body in rows.all():
        blank = json.dumps(_without(json.loads(body), forgotten))
        await reword(session, OUTBOX.c.event_id == event_id, blank)


def _without(fact: dict[str, Any], forgotten: Forgotten) -> dict[str, Any]:
    result_id = UUID(fact["result_id"]) if "result_id" in fact else None
    alone = result_id in forgotten.results or fact["title"] in forgotten.milestones
    title = "" if alone else without_name(fact["title"], forgotten.name)
    note = {"note": ""} if "note" in fact and (alone or result_id in forgotten.decided) else {}
    return {**fact, "title": title, **note}
