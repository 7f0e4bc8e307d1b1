"""Teachers at work while things break: clients that repeat what was not answered."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from meridian import business_clock
from meridian.demo.joining import Member

from ..conftest import System
from .history import History
from .letters import spelt
from .wire import Answer, Wire

PATIENCE = 90
"""Seconds a client goes on trying. Longer than any outage a test makes."""
TOKEN_SECONDS = 45
MIX = {
    "message": 60,
    "rename": 9,
    "task": 8,
    "decision": 6,
    "link": 4,
    "meeting": 3,
    "agreement": 5,
    "plan": 5,
}
"""How often which command, of a hundred. Invitations are the work of teachers without a partner."""


@dataclass
class Door:
    """Where the services answer: all addresses of each, for a client that goes to the next one."""

    addresses: Mapping[str, Sequence[str]]
    patience: float = 15
    """Seconds a client waits for one answer."""

    @classmethod
    def of(cls, system: System) -> "Door":
        return cls({name: [address] for name, address in system.where.items()})


@dataclass
class Budget:
    """How many commands are still to be asked, by all clients together. None: until told to stop."""

    left: int | None = None
    rate: float | None = None
    """Commands per second at most, of all clients together; None: as many as are answered."""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _free_at: float = 0.0

    async def take(self) -> bool:
        if self.stop.is_set() or self.left == 0:
            return False
        if self.left is not None:
            self.left -= 1
        if self.rate is not None:
            mine = max(self._free_at, time.monotonic())
            self._free_at = mine + 1 / self.rate
            await asyncio.sleep(mine - time.monotonic())
        return True


class Client:
    """One person's connection: tokens are cached, commands are repeated until answered."""

    def __init__(self, member: Member, door: Door, history: History) -> None:
        self.member = member
        self.lane = member.person.id
        self.history = history
        self._door = door
        self._wire = Wire()
        self._tokens: dict[str, tuple[str, float]] = {}
        self._turn = 0

    async def _send(
        self, method: str, service: str, path: str, body: Any, headers: dict[str, str]
    ) -> Answer:
        addresses = self._door.addresses[service]
        address = addresses[self._turn % len(addresses)]
        return await self._wire.request(
            method, address, path, body, headers, patience=self._door.patience
        )

    async def _token(self, service: str) -> str:
        token, until = self._tokens.get(service, ("", 0.0))
        if time.monotonic() > until:
            session = {"Meridian-Session": self.member.person.session_token}
            path, body = "/v1/tokens", {"audience": service}
            answer = await self._send("POST", "accounts", path, body, session)
            if not answer.is_success:
                raise ConnectionError(f"no token: {answer.status}")
            token = answer.json()["access_token"]
            self._tokens[service] = (token, time.monotonic() + TOKEN_SECONDS)
        return token

    async def once(
        self, method: str, service: str, path: str, body: Any = None, **headers: str
    ) -> Answer:
        token = await self._token(service)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._send(
            method, service, path, body, {"Authorization": f"Bearer {token}", **named}
        )

    async def insist(
        self,
        mark: str,
        kind: str,
        attempt: Callable[[int], Awaitable[Answer]],
    ) -> Answer | None:
        """Ask until there is an answer that no outage causes. None when the patience is at its end."""
        self.history.ask(mark, kind, self.lane)
        began = time.monotonic()
        attempts = 0
        while time.monotonic() - began < PATIENCE:
            attempts += 1
            try:
                answer = await attempt(attempts)
            except ConnectionError:
                self.history.trouble["unreached"] += 1
                self._turn += 1
                await asyncio.sleep(0.2)
                continue
            if answer.status == 503 and "retry-after" in answer.headers:
                self.history.trouble["503"] += 1
                self._turn += 1
                await asyncio.sleep(0.3)
                continue
            text = "" if answer.is_success else answer.body.decode(errors="replace")[:300]
            waited = time.monotonic() - began
            self.history.answer(mark, answer.status, attempts, waited, text)
            return answer
        self.history.answer(mark, 0, attempts, time.monotonic() - began)
        return None

    async def command(
        self, mark: str, kind: str, method: str, service: str, path: str, body: Any
    ) -> Answer | None:
        """The same command under the same key until it is answered."""
        key = uuid4().hex
        return await self.insist(
            mark, kind, lambda _: self.once(method, service, path, body, Idempotency_Key=key)
        )

    def close(self) -> None:
        self._wire.close()


class Writer:
    """One teacher in a room: writes, plans, promises, and sometimes changes the own name."""

    def __init__(
        self, client: Client, seed: int, *, edits: bool = False, pause: float = 0.0
    ) -> None:
        self.client = client
        self.pause = pause
        self._random = random.Random(seed)
        self._room = f"/v1/partnerships/{client.member.partnership_id}"
        client.history.rooms.add(str(client.member.partnership_id))
        kinds = {name: share for name, share in MIX.items() if name not in {"agreement", "plan"}}
        # Of two partners one edits what both share, so that neither meets the other's version.
        self._mix = MIX if edits else kinds
        self._versions: dict[str, str] = {}

    async def work(self, budget: Budget) -> None:
        step = 0
        try:
            while await budget.take():
                step += 1
                (kind,) = self._random.choices(list(self._mix), list(self._mix.values()))
                await self._do(kind, f"{self.client.lane} {kind} {step:05}")
                await asyncio.sleep(self.pause)
        finally:
            self.client.close()

    async def _do(self, kind: str, mark: str) -> None:
        say = self.client.command
        if kind == "rename":
            mark = spelt(mark)
            await say(mark, kind, "PATCH", "accounts", "/v1/me", {"name": mark})
        elif kind == "agreement":
            path = f"{self._room}/agreement"
            await self._edit(mark, kind, "partnering", path, ("terms", "other"))
        elif kind == "plan":
            await self._edit(mark, kind, "course", f"{self._room}/plan", ("content", "tools"))
        else:
            path, body = self._new(kind, mark)
            await say(mark, kind, "POST", "partnering", f"{self._room}/{path}", body)

    def _new(self, kind: str, mark: str) -> tuple[str, dict[str, Any]]:
        if kind == "link":
            return "links", {"text": mark, "address": "https://school.example/"}
        if kind == "meeting":
            starts = business_clock.datetime.now(business_clock.UTC) + timedelta(days=60)
            # Faults come at every hour, also at night.
            meeting = {"title": mark, "starts_at": starts.isoformat(), "anyway": True}
            return "meetings", meeting
        field_of = {"message": "text", "task": "title", "decision": "text"}
        return f"{kind}s", {field_of[kind]: mark}

    async def _edit(
        self, mark: str, kind: str, service: str, path: str, where: tuple[str, str]
    ) -> None:
        """Write on top of the version last read. One's own text under a newer version is success."""
        part, name = where

        async def attempt(number: int) -> Answer:
            if number > 1 or path not in self._versions:
                read = await self.client.once("GET", service, path)
                if not read.is_success:
                    return read
                self._versions[path] = read.headers["etag"]
                if read.json()[part][name] == mark:
                    return read
            answer = await self.client.once(
                "PUT", service, path, {name: mark}, If_Match=self._versions[path]
            )
            if answer.is_success:
                self._versions[path] = answer.headers.get("etag") or f'"{answer.json()["version"]}"'
            if answer.status == 412:
                # An attempt whose answer was lost has been carried out after all.
                raise ConnectionError("stale")
            return answer

        await self.client.insist(mark, kind, attempt)


class Reporter:
    """One teacher without a partner, who reports what another one's profile says."""

    def __init__(self, client: Client, other: Member, pause: float = 0.0) -> None:
        self.client = client
        self.other = other
        self.pause = pause

    async def work(self, budget: Budget) -> None:
        step = 0
        try:
            while await budget.take():
                step += 1
                mark = f"{self.client.lane} report {step:05}"
                body = {
                    "subject": "profile",
                    "subject_id": self.other.enrolment_id,
                    "reason": "other",
                    "text": mark,
                }
                await self.client.command(mark, "report", "POST", "partnering", "/v1/reports", body)
                await asyncio.sleep(self.pause)
        finally:
            self.client.close()
