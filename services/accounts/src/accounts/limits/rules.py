"""Pure rules: how often something may be tried (the generic cell rate algorithm)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True)
class Limit:
    """So many attempts at once; each comes back after its share of the seconds.

    Beyond the limit one attempt is free every `interval`: nobody waits for the end of a window.
    """

    attempts: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Limit":
        attempts, _, seconds = text.partition("/")
        limit = cls(int(attempts), int(seconds))
        if limit.attempts < 1 or limit.seconds < 1:
            raise ValueError(f"{text!r} allows nothing")
        return limit

    @property
    def window(self) -> timedelta:
        return timedelta(seconds=self.seconds)

    @property
    def interval(self) -> timedelta:
        return self.window / self.attempts

    def too_early(self, used_until: datetime, now: datetime) -> timedelta:
        """How long before its turn an attempt comes that moved the use to `used_until`."""
        return max(used_until - now - self.window, timedelta())

    def wait(self, used_until: datetime, now: datetime, patience: timedelta) -> int:
        """Whole seconds until the next attempt is taken, at least one."""
        early = self.too_early(max(used_until, now) + self.interval, now) - patience
        return max(1, ceil(early.total_seconds()))
