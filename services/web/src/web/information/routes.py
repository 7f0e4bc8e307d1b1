"""Pages that explain, and the state of the services."""

import asyncio

import httpx
from fastapi import Request, Response

from web.pages import Anyone, router

routes = router()
PARTS = ("accounts", "partnering", "course", "projects", "notifications")


@routes.get("/privacy")
async def privacy(page: Anyone) -> Response:
    return page.render("information/privacy.html")


@routes.get("/accessibility")
async def accessibility(page: Anyone) -> Response:
    return page.render("information/accessibility.html")


@routes.get("/code-of-conduct")
async def code_of_conduct(page: Anyone) -> Response:
    return page.render("information/code-of-conduct.html")


async def _ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        answer = await client.get(f"{url.rstrip('/')}/readyz", timeout=2.0)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200


@routes.get("/status")
async def status(page: Anyone, request: Request) -> Response:
    """Whether each part answers now, asked now."""
    client: httpx.AsyncClient = request.app.state.client
    urls = page.settings.upstreams()
    answers = await asyncio.gather(*(_ready(client, urls[part]) for part in PARTS))
    parts = dict(zip(PARTS, answers, strict=True))
    return page.render("information/status.html", parts=parts, fine=all(answers))
