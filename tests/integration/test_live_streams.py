"""What is open in a browser ends within seconds of its session, in the running installation."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

import httpx
import pytest

from meridian.demo import joining
from meridian.demo.client import Person
from meridian.demo.population import Teacher

from ..conftest import Programme

SOON = 5.0
"""Seconds in which a stream ends."""


async def _stream(programme: Programme, session: str, opened: asyncio.Event) -> None:
    """Read the stream of an open page to its end."""
    cookies = {"meridian": session}
    async with (
        httpx.AsyncClient(cookies=cookies, timeout=30) as browser,
        browser.stream("GET", f"{programme.system.web}/live") as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for _line in answer.aiter_lines():
            opened.set()


async def _third_party(person: Person, opened: asyncio.Event) -> None:
    """Read the stream that a script opens at the API."""
    headers = await person.headers("notifications")
    url = f"{person.services.where['notifications']}/v1/me/live"
    async with (
        httpx.AsyncClient(timeout=30) as script,
        script.stream("GET", url, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        async for _line in answer.aiter_lines():
            opened.set()


async def _sign_in(programme: Programme, teacher: Teacher) -> str:
    password = joining.password_of(teacher, programme.secret)
    answer = await programme.services.send(
        "POST",
        "accounts",
        "/v1/sessions",
        json={"email": teacher.email, "password": password},
    )
    return str(answer.json()["session_token"])


async def _sign_out_elsewhere(person: Person, mine: str) -> None:
    sessions = (await person.get("accounts", "/v1/sessions"))["items"]
    other = next(one for one in sessions if not one["current"])
    headers = await person.headers("accounts")
    await person.services.send("DELETE", "accounts", f"/v1/sessions/{other['id']}", headers=headers)


async def _sign_out(person: Person, mine: str) -> None:
    await person.services.send(
        "DELETE", "accounts", "/v1/sessions/current", headers={"Meridian-Session": mine}
    )


async def _change_password(person: Person, mine: str) -> None:
    headers = await person.headers("accounts")
    body = {"new_password": "another password of the tests"}
    await person.services.send("POST", "accounts", "/v1/me/password", headers=headers, json=body)


async def _erase(person: Person, mine: str) -> None:
    headers = await person.headers("accounts")
    await person.services.send("POST", "accounts", "/v1/me/erasure", headers=headers, json={})


@pytest.mark.parametrize(
    ("end", "copied"),
    [
        (_sign_out_elsewhere, False),
        (_sign_out, False),
        (_change_password, False),
        # The stream was opened by a copy of the session that changes the password.
        (_change_password, True),
        (_erase, False),
    ],
)
async def test_a_stream_ends_within_seconds_of_its_session(
    programme: Programme, end: Callable[[Person, str], Awaitable[None]], copied: bool
) -> None:
    teacher = programme.strangers(1)[0]
    person = await joining.arrive(programme.services, teacher, programme.secret)
    mine = person.session_token if copied else await _sign_in(programme, teacher)
    opened = [asyncio.Event(), asyncio.Event()]
    streams = [
        asyncio.create_task(_stream(programme, mine, opened[0])),
        asyncio.create_task(
            _third_party(Person(programme.services, mine, teacher.email), opened[1])
        ),
    ]
    try:
        for one in opened:
            await asyncio.wait_for(one.wait(), 10)
        began = monotonic()
        await end(person, mine)
        await asyncio.wait_for(asyncio.gather(*streams), SOON)
        assert monotonic() - began < SOON
    finally:
        for stream in streams:
            stream.cancel()
            with suppress(asyncio.CancelledError, httpx.HTTPError):
                await stream
