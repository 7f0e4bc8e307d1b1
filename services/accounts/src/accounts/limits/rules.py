"""Pure rules: windows in which attempts are counted."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Limit:
    """At most so many attempts in each window of so many seconds."""

    attempts: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Limit":
        attempts, _, seconds = text.partition("/")
        limit = cls(int(attempts), int(seconds))
        if limit.attempts < 1 or limit.seconds < 1:
            raise ValueError(f"{text!r} allows nothing")
        return limit

    def window_end(self, now: datetime) -> datetime:
        """Windows are aligned to the epoch, so that all processes agree without talking."""
        number = int(now.timestamp()) // self.seconds + 1
        return datetime.fromtimestamp(number * self.seconds, UTC)
