"""Whether contact in a partnership is paused: pages then show what is kept and offer no forms."""

from typing import Any
from uuid import UUID

from web.pages import Page
from web.parts import part


async def room_of(page: Page, partnership_id: UUID) -> dict[str, Any]:
    """The partnership as its members see it; empty for all others and while partnering is away."""
    path = f"/v1/partnerships/{partnership_id}"
    room: dict[str, Any] = await part(page.api.partnering.get(path), {}, set())
    return room


async def contact_paused(page: Page, partnership_id: UUID) -> bool:
    """Whether the services refuse now what this reader writes for the partner."""
    return bool((await room_of(page, partnership_id)).get("contact_paused"))


async def blocked_by_reader(page: Page) -> set[str]:
    """The enrolments of all whom the reader has blocked."""
    found = await part(page.api.partnering.get("/v1/me/blocks"), [], set())
    return {str(one["enrolment_id"]) for one in found}
