"""HTTP of school calendars."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from partnering.calendars import actions, proposing, queries
from partnering.calendars.schemas import (
    CalendarImport,
    CalendarIn,
    CalendarOut,
    ImportReport,
    ProposalIn,
    ProposalOut,
    RegionOut,
    StartDates,
)
from partnering.classes.vocabulary import Country
from shared import clock
from shared.http import (
    Created,
    Once,
    Permission,
    Principal,
    Reading,
    Transaction,
    allow,
    allow_in,
    own,
    router,
)

routes = router("calendars")
Anyone = Annotated[Principal, own()]
Teacher = Annotated[Principal, own()]
Staff = Annotated[Principal, allow(Permission.MANAGE_SCHOOL_CALENDARS)]
Advised = Annotated[Principal, allow_in(Permission.SEE_START_DATES, "cohort_id")]
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
    return await queries.advise_start(session, cohort_id, first or clock.today(), count)


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


@routes.get("/countries/{country}/regions")
async def list_regions(
    country: Annotated[Country, Path()], who: Anyone, session: Reading
) -> list[RegionOut]:
    """The regions of a country that are named so far, so that nobody writes them in two ways."""
    return await queries.regions_of(session, country)


@routes.post("/me/calendar-proposals", status_code=201)
async def propose_calendar(
    body: ProposalIn, who: Teacher, session: Transaction, once: Once
) -> Created:
    """Enter the holidays of one's own region; they count once staff have confirmed them."""
    proposal = await proposing.propose_calendar(session, who, body)
    return await once.created("/v1/me/calendar-proposals", proposal.id)


@routes.get("/me/calendar-proposals")
async def list_my_calendar_proposals(who: Teacher, session: Reading) -> list[ProposalOut]:
    return await proposing.proposals(session, mine=who.person_id)


@routes.get("/calendar-proposals")
async def list_calendar_proposals(who: Staff, session: Reading) -> list[ProposalOut]:
    """What teachers have entered and nobody has confirmed yet."""
    return await proposing.proposals(session)


@routes.post("/calendar-proposals/{proposal_id}/accept", status_code=204)
async def accept_calendar_proposal(proposal_id: UUID, who: Staff, session: Transaction) -> None:
    await proposing.decide_proposal(session, who, proposal_id, "accepted")


@routes.post("/calendar-proposals/{proposal_id}/refuse", status_code=204)
async def refuse_calendar_proposal(proposal_id: UUID, who: Staff, session: Transaction) -> None:
    await proposing.decide_proposal(session, who, proposal_id, "refused")
