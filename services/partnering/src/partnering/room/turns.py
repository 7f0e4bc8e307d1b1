"""When lessons never meet: hours for the teachers to talk, each in turn bending the day for it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from partnering.calendars.rules import is_free, school_week
from partnering.room.rules import SchoolWeek

STEP = timedelta(minutes=30)
LASTS = timedelta(minutes=30)
WEEK = timedelta(days=7)
FURTHEST = timedelta(hours=14)
"""How far any clock is from UTC."""
_HARD = ((8, 18, 0), (7, 20, 1), (6, 22, 3))
"""From, until, how hard: an hour of the working day, of its edges, of early morning and evening."""
_NIGHT = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """Half an hour in one week. `bends` is whose day it strains; None when it strains nobody's."""

    starts_at: datetime
    bends: int | None


def turns(
    members: Sequence[SchoolWeek], mondays: Sequence[date], after: datetime | None = None
) -> list[Turn]:
    """One hour per week, on a school day of everybody, and after a moment. The weight goes round: in
    each week it lies on another member, and on the others as little as the clocks allow.

    A week in which no day is left that is a school day for all has none.
    """
    found: list[Turn] = []
    for monday in mondays:
        turn = _turn(members, monday, len(found) % len(members), after)
        if turn is not None:
            found.append(turn)
    return found


def _turn(
    members: Sequence[SchoolWeek], monday: date, bends: int, after: datetime | None
) -> Turn | None:
    best: tuple[int, int, datetime] | None = None
    for starts_at in _half_hours(monday):
        if after is not None and starts_at <= after:
            continue
        if not all(_is_school_day(one, starts_at, monday) for one in members):
            continue
        hardships = [hardship(one, starts_at) for one in members]
        key = (sum(hardships) - hardships[bends], hardships[bends], starts_at)
        if best is None or key < best:
            best = key
    if best is None:
        return None
    others, own, starts_at = best
    return Turn(starts_at, bends if own else None if not others else _worst(members, starts_at))


def _half_hours(monday: date) -> Iterator[datetime]:
    """Every half hour that lies in this week on some clock of the world."""
    first = datetime.combine(monday, time(), UTC) - FURTHEST
    for number in range((WEEK + 2 * FURTHEST) // STEP):
        yield first + number * STEP


def _is_school_day(member: SchoolWeek, starts_at: datetime, monday: date) -> bool:
    """Whether it lies within one school day of the member, in this week on the member's clock."""
    zone = ZoneInfo(member.zone)
    day = starts_at.astimezone(zone).date()
    return (
        monday <= day < monday + WEEK
        and (starts_at + LASTS).astimezone(zone).date() == day
        and day.weekday() in school_week(member.country)
        and not is_free(member.calendar, day)
    )


def _worst(members: Sequence[SchoolWeek], starts_at: datetime) -> int:
    return max(range(len(members)), key=lambda one: hardship(members[one], starts_at))


def hardship(member: SchoolWeek, starts_at: datetime) -> int:
    """How hard this half hour of a school day is for one member: 0 within the working day."""
    zone = ZoneInfo(member.zone)
    first = starts_at.astimezone(zone)
    begins = first.hour + first.minute / 60
    ends = begins + LASTS / timedelta(hours=1)
    return next((cost for start, end, cost in _HARD if start <= begins and ends <= end), _NIGHT)
