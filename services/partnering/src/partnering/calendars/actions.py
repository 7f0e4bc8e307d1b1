"""Entering school calendars: single holidays, and the school years that are complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.joining import Holiday
from partnering.calendars.keeping import Calendar, Place, keep, load, lock_countries
from partnering.calendars.rules import Span
from partnering.calendars.schemas import Edits, HolidayIO
from partnering.calendars.school_years import school_year
from shared.audit import nothing_done
from shared.http import Conflict, Invalid, Principal

MOST_HOLIDAYS = 2_000
"""Of one region: fifty years of them, or nine years in which each Friday is free."""


async def edit_calendar(session: AsyncSession, who: Principal, place: Place, edits: Edits) -> None:
    """Change single holidays of a region. What the caller does not name stays as it is.

    A holiday that somebody else has changed meanwhile is not overwritten: `holiday-changed`. What
    changes nothing, makes no version and no calendar.
    """
    await lock_countries(session, {place[0]})
    before = await load(session, {place[0]})
    calendar = before.get(place, Calendar("staff"))
    holidays = list(calendar.holidays)
    gone: dict[int, Holiday] = {}
    for number, edit in enumerate(edits.changes):
        if edit.was is None:
            continue
        was = next((one for one in holidays if _is(one, edit.was)), None)
        if was is None:
            raise Conflict(
                "holiday-changed",
                "Somebody else has changed this holiday.",
                errors=[
                    {"pointer": f"/changes/{number}", "detail": "somebody else has changed this"}
                ],
            )
        holidays.remove(was)
        gone[number] = was
    for number, edit in enumerate(edits.changes):
        if edit.now is not None:
            key = gone[number].key if number in gone else ""
            holidays.append(Holiday(edit.now.starts_on, edit.now.ends_on, edit.now.name, key))
            _check_starts(holidays, f"/changes/{number}/now/starts_on")
    check_size(holidays)
    source = calendar.source
    if edits.example is not None and edits.example != (source == "example"):
        source = "example" if edits.example else "staff"
    now = replace(calendar, source=source, holidays=tuple(sorted(holidays)))
    after = {place: now} if place in before or now.holidays or edits.example else {}
    if await keep(session, who, "edited", before, after) is None:
        nothing_done(session)


async def declare_year(
    session: AsyncSession, who: Principal, place: Place, year: int, complete: bool
) -> None:
    """Say that every holiday of a school year is entered, or that this cannot be said."""
    await lock_countries(session, {place[0]})
    before = await load(session, {place[0]})
    calendar = before.get(place, Calendar("staff"))
    stretch = stretch_of(place[0], year)
    without = [part for one in calendar.complete for part in _without(one, stretch)]
    now = replace(calendar, complete=tuple(without))
    if complete:
        now = now.with_complete(stretch)
    after = {place: now} if place in before or complete else {}
    if await keep(session, who, "declared", before, after) is None:
        nothing_done(session)


def stretch_of(country: str, year: int) -> Span:
    found = school_year(country, year)
    return found.starts_on, found.ends_on


def check_size(holidays: list[Holiday] | tuple[Holiday, ...]) -> None:
    if len(holidays) > MOST_HOLIDAYS:
        raise Invalid({"": f"a region has at most {MOST_HOLIDAYS} holidays"})


def _without(whole: Span, part: Span) -> list[Span]:
    """What of a stretch lies before and after another one."""
    before = (whole[0], min(whole[1], _shifted(part[0], -1)))
    after = (max(whole[0], _shifted(part[1], 1)), whole[1])
    return [one for one in (before, after) if one[0] <= one[1]]


def _shifted(day: date, by: int) -> date:
    return date.fromordinal(day.toordinal() + by)


def _is(one: Holiday, other: HolidayIO) -> bool:
    return (one.starts_on, one.ends_on, one.name) == (other.starts_on, other.ends_on, other.name)


def _check_starts(holidays: list[Holiday], pointer: str) -> None:
    starts = [one.starts_on for one in holidays]
    if starts.count(starts[-1]) > 1:
        raise Invalid({pointer: "another holiday starts on this day"})
