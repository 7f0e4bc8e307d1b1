"""The stream that an open page listens to."""

import asyncio
import json
from collections.abc import AsyncIterator
from time import monotonic
from typing import Final

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from web.live.news import News, news_of
from web.pages import SignedIn, router

routes = router()
BEAT_SECONDS: Final = 15.0
LONGEST_SECONDS: Final = 600.0
"""Then the browser comes back by itself, and shows again that its session is good. A session that is
ended by somebody, or a change of roles, ends the stream at once."""


@routes.get("/live")
async def live(page: SignedIn, request: Request) -> Response:
    """Says whether something new waits: now, and whenever that changes. Pages work without it."""
    stream = _stream(news_of(request), str(page.me.id), page.session or "")
    return StreamingResponse(stream, media_type="text/event-stream")


async def _stream(news: News, person: str, session: str) -> AsyncIterator[str]:
    async with news.listening(person, session) as listener:
        ends_at = monotonic() + LONGEST_SECONDS
        said: bool | None = None
        while monotonic() < ends_at and not listener.closed:
            is_new = await news.waits_for(person, session)
            if is_new != said:
                said = is_new
                yield f"event: news\ndata: {json.dumps({'new': is_new})}\n\n"
            else:
                yield ": still here\n\n"
            try:
                await asyncio.wait_for(listener.woken.wait(), BEAT_SECONDS)
            except TimeoutError:
                continue
            listener.woken.clear()
        if listener.closed and not listener.comes_back:
            # Its page looks again when it is loaded; coming back at once would close the next.
            yield f"retry: {int(LONGEST_SECONDS * 1000)}\n\n"
