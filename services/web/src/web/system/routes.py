"""The system page: does every part answer, does anything wait, was anything set aside?"""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any, Final
from uuid import UUID

import httpx
from fastapi import Response

from shared.identity.permissions import Permission
from web.api import NotThere, Refused, Service, Unavailable
from web.i18n import _
from web.pages import Page, allowed, router

routes = router()
SystemKeeper = Annotated[Page, allowed(Permission.RUN_SYSTEM)]
SERVICES: Final[tuple[Service, ...]] = (
    "accounts",
    "partnering",
    "course",
    "projects",
    "notifications",
)
LATE_SECONDS: Final = 30


@dataclass
class Part:
    """One service as it stands now."""

    name: str
    ready: bool
    delivery: dict[str, Any] | None = None
    lags: list[tuple[str, int]] = field(default_factory=list)

    @property
    def stuck(self) -> list[dict[str, Any]]:
        """What has waited long, with nothing going out."""
        parts = self.delivery.get("backlogs", ()) if self.delivery else ()
        return [one for one in parts if one["stuck"]]

    @property
    def late(self) -> bool:
        """Whether events wait longer than they should."""
        return bool(self.delivery and self.delivery["oldest_waiting_seconds"] > LATE_SECONDS)


@routes.get("/staff/system")
async def system(page: SystemKeeper) -> Response:
    parts = await asyncio.gather(*(_part(page, service) for service in SERVICES))
    published = {
        part.name: part.delivery["published_number"] for part in parts if part.delivery is not None
    }
    for part in parts:
        if part.delivery is not None:
            part.lags = [
                (row["producer"], max(0, published[row["producer"]] - row["next_number"] + 1))
                for row in part.delivery["positions"]
                if row["producer"] in published
            ]
    parked = [
        {**event, "service": part.name}
        for part in parts
        if part.delivery is not None
        for event in part.delivery["parked"]
    ]
    return page.render(
        "system/index.html",
        parts=parts,
        parked=parked,
        mail=await _mail(page),
        fine=all(part.ready and not part.late and not part.stuck for part in parts) and not parked,
    )


async def _part(page: Page, service: Service) -> Part:
    client: httpx.AsyncClient = page.request.app.state.client
    url = page.settings.upstreams()[service]
    try:
        ready = (await client.get(f"{url.rstrip('/')}/readyz", timeout=2.0)).status_code == 200
    except httpx.HTTPError:
        ready = False
    try:
        delivery = await getattr(page.api, service).get("/v1/delivery")
    except (Unavailable, Refused, NotThere):
        delivery = None
    return Part(service, ready, delivery)


async def _mail(page: Page) -> dict[str, Any] | None:
    try:
        queue: dict[str, Any] = await page.api.notifications.get("/v1/deliveries/queue")
    except (Unavailable, Refused, NotThere):
        return None
    return queue


@routes.post("/staff/system/parked/{service}/{parked_id}/retry")
async def retry(page: SystemKeeper, service: Service, parked_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/delivery/parked/{parked_id}/retry"
    if await page.try_to(form, getattr(page.api, service).post(path)) is None:
        return page.go("/staff/system", form.problem, tone="bad")
    return page.go("/staff/system", _("Retrying this event and those after it."))


@routes.post("/staff/system/parked/{service}/{parked_id}/discard")
async def discard(page: SystemKeeper, service: Service, parked_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/delivery/parked/{parked_id}/discard"
    call = getattr(page.api, service).post(path, {"reason": form.text("reason")})
    if await page.try_to(form, call) is None:
        said = form.problem or _("Write why this event can be discarded.")
        return page.go("/staff/system", said, tone="bad")
    return page.go("/staff/system", _("The event is discarded. The reason is kept."))
