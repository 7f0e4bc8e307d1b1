"""Passwords cost an attacker what they should."""

import asyncio
import importlib.util
import re
import threading
from typing import Any

import pytest
from pydantic import SecretStr

from accounts import passwords


@pytest.fixture
def real() -> Any:
    """The module as it is in production, without the lowered cost of the other tests."""
    spec = importlib.util.find_spec("accounts.passwords")
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh


async def test_a_hash_is_argon2id_with_64_mib_and_three_passes(real: Any) -> None:
    made = await real.hash_password(SecretStr("correct horse battery"))
    cost = r"\$argon2id\$v=19\$m=65536,t=3,p=1\$"
    assert re.match(cost, made)
    assert re.match(cost, real._NOBODY)
    assert await real.password_matches(SecretStr("correct horse battery"), made)
    assert not await real.password_matches(SecretStr("correct horse batterx"), made)


async def test_without_an_account_no_password_matches(real: Any) -> None:
    # The hash that stands for nobody was made from this; a match must still not be believed.
    assert not await real.password_matches(SecretStr("y" * 40), None)


async def test_at_most_four_passwords_are_hashed_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running, most = 0, 0
    lock, gate = threading.Lock(), threading.Event()

    class Slow:
        def hash(self, password: bytes) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            gate.wait(0.2)
            with lock:
                running -= 1
            return password.decode()

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    await asyncio.gather(*(passwords.hash_password(SecretStr(f"{n}")) for n in range(12)))
    assert most == 4


async def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    composed, apart = "caf\u00e9 au lait", "cafe\u0301 au lait"
    made = await passwords.hash_password(SecretStr(apart))
    assert await passwords.password_matches(SecretStr(composed), made)
    assert await passwords.password_matches(SecretStr(apart), made)


async def test_a_hash_of_a_password_that_was_not_composed_keeps_working() -> None:
    apart = "cafe\u0301 au lait"
    old = passwords._HASHER.hash(apart.encode())
    assert await passwords.password_matches(SecretStr(apart), old)
    assert not await passwords.password_matches(SecretStr("cafe au lait"), old)


async def test_ten_characters_are_counted_as_they_are_hashed(api: Any) -> None:
    body = {"token": "x", "password": "e\u0301" * 9}
    refused = await api.post("/v1/password-resets/confirm", json=body)
    assert refused.status_code == 422
