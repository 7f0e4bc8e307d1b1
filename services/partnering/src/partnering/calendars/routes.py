"""HTTP of school calendars."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from partnering.calendars import actions, queries
from partnering.calendars.schemas import (
    CalendarImport,
    CalendarIn,
    CalendarOut,
    ImportReport,
    StartDates,
)
from partnering.classes.vocabulary import Country
from shared import clock
from shared.http import Principal, Reading, Role, Transaction, allow, router

routes = router("calendars")
Anyone = Annotated[Principal, allow()]
Staff = Annotated[Principal, allow(Role.PROGRAMME_LEAD, Role.TUTOR)]
Advised = Annotated[Principal, allow(*queries.ADVISED)]
Region = Annotated[str, Query(max_length=60)]


@routes.get("/cohorts/{cohort_id}/start-dates")
async def advise_start(
    cohort_id: UUID,
    who: Advised,
    session: Reading,
    first: Annotated[date | None, Query()] = None,
    count: Annotated[int, Query(ge=1, le=60)] = 26,
) -> StartDates:
    """Which start Monday costs the people of a cohort the fewest course weeks."""
    return await queries.advise_start(session, who, cohort_id, first or clock.today(), count)


@routes.get("/calendars")
async def list_calendars(
    who: Anyone, session: Reading, country: Country | None = None
) -> list[CalendarOut]:
    """The regions whose holidays are known, and until when."""
    return await queries.list_calendars(session, country)


@routes.get("/calendars/{country}")
async def get_calendar(
    country: Annotated[Country, Path()], who: Anyone, session: Reading, region: Region = ""
) -> CalendarOut:
    return await queries.get_calendar(session, country, region)


@routes.put("/calendars/{country}")
async def save_calendar(
    country: Annotated[Country, Path()],
    body: CalendarIn,
    who: Staff,
    session: Transaction,
    region: Region = "",
) -> CalendarOut:
    """Enter a region's terms once, for everybody."""
    await actions.save_calendar(session, who, country, region, body)
    return await queries.get_calendar(session, country, region)


@routes.post("/calendars/import")
async def import_calendars(body: CalendarImport, who: Staff, session: Transaction) -> ImportReport:
    """Add holidays from a file (CSV, OpenHolidays CSV or iCalendar)."""
    return await actions.import_calendars(session, who, body)
