"""When lessons never meet: hours for the teachers to talk, each in turn bending the day for it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from partnering.calendars.rules import school_week
from partnering.room.rules import SchoolWeek

STEP = timedelta(minutes=30)
LASTS = timedelta(minutes=30)
_HARD = ((8, 18, 0), (7, 20, 1), (6, 22, 3))
"""From, until, how hard: an hour of the working day, of its edges, of early morning and evening."""
_NIGHT, _NO_SCHOOL_DAY = 20, 9


@dataclass(frozen=True, slots=True)
class Turn:
    """Half an hour in one week. `bends` is whose day it strains; None when it strains nobody's."""

    starts_at: datetime
    bends: int | None


def turns(members: Sequence[SchoolWeek], mondays: Sequence[date]) -> list[Turn]:
    """One hour per week. The weight goes round: in each week it lies on another member, and on the
    others as little as the clocks allow."""
    return [_turn(members, monday, number % len(members)) for number, monday in enumerate(mondays)]


def _turn(members: Sequence[SchoolWeek], monday: date, bends: int) -> Turn:
    week = datetime.combine(monday, time(), UTC) - timedelta(hours=14)
    best: tuple[int, int, datetime] | None = None
    for number in range(7 * 48 + 56):
        starts_at = week + number * STEP
        hardships = [hardship(one, starts_at) for one in members]
        key = (sum(hardships) - hardships[bends], hardships[bends], starts_at)
        if best is None or key < best:
            best = key
    assert best is not None
    others, own, starts_at = best
    return Turn(starts_at, bends if own else None if not others else _worst(members, starts_at))


def _worst(members: Sequence[SchoolWeek], starts_at: datetime) -> int:
    return max(range(len(members)), key=lambda one: hardship(members[one], starts_at))


def hardship(member: SchoolWeek, starts_at: datetime) -> int:
    """How hard this half hour is for one member: 0 within a working day at school."""
    zone = ZoneInfo(member.zone)
    first, last = starts_at.astimezone(zone), (starts_at + LASTS).astimezone(zone)
    begins = first.hour + first.minute / 60
    ends = begins + LASTS / timedelta(hours=1)
    hard = next((cost for start, end, cost in _HARD if start <= begins and ends <= end), _NIGHT)
    free = member.calendar is not None and member.calendar.is_free(first.date())
    at_school = first.weekday() in school_week(member.country) and last.date() == first.date()
    return hard + (0 if at_school and not free else _NO_SCHOOL_DAY)
