"""Expensive work comes after the cheap check, in a short queue, and holds no connection."""

import asyncio
import threading
from typing import Any

import pytest
from pydantic import SecretStr

from accounts import passwords
from shared.http import Unavailable

PASSWORD = "correct horse battery"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/password-resets/confirm", {"token": "x", "password": PASSWORD}),
        ("/v1/registrations/confirm", {"token": "x", "password": PASSWORD}),
    ],
)
async def test_a_wrong_token_costs_no_argon2(
    api: Any, path: str, body: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forbidden:
        def hash(self, _password: bytes) -> str:
            raise AssertionError("hashed before the token was looked at")

    monkeypatch.setattr(passwords, "_HASHER", Forbidden())
    assert (await api.post(path, json=body)).json()["type"] == "link-not-valid"


async def test_a_full_queue_answers_503_and_one_client_never_fills_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()

    class Slow:
        def hash(self, _password: bytes) -> str:
            gate.wait(5)
            return "hash"

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    greedy = [
        asyncio.create_task(passwords.hash_password(SecretStr(PASSWORD), "greedy"))
        for _ in range(passwords.MOST_OF_ONE_CLIENT + 10)
    ]
    await asyncio.sleep(0.05)
    refused = [task for task in greedy if task.done()]
    assert len(refused) == 10
    assert all(isinstance(task.exception(), Unavailable) for task in refused)
    others = [
        asyncio.create_task(passwords.hash_password(SecretStr(PASSWORD), f"client {number}"))
        for number in range(passwords.LONGEST_QUEUE)
    ]
    await asyncio.sleep(0.05)
    late = [task for task in others if task.done()]
    assert len(late) == passwords.MOST_OF_ONE_CLIENT
    error = late[0].exception()
    assert isinstance(error, Unavailable)
    assert error.headers["Retry-After"]
    gate.set()
    await asyncio.gather(*greedy, *others, return_exceptions=True)
    assert await passwords.hash_password(SecretStr(PASSWORD), "greedy") == "hash"


async def test_no_connection_is_held_while_a_password_is_hashed(
    people: Any, api: Any, app: Any, monkeypatch: pytest.MonkeyPatch, browser: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    headers = await browser.headers()
    held: list[int] = []
    real = passwords._HASHER

    class Watching:
        def hash(self, password: bytes) -> str:
            held.append(app.state.database.engine.pool.checkedout())
            return str(real.hash(password))

        def verify(self, password: bytes, known: str) -> bool:
            held.append(app.state.database.engine.pool.checkedout())
            return bool(real.verify(password, known))

    monkeypatch.setattr(passwords, "_HASHER", Watching())
    await browser.sign_in(ada.email, "wrong password")
    body = {"current_password": PASSWORD, "new_password": "a brand new password"}
    assert (await api.post("/v1/me/password", json=body, headers=headers)).status_code == 200
    assert held == [0, 0, 0]
