"""Teachers at work while things break: a client that repeats what was not answered, and its history."""

import asyncio
import time
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from meridian.demo.joining import Member

PATIENCE = 90
"""Seconds a client goes on trying. Longer than any outage a test makes."""


@dataclass
class History:
    """What was asked and what was answered, for the check afterwards."""

    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Text of each acknowledged message: its id, and who wrote it."""
    order: dict[str, list[str]] = field(default_factory=dict)
    """Texts per author, in the order in which they were acknowledged."""
    rooms: set[str] = field(default_factory=set)
    """The partnerships in which somebody wrote."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Person → the last name that was acknowledged."""
    refused: list[str] = field(default_factory=list)
    """Answers that no outage may cause."""
    given_up: list[str] = field(default_factory=list)
    unavailable: int = 0
    unreached: int = 0

    def summary(self) -> str:
        return (
            f"{len(self.acknowledged)} messages and {len(self.renamed)} names acknowledged; "
            f"{self.unavailable} answers 503, {self.unreached} connections refused or cut"
        )


class Writer:
    """One teacher who writes to the partner and sometimes changes the own name."""

    def __init__(self, member: Member, history: History, pause: float = 0.15) -> None:
        self.member = member
        self.history = history
        self.pause = pause

    async def work(self, stop: asyncio.Event) -> None:
        step = 0
        while not stop.is_set():
            step += 1
            if step % 6 == 0:
                await self._rename(step)
            else:
                await self._write(step)
            await asyncio.sleep(self.pause)

    async def _write(self, step: int) -> None:
        text = f"{self.member.person.id} says {step:05}"
        path = f"/v1/partnerships/{self.member.partnership_id}/messages"
        answer = await self._insist("POST", "partnering", path, {"text": text})
        if answer is not None:
            self.history.acknowledged[text] = (answer.json()["id"], self.member.person.id)
            self.history.order.setdefault(self.member.person.id, []).append(text)
            self.history.rooms.add(str(self.member.partnership_id))

    async def _rename(self, step: int) -> None:
        name = f"{self.member.teacher.name.split()[0]} Number{step}"
        if await self._insist("PATCH", "accounts", "/v1/me", {"name": name}) is not None:
            self.history.renamed[self.member.person.id] = name

    async def _insist(
        self, method: str, service: str, path: str, body: dict[str, str]
    ) -> httpx.Response | None:
        """The same command under the same key until it is answered. None when it was refused."""
        key = uuid4().hex
        url = f"{self.member.person.services.where[service]}{path}"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                headers = await self.member.person._authorization(service)
                answer = await self.member.person.services.http.request(
                    method, url, json=body, headers={**headers, "Idempotency-Key": key}, timeout=20
                )
            except httpx.TransportError:
                self.history.unreached += 1
                await asyncio.sleep(0.3)
                continue
            if answer.is_success:
                return answer
            if answer.status_code == 503 and "retry-after" in answer.headers:
                self.history.unavailable += 1
                await asyncio.sleep(0.5)
                continue
            self.history.refused.append(
                f"{method} {path}: {answer.status_code} {answer.text[:200]}"
            )
            return None
        self.history.given_up.append(f"{method} {path}")
        return None
