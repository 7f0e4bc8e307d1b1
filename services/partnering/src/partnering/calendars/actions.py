"""Entering and importing school calendars. A region's terms are entered once, for everybody."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.files import Reading, Row, read_csv, read_ics, read_openholidays
from partnering.calendars.model import RegionCalendar, SchoolHoliday
from partnering.calendars.schemas import BadRow, CalendarImport, CalendarIn, ImportReport
from shared import clock
from shared.http import Invalid, Principal


async def save_calendar(
    session: AsyncSession, who: Principal, country: str, region: str, new: CalendarIn
) -> None:
    """Replace what is known about a region."""
    rows = [Row(country, region, one.name, one.starts_on, one.ends_on) for one in new.holidays]
    source = "example" if new.example else "staff"
    known = (new.known_from, new.known_until)
    await replace_calendar(session, who, (country, region), known, rows, source)


async def replace_calendar(
    session: AsyncSession,
    who: Principal,
    place: tuple[str, str],
    known: tuple[date, date],
    rows: Sequence[Row],
    source: str,
) -> None:
    """A region's calendar as a whole, whoever wrote it."""
    await _keep(session, who, place, known, source)
    await session.execute(
        delete(SchoolHoliday).where(
            SchoolHoliday.country == place[0], SchoolHoliday.region == place[1]
        )
    )
    await _add(session, rows)


async def import_calendars(
    session: AsyncSession, who: Principal, new: CalendarImport
) -> ImportReport:
    """Add a file's holidays. Known is the school year (August to July) that its rows lie in."""
    reading = _read(new)
    by_place: dict[tuple[str, str], list[Row]] = {}
    for row in reading.rows:
        by_place.setdefault((row.country, row.region), []).append(row)
    for place, rows in by_place.items():
        first, last = min(row.starts_on for row in rows), max(row.ends_on for row in rows)
        source = "example" if new.example else "import"
        await _keep(session, who, place, (_year_start(first), _year_end(last)), source)
    await _add(session, reading.rows)
    return ImportReport(
        calendars=len(by_place),
        holidays=len(reading.rows),
        refused=[BadRow(line=line, why=why) for line, why in reading.refused[:200]],
    )


def _read(new: CalendarImport) -> Reading:
    if new.format == "ics":
        if new.country is None:
            raise Invalid({"/country": "is needed: a calendar file does not name one"})
        return read_ics(new.content, new.country, new.region)
    if new.format == "openholidays":
        return read_openholidays(new.content, new.country or "")
    return read_csv(new.content, new.country or "", new.region)


def _year_start(day: date) -> date:
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def _year_end(day: date) -> date:
    return date(day.year + 1 if day.month >= 8 else day.year, 8, 1) - timedelta(days=1)


async def _keep(
    session: AsyncSession,
    who: Principal,
    place: tuple[str, str],
    known: tuple[date, date],
    source: str,
) -> None:
    values = {
        "known_from": known[0],
        "known_until": known[1],
        "source": source,
        "updated_by": who.person_id,
        "updated_at": clock.now(),
    }
    await session.execute(
        insert(RegionCalendar)
        .values(country=place[0], region=place[1], **values)
        .on_conflict_do_update(
            index_elements=[RegionCalendar.country, RegionCalendar.region], set_=values
        )
    )


async def _add(session: AsyncSession, rows: Iterable[Row]) -> None:
    """One row per first day; the longer of two wins."""
    longest: dict[tuple[str, str, date], Row] = {}
    for row in rows:
        key = (row.country, row.region, row.starts_on)
        if key not in longest or row.ends_on > longest[key].ends_on:
            longest[key] = row
    if not longest:
        return
    statement = insert(SchoolHoliday).values(
        [
            {
                "country": row.country,
                "region": row.region,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "name": row.name,
            }
            for row in longest.values()
        ]
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[SchoolHoliday.country, SchoolHoliday.region, SchoolHoliday.starts_on],
            set_={"ends_on": statement.excluded.ends_on, "name": statement.excluded.name},
        )
    )
