"""Waiting until everything answers, and saying who does not."""

import asyncio
import time
from collections.abc import Mapping

import httpx

from meridian.failure import Failure
from meridian.servers.process import tail
from meridian.supervisor.child import Child

ALLOWED_CRASHES = 3
"""A service that dies this often while starting will not start by waiting longer."""


async def is_ready(client: httpx.AsyncClient, address: str) -> bool:
    return (await readiness(client, address))[0]


async def readiness(client: httpx.AsyncClient, address: str) -> tuple[bool, list[str]]:
    """Whether it is ready, and in words what of it has stopped that fails no command."""
    try:
        answer = await client.get(f"{address}/readyz")
        said = answer.json()
    except (httpx.HTTPError, ValueError):
        return False, []
    return answer.status_code == 200, list(said.get("degraded", ()))


async def wait_for(
    children: Mapping[str, Child], addresses: Mapping[str, str], patience: float = 90
) -> None:
    """Return when every child is ready. Raises `Failure` naming the one that is not, with its last words."""
    deadline = time.monotonic() + patience
    waiting = list(children)
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        while waiting:
            answers = await asyncio.gather(*(is_ready(client, addresses[name]) for name in waiting))
            waiting = [name for name, ready in zip(waiting, answers, strict=True) if not ready]
            for name in waiting:
                child = children[name]
                if child.crashes >= ALLOWED_CRASHES:
                    raise Failure(f"{name} does not start; see {child.log}:\n{tail(child.log)}")
            if waiting and time.monotonic() > deadline:
                late = ", ".join(waiting)
                log = children[waiting[0]].log
                raise Failure(f"Not ready after {patience:.0f} s: {late}; see {log}.")
            await asyncio.sleep(0.1)
