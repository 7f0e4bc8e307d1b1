"""Days and hours that suit nobody or not everybody: over, too far, at night, in the holidays. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from partnering.calendars.rules import is_free
from partnering.room.rules import SchoolWeek

FURTHEST = timedelta(days=3 * 366)
"""No cohort lasts longer: a later day is a slip of the pen."""
_WAKING = time(6), time(22)

Unfit = Literal["night", "holiday"]


def wrong_day(day: date, today: date) -> str | None:
    """Why nothing can be due on a day; None when it can."""
    if day < today:
        return "lies in the past"
    if day - today > FURTHEST:
        return "lies too far ahead"
    return None


def free_on(members: Sequence[SchoolWeek], day: date) -> list[int]:
    """Whose school is known to be free on a day."""
    return [place for place, one in enumerate(members) if is_free(one.calendar, day)]


def unfit(
    members: Sequence[SchoolWeek], starts_at: datetime, minutes: int
) -> list[tuple[int, Unfit]]:
    """For whom an hour lies at night (22:00 to 06:00 on their clock) or on a holiday."""
    found: list[tuple[int, Unfit]] = []
    for place, one in enumerate(members):
        zone = ZoneInfo(one.zone)
        first = starts_at.astimezone(zone)
        last = (starts_at + timedelta(minutes=minutes)).astimezone(zone)
        if first.time() < _WAKING[0] or last.date() > first.date() or last.time() > _WAKING[1]:
            found.append((place, "night"))
        elif is_free(one.calendar, first.date()):
            found.append((place, "holiday"))
    return found
