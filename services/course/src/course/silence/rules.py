"""How long somebody has been silent, and what is due when. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

Range = tuple[date, date]

DAY: Final = timedelta(days=1)
STAGES: Final = (3, 5, 7, 9)
"""Days of silence: a nudge to everybody, a one-click check-in, a mentor, a case for staff."""
PAUSE: Final = timedelta(days=7)
"""What "I need a week" buys."""
_HORIZON: Final = 400
"""No holiday is longer than this; a calendar that says so must not stop the clock for ever."""


@dataclass(frozen=True)
class Seat:
    """One member as the clock sees them: silent since when, with which days not counting."""

    person_id: UUID
    since: datetime
    free: tuple[Range, ...] = ()
    must_stop: bool = False


def _counts(moment: datetime, free: Iterable[Range]) -> bool:
    """Whether the day that ends at this moment was one on which an act could be expected."""
    day = (moment - DAY).date()
    return not any(first <= day <= last for first, last in free)


def reached_at(since: datetime, days: int, free: Sequence[Range]) -> datetime:
    """When so many days will have counted; days on which the region has holidays do not count."""
    moment, counted = since, 0
    for _ in range(_HORIZON + days):
        if counted == days:
            return moment
        moment += DAY
        counted += _counts(moment, free)
    return moment


def quiet_days(since: datetime, now: datetime, free: Sequence[Range]) -> int:
    """Whole days without an act, holidays left out; the inverse of `reached_at`."""
    elapsed = max(0, min(_HORIZON, (now - since) // DAY))
    return sum(_counts(since + DAY * number, free) for number in range(1, elapsed + 1))


def longest_silence(seats: Sequence[Seat], now: datetime) -> int:
    """An act of one does not answer for the other: the most silent member decides."""
    return max((quiet_days(seat.since, now, seat.free) for seat in seats), default=0)


def silent(seats: Sequence[Seat], now: datetime, days: int) -> tuple[UUID, ...]:
    """Who has been silent for at least so many days."""
    return tuple(seat.person_id for seat in seats if quiet_days(seat.since, now, seat.free) >= days)


def stage_of(days: int) -> int:
    """The last stage that so many days have reached."""
    return max((stage for stage in STAGES if stage <= days), default=0)


def next_stage(stage: int) -> int | None:
    return next((later for later in STAGES if later > stage), None)


def due_at(seats: Sequence[Seat], stage: int, stage_at: datetime | None) -> datetime | None:
    """When the next reminder is due unless somebody acts.

    No reminder comes less than a day after the one before, so that nobody is given up unwarned
    because the service, or a calendar, was away for a while.
    """
    following = next_stage(stage)
    if following is None or not seats:
        return None
    reached = min(reached_at(seat.since, following, seat.free) for seat in seats)
    return max(reached, stage_at + DAY) if stage and stage_at else reached
