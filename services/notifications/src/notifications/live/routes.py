"""Live hints as server-sent events: one stream per browser or, for `web`, one for many people."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Path
from fastapi.sse import EventSourceResponse, ServerSentEvent

from notifications.live.hub import HUB, Channel, TooManyChannels
from notifications.live.schemas import Hint
from shared.http import NotFound, Principal, Problem, allow, router

routes = router("live")
Person = Annotated[Principal, allow()]
BEAT_SECONDS = 15.0


async def _channel(who: Person) -> AsyncIterator[Channel]:
    try:
        with HUB.channel() as channel:
            HUB.join(channel.key, who.person_id)
            yield channel
    except TooManyChannels as error:
        title = "Too many streams are open here."
        raise Problem(503, "too-many-streams", title, headers={"Retry-After": "30"}) from error


@routes.get("/me/live", response_class=EventSourceResponse)
async def watch_live(
    channel: Annotated[Channel, Depends(_channel)],
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
async def join_live(who: Person, channel_key: Annotated[str, Path(max_length=64)]) -> None:
    """Let an open channel, whose key is known only to who opened it, carry my hints too."""
    if not HUB.join(channel_key, who.person_id):
        raise NotFound("This channel")


@routes.delete("/me/live/{channel_key}", status_code=204)
async def leave_live(who: Person, channel_key: Annotated[str, Path(max_length=64)]) -> None:
    """No more of my hints on that channel."""
    HUB.leave(channel_key, who.person_id)
