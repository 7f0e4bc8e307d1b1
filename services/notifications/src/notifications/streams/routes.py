"""Live hints as server-sent events: one stream per browser or, for `web`, one for many people."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from notifications.inbox.model import Entry
from notifications.live.ending import has_ended
from notifications.live.hub import HUB, Channel, TooManyChannels, TooManyOfOne
from notifications.live.model import StreamEnding
from notifications.streams.queries import lately
from notifications.streams.schemas import Hint
from shared.db import Database
from shared.http import NotFound, Principal, Problem, Unauthorized, own, router
from shared.http.erased import Admitted

routes = router("live")
Person = Annotated[Principal, own()]
BEAT_SECONDS = 15.0
ASK_SECONDS = 2.0


async def _channel(request: Request, who: Person, _admitted: Admitted) -> AsyncIterator[Channel]:
    try:
        with HUB.channel(who.person_id) as channel:
            HUB.join(channel.key, who.person_id)
            await _refuse_ended(request, who, channel.key)
            yield channel
    except TooManyOfOne as error:
        title = "You have too many streams open. Close one of them."
        raise Problem(429, "too-many-streams", title, headers={"Retry-After": "30"}) from error
    except TooManyChannels as error:
        title = "Too many streams are open here."
        raise Problem(503, "too-many-streams", title, headers={"Retry-After": "30"}) from error


async def _refuse_ended(request: Request, who: Principal, channel_key: str) -> None:
    """Asked after joining, so that a session which ends meanwhile is found here or by the hub."""
    database: Database = request.app.state.database
    async with database.reading() as session:
        ended = await has_ended(session, who.session_id)
    if ended:
        HUB.leave(channel_key, who.person_id)
        raise Unauthorized("session-ended", "Your session has ended. Please sign in again.")


async def ask_for_hints(request: Request, channel: Channel) -> None:
    """While another process reacts to events, look every other second for what it wrote."""
    database: Database = request.app.state.database
    seen: dict[UUID, UUID] = {}
    while True:
        if not request.app.state.worker.holding:
            with contextlib.suppress(Exception):
                people = HUB.people_on(channel.key)
                async with database.reading() as session:
                    told = await lately(session, Entry, people)
                    ended = await lately(session, StreamEnding, people)
                for person_id in _new(told, seen):
                    channel.push(person_id)
                for person_id in _new(ended, seen):
                    HUB.end(person_id)
                seen = told | ended
        await asyncio.sleep(ASK_SECONDS)


def _new(rows: Mapping[UUID, UUID], seen: Mapping[UUID, UUID]) -> set[UUID]:
    return {whose for one, whose in rows.items() if one not in seen}


async def _asking(
    request: Request, channel: Annotated[Channel, Depends(_channel)]
) -> AsyncIterator[None]:
    asking = asyncio.create_task(ask_for_hints(request, channel))
    try:
        yield
    finally:
        asking.cancel()
        # It gives its connection back before the stream is over.
        await asyncio.wait([asking])


@routes.get("/me/live", response_class=EventSourceResponse)
async def watch_live(
    channel: Annotated[Channel, Depends(_channel)], _asking: Annotated[None, Depends(_asking)]
) -> AsyncIterator[ServerSentEvent]:
    """Hints for me and for everybody who joins the channel. A hint is never data of record.

    The stream ends when nobody is left on it: a person leaves when a session of theirs ends, or when
    what they may do has changed.
    """
    yield ServerSentEvent(data=Hint(about="channel", channel=channel.key), event="channel")
    while channel.people or not channel.hints.empty():
        try:
            about, person_id = await asyncio.wait_for(channel.hints.get(), BEAT_SECONDS)
        except TimeoutError:
            yield ServerSentEvent(comment="still here")
            continue
        yield ServerSentEvent(data=Hint(about=about, person_id=person_id), event=about)


@routes.put("/me/live/{channel_key}", status_code=204)
async def join_live(
    request: Request,
    who: Person,
    _admitted: Admitted,
    channel_key: Annotated[str, Path(max_length=64)],
) -> None:
    """Let an open channel, whose key is known only to who opened it, carry my hints too."""
    if not HUB.join(channel_key, who.person_id):
        raise NotFound("This channel")
    await _refuse_ended(request, who, channel_key)


@routes.delete("/me/live/{channel_key}", status_code=204)
async def leave_live(
    who: Person, _admitted: Admitted, channel_key: Annotated[str, Path(max_length=64)]
) -> None:
    """No more of my hints on that channel."""
    HUB.leave(channel_key, who.person_id)
