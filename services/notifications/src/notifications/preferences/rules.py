"""Quiet hours and digest times, on the reader's own clock."""

from datetime import datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

QUIET_FROM: Final = time(22, 0)
QUIET_TO: Final = time(7, 0)
DIGEST_AT: Final = time(7, 30)
WEEKLY_ON: Final = 0
"""Monday."""


def quiet_until(now: datetime, zone: ZoneInfo, quiet_from: time, quiet_to: time) -> datetime | None:
    """When the quiet hours that `now` lies in end; None outside of them.

    Quiet hours may span midnight. The same time twice means that no hour is quiet.
    """
    local = now.astimezone(zone)
    at = local.time()
    if quiet_from <= quiet_to:
        is_quiet = quiet_from <= at < quiet_to
    else:
        is_quiet = at >= quiet_from or at < quiet_to
    if not is_quiet:
        return None
    ends_on = local.date() if at < quiet_to else local.date() + timedelta(days=1)
    return datetime.combine(ends_on, quiet_to, zone)


def next_digest(now: datetime, zone: ZoneInfo, rhythm: Literal["daily", "weekly"]) -> datetime:
    """The next half past seven in the morning there; for weekly digests on a Monday."""
    local = now.astimezone(zone)
    on = local.date()
    if local.time() >= DIGEST_AT:
        on += timedelta(days=1)
    if rhythm == "weekly":
        on += timedelta(days=(WEEKLY_ON - on.weekday()) % 7)
    return datetime.combine(on, DIGEST_AT, zone)
