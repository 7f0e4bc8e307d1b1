"""Who has something new: asked of notifications, remembered briefly, kept fresh by one upstream."""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

import httpx
import structlog
from starlette.requests import Request

from shared.described import described
from web.api import refusal
from web.session import AccessTokens, SessionEnded

log = structlog.get_logger()

KEPT_SECONDS: Final = 3.0
KEPT_WHILE_LIVE_SECONDS: Final = 120.0
PATIENCE: Final = httpx.Timeout(1.0)
UPSTREAM: Final = httpx.Timeout(5.0, read=45.0)
"""Notifications says something at least every 15 seconds."""
MOST_KEPT: Final = 20_000
MOST_STREAMS: Final = 6
"""Of one person. As many as a browser opens to one host; a newer one closes the oldest."""
OVER: Final = frozenset({"session-ended", "account-deleted"})
FAILURES = (httpx.HTTPError, SessionEnded, ValueError, RuntimeError)


@dataclass(eq=False)
class Listener:
    """One open page: whose it is, and what wakes it."""

    person: str
    session: str
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False
    comes_back: bool = False
    """It was closed because a session or a role changed: the browser is let in again, or not."""

    def close(self, *, comes_back: bool) -> None:
        self.closed, self.comes_back = True, comes_back
        self.woken.set()


class News:
    """One per process. All open pages share one stream from notifications."""

    def __init__(self, client: httpx.AsyncClient, tokens: AccessTokens, url: str) -> None:
        self._client = client
        self._tokens = tokens
        self._url = url.rstrip("/")
        self._known: dict[str, tuple[bool, float]] = {}
        self._asking: dict[str, asyncio.Task[bool]] = {}
        self._listeners: dict[str, list[Listener]] = {}
        self._channel = ""
        self._upstream: asyncio.Task[None] | None = None

    async def waits_for(self, person: str, session: str) -> bool:
        """Whether something unread waits. False when notifications does not answer soon."""
        known = self._known.get(person)
        live = self._channel and person in self._listeners
        if known and known[1] + (KEPT_WHILE_LIVE_SECONDS if live else KEPT_SECONDS) > monotonic():
            return known[0]
        asking = self._asking.get(person)
        if asking is None:
            # All pages of a person wake at one hint, and share one question.
            asking = asyncio.create_task(self._look(person, session, bool(known and known[0])))
            self._asking[person] = asking
        return await asyncio.shield(asking)

    async def _look(self, person: str, session: str, otherwise: bool) -> bool:
        me = asyncio.current_task()
        try:
            answer = await self._ask(session, "GET", "/v1/me/notifications/unread")
            is_new = bool(answer.json()["unread"])
        except SessionEnded:
            self.end(person)
            return otherwise
        except (*FAILURES, KeyError):
            return otherwise
        else:
            # An answer from before the newest hint is not remembered.
            if self._asking.get(person) is me:
                if len(self._known) >= MOST_KEPT:
                    self._known.clear()
                self._known[person] = (is_new, monotonic())
            return is_new
        finally:
            if self._asking.get(person) is me:
                del self._asking[person]

    def forget(self, person: str) -> None:
        """What was known of this person may have changed; their open pages look again."""
        self._known.pop(person, None)
        self._asking.pop(person, None)
        for listener in self._listeners.get(person, ()):
            listener.woken.set()

    def end(self, person: str) -> None:
        """Close the streams of this person and forget their tokens: a session of theirs is over, or
        what they may do has changed. Browsers come back by themselves and pass the door again."""
        for listener in self._listeners.pop(person, []):
            self._tokens.forget(listener.session)
            listener.close(comes_back=True)
        self.forget(person)

    @contextlib.asynccontextmanager
    async def listening(self, person: str, session: str) -> AsyncIterator[Listener]:
        """A listener that is woken when something of this person changes."""
        listener = Listener(person, session)
        mine = self._listeners.setdefault(person, [])
        is_first = all(one.session != session for one in mine)
        mine.append(listener)
        for oldest in mine[:-MOST_STREAMS]:
            mine.remove(oldest)
            oldest.close(comes_back=False)
        try:
            if self._upstream is None or self._upstream.done():
                self._upstream = asyncio.create_task(self._follow())
            elif self._channel and is_first:
                await self._join(listener)
            yield listener
        finally:
            if listener in mine:
                mine.remove(listener)
            if not mine and self._listeners.get(person) is mine:
                del self._listeners[person]
                self._known.pop(person, None)

    async def close(self) -> None:
        """Let go of the upstream."""
        if self._upstream is not None:
            self._upstream.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._upstream

    async def _follow(self) -> None:
        """Hold the upstream while a page is open; after a break take it up again."""
        pause = 1.0
        while everybody := list(self._everybody()):
            # By chance, so that one person whose session is refused does not keep it from all.
            opener = random.choice(everybody)
            try:
                await self._read_from(opener)
                pause = 1.0
            except SessionEnded:
                self.end(opener.person)
            except FAILURES as error:
                log.info("live_upstream_lost", error=described(error))
            self._channel = ""
            await asyncio.sleep(pause)
            pause = min(pause * 2, 15.0)

    async def _read_from(self, opener: Listener) -> None:
        headers = await self._headers(opener.session)
        async with self._client.stream(
            "GET", f"{self._url}/v1/me/live", headers=headers, timeout=UPSTREAM
        ) as stream:
            if stream.status_code != 200:
                raise ValueError(f"notifications answered {stream.status_code}")
            async for line in stream.aiter_lines():
                if not self._listeners:
                    return
                if line.startswith("data:"):
                    await self._heard(json.loads(line[5:]))

    async def _heard(self, hint: dict[str, Any]) -> None:
        if hint["about"] == "channel":
            self._channel = hint["channel"]
            for listener in {one.session: one for one in self._everybody()}.values():
                # Sessions may have ended unheard: the token of before does not count.
                self._tokens.forget(listener.session)
                await self._join(listener)
        elif hint["about"] == "inbox":
            self.forget(hint["person_id"])
        elif hint["about"] == "access":
            self.end(hint["person_id"])

    async def _join(self, listener: Listener) -> None:
        try:
            await self._ask(listener.session, "PUT", f"/v1/me/live/{self._channel}")
        except SessionEnded:
            self.end(listener.person)
        except FAILURES as error:
            log.info("live_join_failed", error=described(error))
        for page in self._listeners.get(listener.person, ()):
            page.woken.set()

    async def _ask(self, session: str, method: str, path: str) -> httpx.Response:
        answer = await self._client.request(
            method, f"{self._url}{path}", headers=await self._headers(session), timeout=PATIENCE
        )
        if answer.status_code == 401 and refusal(answer).slug in OVER:
            raise SessionEnded
        answer.raise_for_status()
        return answer

    async def _headers(self, session: str) -> dict[str, str]:
        access = await self._tokens.for_service(session, "notifications", {})
        return {"Authorization": f"Bearer {access.token}"}

    def _everybody(self) -> Iterator[Listener]:
        return (one for mine in self._listeners.values() for one in mine)


def news_of(request: Request) -> News:
    """The news of this process."""
    news: News = request.app.state.news
    return news
