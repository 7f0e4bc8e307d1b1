"""Regions: renamed, merged, deleted; and any change of calendars undone as a whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.joining import joined
from partnering.calendars.keeping import Calendar, Place, keep, load, lock_countries
from partnering.calendars.model import CalendarChange, CalendarVersion, ChangeKind, RegionAlias
from partnering.calendars.rules import merged
from partnering.schools.model import School
from shared import clock
from shared.audit import nothing_done
from shared.http import Conflict, Invalid, NotFound, Principal


async def rename_region(
    session: AsyncSession, who: Principal, place: Place, name: str, *, merge: bool
) -> None:
    """Give a region another name, in its schools, too. Files may go on using the old one.

    When the name is taken, the two become one, which is asked for on purpose (`merge`).
    """
    if not place[1]:
        raise Invalid({"/region": "a whole country has no name to change"})
    if name == place[1]:
        nothing_done(session)
        return
    await lock_countries(session, {place[0]})
    if not merge and (place[0], name) in await load(session, {place[0]}):
        raise Conflict(
            "region-exists",
            "There is a region of this name.",
            errors=[{"pointer": "/region", "detail": "there is a region of this name"}],
        )
    if not await merge_regions(session, who, place, name):
        raise NotFound("This region")


async def merge_regions(session: AsyncSession, who: Principal, place: Place, name: str) -> bool:
    """Bring a region's holidays and schools to another name. False when there is nothing of it."""
    country, old = place
    before = await load(session, {country})
    here, there = before.get(place), before.get((country, name))
    schools = list(
        await session.scalars(
            update(School)
            .where(School.country == country, School.region == old)
            .values(region=name)
            .returning(School.id)
        )
    )
    if here is None and not schools:
        return False
    await session.execute(
        update(RegionAlias)
        .where(RegionAlias.country == country, RegionAlias.region == old)
        .values(region=name)
    )
    await session.execute(
        insert(RegionAlias)
        .values(country=country, alias=old, region=name)
        .on_conflict_do_update(index_elements=["country", "alias"], set_={"region": name})
    )
    await session.execute(
        delete(RegionAlias).where(RegionAlias.country == country, RegionAlias.alias == name)
    )
    after: dict[Place, Calendar | None] = {place: None}
    if here is not None and there is None:
        after[country, name] = here
    elif here is not None and there is not None:
        after[country, name] = replace(
            there,
            holidays=joined(here.holidays, there.holidays, country),
            complete=merged([*here.complete, *there.complete]),
        )
    kind: ChangeKind = "renamed" if there is None else "merged"
    await keep(session, who, kind, before, after, schools)
    return True


async def delete_calendar(session: AsyncSession, who: Principal, place: Place) -> None:
    """Forget what was entered for a region. It has the holidays of its country then."""
    await lock_countries(session, {place[0]})
    before = await load(session, {place[0]})
    if place not in before:
        raise NotFound("This calendar")
    await keep(session, who, "deleted", before, {place: None})


async def undo_change(session: AsyncSession, who: Principal, change_id: UUID) -> None:
    """Put every region of a change back as it was before, unless it was changed again since."""
    change = await session.get(CalendarChange, change_id, with_for_update=True)
    if change is None:
        raise NotFound("This change")
    if change.undone_at is not None or change.kind == "undone":
        raise Conflict("change-undone", "This change is already undone.")
    versions = (
        await session.scalars(select(CalendarVersion).where(CalendarVersion.change_id == change_id))
    ).all()
    countries = {one.country for one in versions}
    await lock_countries(session, countries)
    await _refuse_later(session, versions)
    change.undone_at = clock.now()
    await session.flush()
    before = await load(session, countries)
    after = {(one.country, one.region): Calendar.of(one.before) for one in versions}
    await _move_schools_back(session, change, versions)
    await keep(session, who, "undone", before, after)


async def _refuse_later(session: AsyncSession, versions: Collection[CalendarVersion]) -> None:
    for one in versions:
        newest = await session.scalar(
            select(func.max(CalendarVersion.number)).where(
                CalendarVersion.country == one.country, CalendarVersion.region == one.region
            )
        )
        if newest != one.number:
            raise Conflict(
                "calendar-changed-since", "This calendar was changed again. Undo that first."
            )


async def _move_schools_back(
    session: AsyncSession, change: CalendarChange, versions: Collection[CalendarVersion]
) -> None:
    """After a renaming the schools have their old region, and files their own words for it."""
    if change.kind not in ("renamed", "merged"):
        return
    old = next((one for one in versions if one.after is None), None)
    if old is None:
        return
    await session.execute(
        update(School)
        .where(School.id.in_([UUID(one) for one in change.moved_schools]))
        .values(region=old.region)
    )
    await session.execute(
        delete(RegionAlias).where(
            RegionAlias.country == old.country, RegionAlias.alias == old.region
        )
    )
