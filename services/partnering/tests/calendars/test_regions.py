"""Regions are renamed, merged and deleted, and every change of a calendar can be undone."""

from datetime import date
from typing import Any

import pytest
from entering import LEAD, holiday

from partnering.calendars.actions import edit_calendar
from partnering.calendars.model import RegionCalendar
from partnering.calendars.queries import calendars_of, get_calendar, regions_of
from partnering.calendars.regions import delete_calendar, rename_region, undo_change
from partnering.calendars.schemas import Edits
from partnering.calendars.versions import versions_of
from partnering.classes.queries import my_class
from shared.http import Conflict, Invalid, NotFound


async def _names(session: Any, country: str, region: str) -> list[str]:
    return [one.name for one in (await get_calendar(session, country, region)).holidays]


async def test_renaming_takes_holidays_and_schools_along(
    session: Any, world: Any, staff: Any
) -> None:
    teacher = await world.teacher("IT", region="IT-WI")
    await staff.add("IT", "IT-WI", holiday("2027-02-01", name="Semester"))
    await rename_region(session, LEAD, ("IT", "IT-WI"), "Wien", merge=False)
    assert await _names(session, "IT", "Wien") == ["Semester"]
    session.expire_all()
    assert (await my_class(session, teacher.who, teacher.class_id)).school.region == "Wien"
    assert [(one.region, one.schools) for one in await regions_of(session, LEAD, "IT")] == [
        ("Wien", 1)
    ]
    [newest] = await versions_of(session, ("IT", "Wien"))
    await undo_change(session, LEAD, newest.change_id)
    session.expire_all()
    assert (await my_class(session, teacher.who, teacher.class_id)).school.region == "IT-WI"
    assert await _names(session, "IT", "IT-WI") == ["Semester"]


async def test_two_spellings_of_a_region_become_one_only_on_purpose(
    session: Any, staff: Any
) -> None:
    await staff.add("IT", "Piemont", holiday("2027-02-01", name="Carnival"))
    await staff.add("IT", "Piemonte", holiday("2026-12-23", "2027-01-06", "Christmas"))
    await staff.complete("IT", "Piemonte", 2026)
    with pytest.raises(Conflict, match="region-exists"):
        await rename_region(session, LEAD, ("IT", "Piemont"), "Piemonte", merge=False)
    await rename_region(session, LEAD, ("IT", "Piemont"), "Piemonte", merge=True)
    assert await _names(session, "IT", "Piemonte") == ["Christmas", "Carnival"]
    known = await calendars_of(session, [("IT", "Piemont"), ("IT", "Piemonte")])
    assert known["IT", "Piemont"] is None
    assert known["IT", "Piemonte"].complete == ((date(2026, 8, 1), date(2027, 7, 31)),)


async def test_a_deleted_calendar_comes_back_by_undo(session: Any, staff: Any) -> None:
    await staff.add("FJ", "North", holiday("2027-05-01", name="A"), holiday("2027-06-01", name="B"))
    await delete_calendar(session, LEAD, ("FJ", "North"))
    assert (await calendars_of(session, [("FJ", "North")]))["FJ", "North"] is None
    newest, first = await versions_of(session, ("FJ", "North"))
    assert (newest.kind, len(newest.removed), newest.undoable) == ("deleted", 2, True)
    assert (first.kind, len(first.added), first.undoable) == ("edited", 2, False)
    await undo_change(session, LEAD, newest.change_id)
    assert await _names(session, "FJ", "North") == ["A", "B"]


async def test_only_the_newest_change_of_a_region_is_undone(session: Any, staff: Any) -> None:
    await staff.add("FJ", "", holiday("2027-05-01", name="A"))
    await staff.add("FJ", "", holiday("2027-06-01", name="B"))
    newest, first = await versions_of(session, ("FJ", ""))
    with pytest.raises(Conflict, match="calendar-changed-since"):
        await undo_change(session, LEAD, first.change_id)
    await undo_change(session, LEAD, newest.change_id)
    assert await _names(session, "FJ", "") == ["A"]


async def test_saving_without_a_change_makes_no_version(session: Any, staff: Any) -> None:
    await staff.add("FJ", "", holiday("2027-05-01"))
    await staff.change("FJ", "")
    day = holiday("2027-05-01")
    await staff.change("FJ", "", (day, day))
    assert len(await versions_of(session, ("FJ", ""))) == 1


async def test_a_whole_country_is_not_renamed_and_what_is_not_there_is_not_found(
    session: Any, staff: Any
) -> None:
    await staff.add("FJ", "", holiday("2027-05-01"))
    with pytest.raises(Invalid):
        await rename_region(session, LEAD, ("FJ", ""), "North", merge=False)
    with pytest.raises(NotFound):
        await rename_region(session, LEAD, ("FJ", "West"), "North", merge=False)
    with pytest.raises(NotFound):
        await delete_calendar(session, LEAD, ("FJ", "West"))


@pytest.mark.parametrize("source", ["example", "staff", "import", "teacher"])
@pytest.mark.parametrize("named", [True, False])
async def test_saving_a_calendar_unchanged_makes_no_version_and_keeps_its_source(
    session: Any, staff: Any, source: str, named: bool
) -> None:
    await staff.add("FJ", "North", holiday("2027-05-01", name="Labour day"))
    calendar = await session.get(RegionCalendar, ("FJ", "North"))
    calendar.source = source
    await session.flush()
    example = (source == "example") if named else None
    await edit_calendar(session, LEAD, ("FJ", "North"), Edits(example=example))
    session.expire_all()
    assert (await session.get(RegionCalendar, ("FJ", "North"))).source == source
    assert len(await versions_of(session, ("FJ", "North"))) == 1


async def test_saving_a_region_without_a_calendar_unchanged_makes_none(session: Any) -> None:
    await edit_calendar(session, LEAD, ("FJ", "South"), Edits(example=False))
    assert await session.get(RegionCalendar, ("FJ", "South")) is None
    assert await versions_of(session, ("FJ", "South")) == []
