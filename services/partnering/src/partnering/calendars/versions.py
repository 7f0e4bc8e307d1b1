"""What was changed in a region's calendar, by whom, and whether it can be undone."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.joining import difference
from partnering.calendars.keeping import Calendar, Place
from partnering.calendars.model import CalendarChange, CalendarVersion
from partnering.calendars.queries import shown_difference
from partnering.calendars.schemas import VersionOut
from partnering.people.model import Person

MOST = 50


async def versions_of(session: AsyncSession, place: Place) -> list[VersionOut]:
    """The latest changes, newest first. Only the newest of a region can be undone."""
    concerned = (
        select(CalendarVersion.change_id, func.count().label("regions"))
        .group_by(CalendarVersion.change_id)
        .subquery()
    )
    rows = (
        await session.execute(
            select(CalendarVersion, CalendarChange, Person.name, concerned.c.regions)
            .join(CalendarChange, CalendarChange.id == CalendarVersion.change_id)
            .join(concerned, concerned.c.change_id == CalendarVersion.change_id)
            .outerjoin(Person, Person.id == CalendarChange.made_by)
            .where(CalendarVersion.country == place[0], CalendarVersion.region == place[1])
            .order_by(CalendarVersion.number.desc())
            .limit(MOST)
        )
    ).all()
    return [
        _out(version, change, name or "", regions, newest=position == 0)
        for position, (version, change, name, regions) in enumerate(rows)
    ]


def _out(
    version: CalendarVersion, change: CalendarChange, name: str, regions: int, *, newest: bool
) -> VersionOut:
    before, after = Calendar.of(version.before), Calendar.of(version.after)
    found = difference(
        before.holidays if before else (), after.holidays if after else (), version.country
    )
    return VersionOut.model_validate(
        {
            "change_id": change.id,
            "number": version.number,
            "kind": change.kind,
            "made_by_name": name,
            "made_at": change.made_at,
            **shown_difference(found),
            "regions": regions,
            "undoable": newest and change.undone_at is None and change.kind != "undone",
            "undone": change.undone_at is not None,
        }
    )
