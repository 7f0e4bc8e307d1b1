"""Importing holidays from a file: they join what is known, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pycountry
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.actions import check_size
from partnering.calendars.joining import Holiday, difference, joined
from partnering.calendars.keeping import Calendar, Place, keep, load, lock_countries
from partnering.calendars.model import RegionAlias
from partnering.calendars.reading.child import File, Read, TookTooLongError, read_in_child
from partnering.calendars.reading.rows import Defaults, Reading, RegionName, Row
from partnering.calendars.regions import merge_regions
from partnering.calendars.schemas import (
    BadRow,
    CalendarImport,
    DateQuestionOut,
    ImportReport,
    SpellingOut,
)
from partnering.calendars.school_years import SchoolYear, school_year, school_year_of
from shared import clock
from shared.audit import nothing_done
from shared.http import Invalid, Principal

YEARS_BACK, YEARS_AHEAD = 2, 5
MOST_SHOWN = 200
_UNREADABLE = {
    "workbook": "is a workbook: save it as CSV",
    "no-text": "is not a text file",
    "pdf": "is a PDF: save its dates as CSV",
}


async def import_calendars(
    session: AsyncSession, who: Principal, new: CalendarImport
) -> ImportReport:
    """Add a file's holidays. Known is only what the person declares to be complete with it."""
    # Reading takes a while and asks no database: no connection is held meanwhile.
    read = await _read(new)
    if read.reading.question is not None or read.spellings:
        nothing_done(session)
        return _report(read, asks=True)
    reading = read.reading
    countries = {row.country for row in reading.rows} | {one.country for one in reading.names}
    await lock_countries(session, countries)
    learned = [await _learn(session, who, name) for name in reading.names]
    before = await load(session, countries)
    after = await _joined(session, before, reading, new)
    change = await keep(session, who, "imported", before, after)
    if change is None and not any(learned):
        nothing_done(session)
    return _report(read, before=before, after=after, change=change)


async def _read(new: CalendarImport) -> Read:
    year = clock.today().year
    defaults = Defaults(
        first_year=year - YEARS_BACK,
        last_year=year + YEARS_AHEAD,
        country=new.country or "",
        region=new.region,
        zone=new.zone or "",
        day_first=new.day_first,
    )
    file = File(
        defaults,
        text=new.content,
        content=new.file,
        encoding=new.encoding or "",
        format={"csv": "table", "openholidays": "table", "ics": "ics"}.get(new.format or ""),  # type: ignore[arg-type]
    )
    try:
        read = await read_in_child(file)
    except TookTooLongError as error:
        raise Invalid({"/content": "takes too long to read"}) from error
    if read.unreadable:
        raise Invalid({"/file": _UNREADABLE[read.unreadable]})
    return read


async def _learn(session: AsyncSession, who: Principal, one: RegionName) -> bool:
    """Remember what a code stands for. What was entered under the code goes to the name.

    False when this was known and nothing is entered under the code.
    """
    new = await session.scalar(
        insert(RegionAlias)
        .values(country=one.country, alias=one.code, region=one.name)
        .on_conflict_do_update(
            index_elements=["country", "alias"],
            set_={"region": one.name},
            where=RegionAlias.region != one.name,
        )
        .returning(RegionAlias.alias)
    )
    moved = one.code != one.name and await merge_regions(
        session, who, (one.country, one.code), one.name
    )
    return moved or new is not None


async def _joined(
    session: AsyncSession, before: dict[Place, Calendar], reading: Reading, new: CalendarImport
) -> dict[Place, Calendar]:
    names = await _names(session, {row.country for row in reading.rows})
    by_place: dict[Place, list[Row]] = {}
    for row in reading.rows:
        region = names.get((row.country, row.region)) or _iso_name(row.region)
        by_place.setdefault((row.country, region), []).append(row)
    after = {}
    for place, rows in by_place.items():
        was = before.get(place, Calendar("import"))
        holidays = joined(
            was.holidays,
            [Holiday(row.starts_on, row.ends_on, row.name, row.key) for row in rows],
            place[0],
        )
        check_size(holidays)
        # What was an example stays one beside the rows of the file, until staff say otherwise.
        example = new.example or was.source == "example"
        now = replace(was, holidays=holidays, source="example" if example else "import")
        for year in _declared(place[0], new):
            now = now.with_complete((year.starts_on, year.ends_on))
        after[place] = replace(now, source=was.source) if now.holidays == was.holidays else now
    return after


async def _names(session: AsyncSession, countries: set[str]) -> dict[Place, str]:
    rows = await session.scalars(select(RegionAlias).where(RegionAlias.country.in_(countries)))
    return {(one.country, one.alias): one.region for one in rows}


def _iso_name(region: str) -> str:
    """The name of an ISO 3166-2 code in its own language; anything else stays as it is."""
    subdivisions: Any = pycountry.subdivisions
    found = subdivisions.get(code=region) if "-" in region else None
    return str(found.name)[:60] if found is not None else region


def _declared(country: str, new: CalendarImport) -> list[SchoolYear]:
    running = school_year_of(country, clock.today())
    return [
        school_year(country, running.year + (1 if one == "next" else 0)) for one in new.complete
    ]


def _report(
    read: Read,
    *,
    before: dict[Place, Calendar] | None = None,
    after: dict[Place, Calendar] | None = None,
    change: UUID | None = None,
    asks: bool = False,
) -> ImportReport:
    reading = read.reading
    differences = [
        difference((before or {}).get(place, Calendar("")).holidays, calendar.holidays, place[0])
        for place, calendar in (after or {}).items()
    ]
    question = reading.question
    return ImportReport(
        calendars=len(after or {}),
        holidays=0 if asks else len(reading.rows),
        added=sum(len(one.added) for one in differences),
        changed=sum(len(one.changed) for one in differences),
        removed=sum(len(one.removed) for one in differences),
        outside=reading.outside,
        names=len(reading.names),
        encoding=read.encoding,
        change_id=change,
        refused=[
            BadRow(line=one.line, why=one.why, code=one.code, value=one.value, name=one.name)
            for one in reading.refused[:MOST_SHOWN]
        ],
        refused_count=len(reading.refused),
        question=DateQuestionOut(
            text=question.text, day_first=question.day_first, month_first=question.month_first
        )
        if question
        else None,
        spellings=[
            SpellingOut(encoding=one.encoding, names=list(one.names)) for one in read.spellings
        ],
        text=read.text if asks or reading.refused else "",
    )
