"""What to do about a service that cannot be reached."""

from collections.abc import Awaitable, Callable

import httpx

UNREACHABLE = (httpx.TransportError, httpx.InvalidURL)


async def twice(call: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """For calls that change nothing: made again when the connection breaks off under the first."""
    try:
        return await call()
    except UNREACHABLE:
        return await call()
