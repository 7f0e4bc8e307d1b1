"""The route by which a person gets a copy of what a service keeps about them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter

from shared import clock
from shared.http.auth import own
from shared.http.bulkhead import one_at_a_time
from shared.http.models import Output
from shared.http.routing import router
from shared.http.transactions import Reading
from shared.identity.principal import Principal
from shared.personal_data import Held, NotTold, copy_of

Owner = Annotated[Principal, own(fresh=True)]
Turn = Annotated[None, one_at_a_time("copies")]


class ExportSection(Output):
    """The rows of one table."""

    title: str
    rows: list[dict[str, Any]]


class ExportResponse(Output):
    """Everything that one service keeps about the person who asks."""

    exported_at: datetime
    sections: list[ExportSection]


def export_routes(held: Sequence[Held | NotTold]) -> APIRouter:
    """`GET /v1/me/export` over these tables."""
    routes = router("export")

    @routes.get("/me/export")
    async def export_own_data(who: Owner, turn: Turn, session: Reading) -> ExportResponse:
        """A copy of everything that this service keeps about me."""
        sections = await copy_of(session, who.person_id, held)
        return await asyncio.to_thread(
            ExportResponse.model_validate, {"exported_at": clock.now(), "sections": sections}
        )

    return routes
