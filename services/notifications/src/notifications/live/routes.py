"""Live hints as server-sent events: one stream per browser or, for `web`, one for many people."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from notifications.live.hub import HUB, Channel, TooManyChannels, TooManyOfOne
from notifications.live.queries import told_lately
from notifications.live.schemas import Hint
from shared.db import Database
from shared.http import NotFound, Principal, Problem, own, router
from shared.http.erased import Admitted

routes = router("live")
Person = Annotated[Principal, own()]
BEAT_SECONDS = 15.0
ASK_SECONDS = 2.0


async def _channel(who: Person, _admitted: Admitted) -> AsyncIterator[Channel]:
    try:
        with HUB.channel(who.person_id) as channel:
            HUB.join(channel.key, who.person_id)
            yield channel
    except TooManyOfOne as error:
        title = "You have too many streams open. Close one of them."
        raise Problem(429, "too-many-streams", title, headers={"Retry-After": "30"}) from error
    except TooManyChannels as error:
        title = "Too many streams are open here."
        raise Problem(503, "too-many-streams", title, headers={"Retry-After": "30"}) from error


async def ask_for_hints(request: Request, channel: Channel) -> None:
    """While another process reacts to events, look every other second for what it wrote."""
    database: Database = request.app.state.database
    seen: dict[UUID, UUID] = {}
    while True:
        if not request.app.state.worker.holding:
            with contextlib.suppress(Exception):
                async with database.reading() as session:
                    lately = await told_lately(session, HUB.people_on(channel.key))
                for person_id in {whose for one, whose in lately.items() if one not in seen}:
                    channel.push(person_id)
                seen = lately
        await asyncio.sleep(ASK_SECONDS)


async def _asking(
    request: Request, channel: Annotated[Channel, Depends(_channel)]
) -> AsyncIterator[None]:
    asking = asyncio.create_task(ask_for_hints(request, channel))
    try:
        yield
    finally:
        asking.cancel()


@routes.get("/me/live", response_class=EventSourceResponse)
async def watch_live(
    channel: Annotated[Channel, Depends(_channel)], _asking: Annotated[None, Depends(_asking)]
) -> AsyncIterator[ServerSentEvent]:
    """Hints for me and for everybody who joins the channel. A hint is never data of record."""
    yield ServerSentEvent(data=Hint(about="channel", channel=channel.key), event="channel")
    while True:
        try:
            person_id = await asyncio.wait_for(channel.hints.get(), BEAT_SECONDS)
        except TimeoutError:
            yield ServerSentEvent(comment="still here")
            continue
        yield ServerSentEvent(data=Hint(about="inbox", person_id=person_id), event="inbox")


@routes.put("/me/live/{channel_key}", status_code=204)
async def join_live(
    who: Person, _admitted: Admitted, channel_key: Annotated[str, Path(max_length=64)]
) -> None:
    """Let an open channel, whose key is known only to who opened it, carry my hints too."""
    if not HUB.join(channel_key, who.person_id):
        raise NotFound("This channel")


@routes.delete("/me/live/{channel_key}", status_code=204)
async def leave_live(
    who: Person, _admitted: Admitted, channel_key: Annotated[str, Path(max_length=64)]
) -> None:
    """No more of my hints on that channel."""
    HUB.leave(channel_key, who.person_id)
