"""Staff of the demo decide on teachers however long loading takes."""

from typing import Any

import httpx
import pytest

from meridian.demo import client
from meridian.demo.client import Person, Services


async def test_staff_sign_in_again_before_their_session_is_too_old_to_decide(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(client, "monotonic", lambda: now)
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/tokens":
            seen.append(request.headers["Meridian-Session"])
        return httpx.Response(200, json={"access_token": "token", "person": {"id": "1"}})

    services = Services({"accounts": "http://accounts.test"}, "seed")
    await services.http.aclose()
    services.http = httpx.AsyncClient(transport=httpx.MockTransport(answer))

    async def again() -> str:
        return "second"

    lead: Any = Person(services, "first", "lead", again)
    teacher: Any = Person(services, "teacher", "teacher")
    for _ in range(2):
        for one in (lead, teacher):
            await one.get("accounts", "/v1/verifications")
        now += 500
    await services.http.aclose()
    assert seen == ["first", "teacher", "second", "teacher"]
