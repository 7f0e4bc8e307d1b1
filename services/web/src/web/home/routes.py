"""`/`: what this is, for somebody who has never heard of it."""

from fastapi import Response

from web.api import NotThere, Refused, Unavailable
from web.pages import Anyone, Page, router
from web.worldmap.dots import Dot, dots_of, view_of

routes = router()


async def _partnerships(page: Page) -> list[Dot]:
    """Where partnerships are. The page stands without it."""
    try:
        answer = await page.api.partnering.get("/v1/preview/map")
    except (NotThere, Refused, Unavailable):
        return []
    return dots_of(answer.get("countries", []))


async def _stories(page: Page) -> list[dict[str, object]]:
    """The newest results. The page stands without them."""
    try:
        answer = await page.api.projects.get("/v1/showcase", limit=3)
    except (NotThere, Refused, Unavailable):
        return []
    return list(answer.get("items", []))[:3]


@routes.get("/")
async def home(page: Anyone) -> Response:
    dots = await _partnerships(page)
    return page.render(
        "home/index.html", dots=dots, view=view_of(dots), stories=await _stories(page)
    )
