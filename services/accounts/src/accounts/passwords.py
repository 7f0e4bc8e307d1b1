"""Passwords: argon2id, in threads, at most four at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr

_HASHER = Argon2Hasher(time_cost=3, memory_cost=65_536, parallelism=1)
_POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")
# Compared with when there is no account: it costs the same work, and a match is not believed.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=1$F/PbsguATIBEb7hxevKhzA"
    "$S3QQwmopT08VAkJj8KPceG9MRRDCdhXQzRDBNfI3kR4"
)


def _bytes(password: SecretStr) -> bytes:
    # A lone surrogate is no text, but it is a legal JSON string: it must fail like a wrong password.
    return password.get_secret_value().encode("utf-8", "surrogatepass")


async def hash_password(password: SecretStr) -> str:
    """The argon2id hash to store: 64 MiB, three passes."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_POOL, _HASHER.hash, _bytes(password))


async def password_matches(password: SecretStr, known_hash: str | None) -> bool:
    """Without a hash the same work is done and the answer is no."""
    loop = asyncio.get_running_loop()
    matches = await loop.run_in_executor(
        _POOL, _HASHER.verify, _bytes(password), known_hash or _NOBODY
    )
    return matches and known_hash is not None
