"""How services are reached, and what to do about one that cannot be."""

from collections.abc import Awaitable, Callable, Iterable

import httpx

TIMEOUT = httpx.Timeout(10.0, connect=2.0)
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=12)
"""Of one service. Each call asks all idle connections of its pool whether they still live."""
UNREACHABLE = (httpx.TransportError, httpx.InvalidURL)


async def twice(call: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """For calls that change nothing: made again when the connection breaks off under the first."""
    try:
        return await call()
    except UNREACHABLE:
        return await call()


def client_of(services: Iterable[str]) -> httpx.AsyncClient:
    """One client, with a pool for each address: a service that hangs takes no connection of another."""
    pools = {url: httpx.AsyncHTTPTransport(limits=LIMITS, trust_env=False) for url in services}
    return httpx.AsyncClient(timeout=TIMEOUT, mounts=pools, trust_env=False)
