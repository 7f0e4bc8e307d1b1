"""Schools and their holidays: what a teacher enters, and staff confirm for everybody."""

from typing import Any

from shared.http import Role

Town = Any


async def test_the_time_zone_of_a_school_follows_from_its_country(town: Town) -> None:
    ayse = await town.arrives("Ayşe", "TR", "Europe/Istanbul")
    form = await ayse.get("/classes/new")
    assert '<option value="TR" selected>' in form
    assert 'name="zone"' not in form
    page = await ayse.send(
        "/classes/schools", name="Nehir Okulu", place="Bursa", country="TR", region=""
    )
    assert "own time (Istanbul)" in page


async def test_a_country_of_several_clocks_offers_exactly_its_own_zones(town: Town) -> None:
    maria = await town.arrives("María", "ES", "Europe/Madrid")
    school = {"name": "CEIP del Mar", "place": "Las Palmas", "country": "ES", "region": "Canarias"}
    shown = await maria.send("/classes/schools", what="country", **school)
    assert 'value="CEIP del Mar"' in shown
    assert 'value="Atlantic/Canary"' in shown
    assert "Europe/Rome" not in shown
    refused = await maria.send("/classes/schools", 422, **school, zone="Europe/Rome")
    assert "This country has several time zones" in refused
    page = await maria.send("/classes/schools", **school, zone="Atlantic/Canary")
    assert "Canary" in page


async def test_what_a_teacher_enters_serves_the_region_once_staff_confirm_it(town: Town) -> None:
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    await town.settles(bianca)
    classes = await bianca.get("/classes")
    assert "The school holidays of your region are not known yet." in classes
    here = town.found(r'href="(/classes/[0-9a-f-]{36}/holidays)"', classes)
    christmas = {
        "rows": "8",
        "holidays__0__name": "Christmas",
        "holidays__0__starts_on": "2026-12-23",
        "holidays__0__ends_on": "2027-01-06",
    }
    wrong = {**christmas, "holidays__0__ends_on": "2026-12-01"}
    assert "Enter at least one holiday." in await bianca.send(here, 422, rows="8")
    refused = await bianca.send(here, 422, **wrong)
    assert 'value="2026-12-01"' in refused
    sent = await bianca.send(here, **christmas, source="https://ministry.example")
    assert "Your entry waits for staff" in sent
    assert "The holidays of this region are not complete yet" in sent

    lead = await town.arrives("Lead", "TR", "Europe/Istanbul", Role.PROGRAMME_LEAD)
    board = await lead.get("/staff/calendars")
    assert "Bianca entered the holidays of Italy" in board
    accept = town.found(r'action="(/staff/calendars/proposals/[^"]+/accept)"', board)
    assert "The changes are in the calendar of this region." in await lead.send(accept)
    assert "Staff confirmed your entry" in await bianca.get(here)
    assert "Christmas" in await bianca.get(here)
    again = await lead.send(accept, 409)
    assert "Somebody else has decided on this meanwhile." in again


async def test_staff_enter_a_regions_terms_in_a_form(town: Town) -> None:
    lead = await town.arrives("Lead", "TR", "Europe/Istanbul", Role.PROGRAMME_LEAD)
    rows = {
        "rows": "4",
        "holidays__3__name": "Karneval",
        "holidays__3__starts_on": "2027-02-08",
        "holidays__3__ends_on": "2027-02-01",
    }
    where = {"country": "DE", "region": "Köln", "year": "2026"}
    refused = await lead.send("/staff/calendars/region", 422, **where, **rows)
    assert "Karneval" in refused
    await lead.send("/staff/calendars/region", **where, **{**rows, "holidays__3__ends_on": ""})
    address = "/staff/calendars/region?country=DE&region=K%C3%B6ln&year=2026"
    page = await lead.get(address)
    assert 'value="Karneval"' in page
    assert "2026/27 is not complete yet" in page
    await lead.send("/staff/calendars/region/year", **where, complete="yes")
    assert "2026/27 is complete" in await lead.get(address)
    await lead.send("/staff/calendars/region/rename", **where, new_name="Rheinland")
    moved = await lead.get("/staff/calendars/region?country=DE&region=Rheinland&year=2026")
    assert 'value="Karneval"' in moved
    undo = town.found(r'action="(/staff/calendars/changes/[^"]+/undo)"', moved)
    await lead.send(undo)
    assert 'value="Karneval"' in await lead.get(address)
    await lead.send("/staff/calendars/region/delete", country="DE", region="Köln")
    assert 'value="Karneval"' not in await lead.get(address)
