"""HTTP of school calendars."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from partnering.calendars import (
    actions,
    importing,
    proposing,
    queries,
    regions,
    starting,
    versions,
)
from partnering.calendars.schemas import (
    CalendarImport,
    CalendarOut,
    CalendarSummary,
    CompleteIn,
    Edits,
    ImportReport,
    ProposalIn,
    ProposalOut,
    RegionOut,
    Renaming,
    StartDates,
    VersionOut,
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
from shared.http.bulkhead import one_at_a_time

routes = router("calendars")
Anyone = Annotated[Principal, own()]
Teacher = Annotated[Principal, own()]
Staff = Annotated[Principal, allow(Permission.MANAGE_SCHOOL_CALENDARS)]
Advised = Annotated[Principal, allow_in(Permission.SEE_START_DATES, "cohort_id")]
Turn = Annotated[None, one_at_a_time("start_dates", 1)]
CountryPath = Annotated[Country, Path()]
Region = Annotated[str, Query(max_length=60)]
Year = Annotated[int, Path(ge=2000, le=2099)]


@routes.get("/cohorts/{cohort_id}/start-dates")
async def advise_start(
    cohort_id: UUID,
    who: Advised,
    turn: Turn,
    session: Reading,
    first: Annotated[date | None, Query()] = None,
    count: Annotated[int, Query(ge=1, le=60)] = 26,
) -> StartDates:
    """Which start Monday costs the people of a cohort the fewest course weeks."""
    return await starting.advise_start(session, cohort_id, first or clock.today(), count)


@routes.get("/calendars")
async def list_calendars(
    who: Anyone, session: Reading, country: Country | None = None
) -> list[CalendarSummary]:
    """The regions of which holidays are entered, and the school years that are complete."""
    return await queries.list_calendars(session, who, country)


@routes.get("/calendars/{country}")
async def get_calendar(
    country: CountryPath, who: Anyone, session: Reading, region: Region = ""
) -> CalendarOut:
    """A region's own holidays, and those it has from its country."""
    return await queries.get_calendar(session, country, region)


@routes.patch("/calendars/{country}", status_code=204)
async def edit_calendar(
    country: CountryPath, body: Edits, who: Staff, session: Transaction, region: Region = ""
) -> None:
    """Add, change or remove single holidays. What is not named stays."""
    await actions.edit_calendar(session, who, (country, region), body)


@routes.delete("/calendars/{country}", status_code=204)
async def delete_calendar(
    country: CountryPath, who: Staff, session: Transaction, region: Region = ""
) -> None:
    """Forget what was entered for a region; it keeps the holidays of its country."""
    await regions.delete_calendar(session, who, (country, region))


@routes.put("/calendars/{country}/years/{year}", status_code=204)
async def declare_year(
    country: CountryPath,
    year: Year,
    body: CompleteIn,
    who: Staff,
    session: Transaction,
    region: Region = "",
) -> None:
    """Say whether every holiday of a school year is entered. Only then other weeks are free."""
    await actions.declare_year(session, who, (country, region), year, body.complete)


@routes.post("/calendars/{country}/rename", status_code=204)
async def rename_region(
    country: CountryPath, body: Renaming, who: Staff, session: Transaction, region: Region = ""
) -> None:
    """Rename a region with its schools, or merge it into another."""
    await regions.rename_region(session, who, (country, region), body.region, merge=body.merge)


@routes.get("/calendars/{country}/versions")
async def list_calendar_versions(
    country: CountryPath, who: Staff, session: Reading, region: Region = ""
) -> list[VersionOut]:
    """What was changed in a region's calendar, newest first."""
    return await versions.versions_of(session, (country, region))


@routes.post("/calendar-changes/{change_id}/undo", status_code=204)
async def undo_calendar_change(change_id: UUID, who: Staff, session: Transaction) -> None:
    """Put every region of a change back as it was before it."""
    await regions.undo_change(session, who, change_id)


@routes.post("/calendars/import")
async def import_calendars(body: CalendarImport, who: Staff, session: Transaction) -> ImportReport:
    """Add holidays from a file (CSV, OpenHolidays CSV or iCalendar)."""
    return await importing.import_calendars(session, who, body)


@routes.get("/countries/{country}/regions")
async def list_regions(country: CountryPath, who: Anyone, session: Reading) -> list[RegionOut]:
    """The regions of a country that are named so far, so that nobody writes them in two ways."""
    return await queries.regions_of(session, who, country)


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
