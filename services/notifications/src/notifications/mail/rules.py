"""When a mail is tried again, and when it is given up."""

from datetime import timedelta
from typing import Final

GIVE_UP_AFTER: Final = timedelta(days=5)
"""A recipient's server that says "later" for so long is not coming back."""


def retry_in(attempts: int) -> timedelta:
    """Half a minute after the first failure, doubling, at most four hours."""
    return min(timedelta(seconds=30 * (1 << min(attempts - 1, 12))), timedelta(hours=4))


def pause_seconds(failures: int) -> float:
    """How long to leave an unreachable server alone: one second, doubling, at most a minute."""
    return float(min(2 ** min(failures - 1, 6), 60))
