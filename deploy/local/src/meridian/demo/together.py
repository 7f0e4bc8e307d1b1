"""Several people act at the same time, but never all of them."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

Result = TypeVar("Result")
AT_ONCE = 6


async def together(work: Iterable[Awaitable[Result]]) -> list[Result]:
    """All results, in the order of the work."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(item: Awaitable[Result]) -> Result:
        async with gate:
            return await item

    return list(await asyncio.gather(*(one(item) for item in work)))
