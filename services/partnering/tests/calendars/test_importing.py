"""Files join what is known: bad rows never cost the good ones, and a new file changes what it says."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from entering import LEAD, holiday, on

from partnering.calendars.importing import import_calendars
from partnering.calendars.queries import calendars_of, get_calendar
from partnering.calendars.reading import child
from partnering.calendars.reading.child import File, TookTooLongError, read_in_child
from partnering.calendars.reading.rows import Defaults
from partnering.calendars.regions import rename_region, undo_change
from partnering.calendars.schemas import CalendarImport, ImportReport
from partnering.calendars.versions import versions_of
from shared.http import Conflict, Invalid

HEADER = "Id;Country;StartDate;EndDate;Type;Name;Subdivisions\n"


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with on("2026-11-28"):
        yield


async def _import(session: Any, content: str = "", **more: Any) -> ImportReport:
    new = CalendarImport.model_validate({"content": content, **more})
    return await import_calendars(session, LEAD, new)


async def test_a_file_joins_and_the_next_one_leaves_it_alone(session: Any) -> None:
    first = await _import(
        session, "starts_on,ends_on,name\n2026-12-21,2027-01-03,Winter\n", country="FJ"
    )
    assert (first.calendars, first.holidays, first.added) == (1, 1, 1)
    second = await _import(
        session, "starts_on,ends_on,name\n2027-12-20,2028-01-02,Winter\n", country="FJ"
    )
    assert (second.added, second.changed, second.removed) == (1, 0, 0)
    assert len((await get_calendar(session, "FJ", "")).holidays) == 2


async def test_a_corrected_file_replaces_the_old_date(session: Any) -> None:
    await _import(session, "starts_on,ends_on,name\n2026-12-21,2027-01-03,Winter\n", country="FJ")
    found = await _import(
        session, "starts_on,ends_on,name\n2026-12-23,2027-01-05,Winter\n", country="FJ"
    )
    assert (found.added, found.changed) == (0, 1)
    [only] = (await get_calendar(session, "FJ", "")).holidays
    assert (only.starts_on, only.ends_on) == (date(2026, 12, 23), date(2027, 1, 5))


async def test_importing_makes_nothing_known_unless_somebody_says_so(session: Any) -> None:
    lines = "starts_on,ends_on,name\n2027-07-05,2027-07-16,Winter\n"
    await _import(session, lines, country="CL")
    assert (await calendars_of(session, [("CL", "")]))["CL", ""].complete == ()
    await _import(session, lines, country="CL", complete=["next"])
    assert (await calendars_of(session, [("CL", "")]))["CL", ""].complete == (
        (date(2027, 1, 1), date(2027, 12, 31)),
    )


async def test_importing_twice_changes_nothing_and_reports_bad_rows(session: Any) -> None:
    lines = (
        HEADER
        + "1;DE;2026-10-05;2026-10-17;School;EN Autumn holidays,DE Herbstferien;DE-HE,DE-BY\n"
        "2;DE;2026-13-05;2026-10-17;School;EN Broken;DE-HE\n"
        "3;DE;2026-12-23;2027-01-08;School;EN Christmas holidays;DE-HE;extra\n"
    )
    first = await _import(session, lines)
    again = await _import(session, lines)
    assert (first.calendars, first.holidays, first.added) == (2, 3, 3)
    assert (again.added, again.changed, again.removed, again.change_id) == (0, 0, 0, None)
    assert [(one.line, one.code) for one in first.refused] == [(3, "no-such-day")]


async def test_codes_of_regions_are_shown_as_names(session: Any) -> None:
    await _import(session, HEADER + "1;DE;2026-10-05;2026-10-17;School;EN Autumn;DE-BY\n")
    assert len((await get_calendar(session, "DE", "Bayern")).holidays) == 1
    await _import(session, HEADER + "1;FJ;2026-12-21;2027-01-08;School;EN Made up;PN\n")
    assert len((await get_calendar(session, "FJ", "FJ-PN")).holidays) == 1
    # A list of regions says what the codes mean, also for what is entered already.
    names = await _import(session, "Country;Code;Name\nFJ;FJ-PN;EN Probe North\n")
    assert names.names == 1
    assert len((await get_calendar(session, "FJ", "Probe North")).holidays) == 1
    await _import(session, HEADER + "1;FJ;2026-12-21;2027-01-10;School;EN Made up;PN\n")
    [only] = (await get_calendar(session, "FJ", "Probe North")).holidays
    assert only.ends_on == date(2027, 1, 10)


async def test_a_renamed_region_is_found_again_by_the_next_file(session: Any, world: Any) -> None:
    teacher = await world.teacher("IT", region="Torino area")
    lines = "country,region,starts_on,name\nIT,Torino area,2026-12-07,Bridge\n"
    await _import(session, lines)
    await rename_region(session, LEAD, ("IT", "Torino area"), "Piemonte", merge=False)
    again = await _import(session, lines.replace("12-07", "12-09"))
    assert (again.calendars, again.changed) == (1, 1)
    assert len((await get_calendar(session, "IT", "Piemonte")).holidays) == 1
    assert teacher is not None


async def test_with_national_rows_every_region_has_christmas(session: Any) -> None:
    for country, region, own in (("AT", "WI", "Wien"), ("CZ", "PR", "Praha"), ("RO", "CJ", "Cluj")):
        await _import(
            session,
            HEADER + f"1;{country};2026-12-24;2027-01-06;School;EN Christmas;\n"
            f"2;{country};2027-02-08;2027-02-14;School;EN Winter;{region}\n",
            complete=["running"],
        )
        place = (country, f"{country}-{region}" if own in ("Wien", "Praha") else own)
        calendar = (await calendars_of(session, [place]))[place]
        assert calendar is not None
        assert calendar.is_free(date(2026, 12, 28))
        assert calendar.is_free(date(2027, 2, 10))


async def test_an_ambiguous_date_is_asked_and_nothing_is_imported(session: Any) -> None:
    lines = "starts_on,ends_on\n03/04/2027,05/04/2027\n"
    asked = await _import(session, lines, country="FJ")
    assert asked.question is not None
    assert (asked.holidays, asked.change_id, asked.text) == (0, None, lines.strip())
    answered = await _import(session, asked.text, country="FJ", day_first=True)
    assert answered.added == 1


async def test_an_import_is_undone_in_all_its_regions_at_once(session: Any, staff: Any) -> None:
    await staff.add("FJ", "North", holiday("2027-05-01"))
    report = await _import(
        session,
        "region,starts_on\nNorth,2027-06-01\nSouth,2027-06-01\n",
        country="FJ",
        complete=["next"],
    )
    assert report.change_id is not None
    await undo_change(session, LEAD, report.change_id)
    [only] = (await get_calendar(session, "FJ", "North")).holidays
    assert only.starts_on == date(2027, 5, 1)
    assert (await calendars_of(session, [("FJ", "South")]))["FJ", "South"] is None
    with pytest.raises(Conflict, match="change-undone"):
        await undo_change(session, LEAD, report.change_id)
    kinds = [one.kind for one in await versions_of(session, ("FJ", "North"))]
    assert kinds == ["undone", "imported", "edited"]


async def test_an_example_stays_an_example_beside_the_rows_of_a_file(session: Any) -> None:
    await _import(session, "starts_on\n2027-05-01\n", country="FJ", example=True)
    await _import(session, "starts_on\n2027-06-01\n", country="FJ")
    assert (await get_calendar(session, "FJ", "")).example


async def test_a_file_is_read_from_its_bytes(session: Any) -> None:
    content = "starts_on;name;region\n21.12.2026;Tatil;Thüringen\n".encode("cp1252")
    file = b64encode(content).decode()
    report = await _import(session, file=file, country="DE", encoding="cp1252")
    assert (report.added, report.encoding) == (1, "cp1252")
    assert len((await get_calendar(session, "DE", "Thüringen")).holidays) == 1
    with pytest.raises(Invalid):
        await _import(session, file=b64encode(b"PK\x03\x04").decode(), country="DE")


@pytest.mark.parametrize("country", ["TR", "DE", None])
async def test_names_whose_letters_are_uncertain_are_shown_before_anything_is_stored(
    session: Any, country: str | None
) -> None:
    text = "country;starts_on;name\nFJ;2027-02-01;Yarıyıl tatili İstanbul Şubat\n"
    file = b64encode(text.encode("cp1254")).decode()
    asked = await _import(session, file=file, country=country)
    assert ["Yarıyıl tatili İstanbul Şubat"] in [one.names for one in asked.spellings]
    assert (asked.added, asked.holidays, asked.change_id) == (0, 0, None)
    assert (await get_calendar(session, "FJ", "")).holidays == []
    report = await _import(session, file=file, country=country, encoding="cp1254")
    assert (report.added, report.spellings) == (1, [])
    [only] = (await get_calendar(session, "FJ", "")).holidays
    assert only.name == "Yarıyıl tatili İstanbul Şubat"


async def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SECONDS", 0.01)
    with pytest.raises(TookTooLongError):
        await read_in_child(File(Defaults(2024, 2031, "FJ"), text="starts_on\n2027-05-01\n"))
