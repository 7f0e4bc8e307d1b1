"""Work that takes long is worth doing only while somebody waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

T = TypeVar("T")
LOOK_EVERY: Final = 0.5


async def while_waited_for(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The work's result. It is cancelled when the caller hangs up; nobody reads the answer then."""
    doing = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({doing}, timeout=LOOK_EVERY))[0]:
            if await request.is_disconnected():
                raise HTTPException(499, "The caller has hung up.")
        return doing.result()
    finally:
        if not doing.done():
            doing.cancel()
            await asyncio.wait({doing})
