"""Pages made of several services' answers: a part that is away stays empty, and the page says so."""

from collections.abc import Awaitable
from typing import Any

from web.api import NotThere, Refused, Unavailable


async def part(call: Awaitable[Any], empty: Any, away: set[str]) -> Any:
    """One answer, or `empty`. Services that do not answer are noted in `away`."""
    try:
        answer = await call
    except Unavailable as error:
        away.add(error.service)
        return empty
    except (NotThere, Refused):
        return empty
    return empty if answer is None else answer
