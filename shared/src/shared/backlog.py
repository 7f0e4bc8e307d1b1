"""What a service still has to hand over to something outside, and whether that has stopped."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock

STUCK_AFTER: Final = timedelta(minutes=5)
"""A server may be restarted, and one recipient's may ask to come back later."""


@dataclass(frozen=True)
class Backlog:
    """The work itself is the signal: a server that greets and takes nothing looks well from outside."""

    waiting: int
    oldest: timedelta
    """How long the oldest has been due, by real time."""
    done_at: datetime | None
    """When something was last handed over, by real time. Asked only while something waits long."""

    @property
    def stuck(self) -> bool:
        """Something has waited long, and nothing has gone out since."""
        if self.waiting == 0 or self.oldest < STUCK_AFTER:
            return False
        return self.done_at is None or clock.real_now() - self.done_at >= STUCK_AFTER

    def in_words(self, name: str) -> str:
        """One line for operators."""
        minutes = int(self.oldest.total_seconds() // 60)
        last = self.done_at.isoformat(timespec="minutes") if self.done_at else "never"
        return (
            f"{name}: {self.waiting} waiting, the oldest for {minutes} minutes, last sent: {last}"
        )


NOTHING: Final = Backlog(0, timedelta(), None)
Look = Callable[[AsyncSession], Awaitable[Backlog]]


async def look_at(backlogs: Mapping[str, Look], session: AsyncSession) -> dict[str, Backlog]:
    """Each backlog as it is now."""
    return {name: await look(session) for name, look in backlogs.items()}
