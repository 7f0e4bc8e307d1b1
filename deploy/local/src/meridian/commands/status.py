"""`meridian status`: what of an installation answers."""

import asyncio

import httpx
from rich.console import Console

from meridian import endpoints
from meridian.layout import SERVICES, Home
from meridian.supervisor.instance import is_running
from meridian.supervisor.readiness import readiness


async def show(home: Home, console: Console) -> bool:
    """Print one line per part; true when all of them answer."""
    if not is_running(home):
        console.print("Meridian is not running.")
        return False
    where = endpoints.read(home)
    names = (*SERVICES, "mailbox")
    async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
        answers = await asyncio.gather(*(readiness(client, where[name]) for name in names))
    for name, (ready, degraded) in zip(names, answers, strict=True):
        word = "ready" if ready else "does not answer"
        console.print(f"{name:<14} {word:<16} {where[name]}", soft_wrap=True, highlight=False)
        for trouble in degraded:
            console.print(f"{'':<14} {trouble}", soft_wrap=True, highlight=False)
    for name in ("postgres", "nats", "smtp"):
        console.print(f"{name:<14} {'':<16} {where[name]}", soft_wrap=True, highlight=False)
    return all(ready for ready, _ in answers)
