"""Passwords: argon2id in threads, four at a time, behind a short queue."""

import asyncio
import os
import sys
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr

from shared.http import Unavailable

T = TypeVar("T")

AT_ONCE: Final = 4
LONGEST_QUEUE: Final = 48
"""Some four seconds of work on two cores. Whoever comes later is asked to come again."""
MOST_OF_ONE_CLIENT: Final = 32
"""A training room, and not the whole queue: one network never fills it."""
_NICENESS: Final = 10


def _step_back() -> None:
    """Let everything else of the service run first: an access token takes a millisecond of it."""
    if sys.platform == "linux":  # Elsewhere a thread has no priority of its own.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


_HASHER = Argon2Hasher(time_cost=3, memory_cost=65_536, parallelism=1)
_POOL = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="argon2", initializer=_step_back)
_queued: Counter[str] = Counter()
# Compared with when there is no account: it costs the same work, and a match is not believed.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=1$F/PbsguATIBEb7hxevKhzA"
    "$S3QQwmopT08VAkJj8KPceG9MRRDCdhXQzRDBNfI3kR4"
)


def composed(password: SecretStr) -> str:
    """The password in the form that is hashed: keyboards differ in how they write `é`."""
    return unicodedata.normalize("NFC", password.get_secret_value())


async def hash_password(password: SecretStr, client: str = "") -> str:
    """Return the argon2id hash to store: 64 MiB, three passes. 503 while the queue is full."""
    return await _in_turn(client, lambda: _HASHER.hash(_bytes(composed(password))))


async def password_matches(password: SecretStr, known_hash: str | None, client: str = "") -> bool:
    """Compare in both forms. Without a hash the same work is done and the answer is no."""
    # Hashes made before passwords were composed may hold the form that was typed.
    forms = dict.fromkeys((composed(password), password.get_secret_value()))

    def compare() -> bool:
        return any(_HASHER.verify(_bytes(form), known_hash or _NOBODY) for form in forms)

    return await _in_turn(client, compare) and known_hash is not None


def _bytes(password: str) -> bytes:
    # A lone surrogate is no text, but it is a legal JSON string: it must fail like a wrong password.
    return password.encode("utf-8", "surrogatepass")


async def _in_turn(client: str, work: Callable[[], T]) -> T:
    if _queued.total() >= LONGEST_QUEUE or _queued[client] >= MOST_OF_ONE_CLIENT:
        raise Unavailable(retry_after=3)
    _queued[client] += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_POOL, work)
    finally:
        _queued[client] -= 1
        if not _queued[client]:
            del _queued[client]
