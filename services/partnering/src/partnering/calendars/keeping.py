"""Loading, writing and remembering whole calendars. Every change goes through here, and is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.joining import Holiday
from partnering.calendars.model import (
    CalendarChange,
    CalendarVersion,
    ChangeKind,
    CompleteStretch,
    RegionCalendar,
    SchoolHoliday,
    Snapshot,
)
from partnering.calendars.rules import Span, merged
from shared import clock
from shared.audit import describe_act
from shared.http import Principal
from shared.ids import new_id

Place = tuple[str, str]
"""Country and region; an empty region is the whole country."""


@dataclass(frozen=True)
class Calendar:
    """What is entered for one region: its own holidays, and what of them is complete."""

    source: str
    holidays: tuple[Holiday, ...] = ()
    complete: tuple[Span, ...] = ()

    def snapshot(self) -> Snapshot:
        return {
            "source": self.source,
            "holidays": [
                [str(one.starts_on), str(one.ends_on), one.name, one.key] for one in self.holidays
            ],
            "complete": [[str(first), str(last)] for first, last in self.complete],
        }

    @classmethod
    def of(cls, snapshot: Snapshot | None) -> Calendar | None:
        if snapshot is None:
            return None
        return cls(
            snapshot["source"],
            tuple(
                Holiday(date.fromisoformat(first), date.fromisoformat(last), name, key)
                for first, last, name, key in snapshot["holidays"]
            ),
            tuple(
                (date.fromisoformat(first), date.fromisoformat(last))
                for first, last in snapshot["complete"]
            ),
        )

    def with_complete(self, stretch: Span) -> Calendar:
        return replace(self, complete=merged([*self.complete, stretch]))


async def lock_countries(session: AsyncSession, countries: Collection[str]) -> None:
    """Changes of one country's calendars wait for each other."""
    for country in sorted(countries):
        await session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"calendars {country}", 0)))
        )


async def load(session: AsyncSession, countries: Collection[str]) -> dict[Place, Calendar]:
    """Every calendar of these countries."""
    own = RegionCalendar.country.in_(countries)
    calendars = (await session.scalars(select(RegionCalendar).where(own))).all()
    holidays: dict[Place, list[Holiday]] = {}
    for one in await session.scalars(
        select(SchoolHoliday)
        .where(SchoolHoliday.country.in_(countries))
        .order_by(SchoolHoliday.starts_on)
    ):
        holidays.setdefault((one.country, one.region), []).append(
            Holiday(one.starts_on, one.ends_on, one.name, one.source_key)
        )
    complete: dict[Place, list[Span]] = {}
    for stretch in await session.scalars(
        select(CompleteStretch)
        .where(CompleteStretch.country.in_(countries))
        .order_by(CompleteStretch.starts_on)
    ):
        complete.setdefault((stretch.country, stretch.region), []).append(
            (stretch.starts_on, stretch.ends_on)
        )
    return {
        place: Calendar(one.source, tuple(holidays.get(place, ())), tuple(complete.get(place, ())))
        for one in calendars
        for place in [(one.country, one.region)]
    }


MOST_NAMED: Final = 20
"""Countries that an entry of the audit names; a file may bring many."""


async def keep(
    session: AsyncSession,
    who: Principal,
    kind: ChangeKind,
    before: Mapping[Place, Calendar],
    after: Mapping[Place, Calendar | None],
    moved_schools: Collection[UUID] = (),
) -> UUID | None:
    """Write what has changed, with a version of each region. None when nothing has."""
    changed = {
        place: now for place, now in after.items() if moved_schools or now != before.get(place)
    }
    if not changed:
        return None
    change = CalendarChange(
        id=new_id(),
        kind=kind,
        made_by=who.person_id,
        made_at=clock.now(),
        moved_schools=[str(one) for one in moved_schools],
    )
    session.add(change)
    await session.flush()
    numbers = await _numbers(session, changed)
    for place, calendar in sorted(changed.items()):
        was = before.get(place)
        session.add(
            CalendarVersion(
                change_id=change.id,
                country=place[0],
                region=place[1],
                number=numbers.get(place, 0) + 1,
                before=was.snapshot() if was else None,
                after=calendar.snapshot() if calendar else None,
            )
        )
        await _write(session, who, place, calendar)
    await session.flush()
    countries = sorted({country for country, _region in changed})
    if kind != "declared":
        # Of a declared year the address says more.
        describe_act(session, detail=" ".join([*countries[:MOST_NAMED], str(len(changed))]))
    return change.id


async def _numbers(session: AsyncSession, places: Collection[Place]) -> dict[Place, int]:
    rows = await session.execute(
        select(CalendarVersion.country, CalendarVersion.region, func.max(CalendarVersion.number))
        .where(tuple_(CalendarVersion.country, CalendarVersion.region).in_(list(places)))
        .group_by(CalendarVersion.country, CalendarVersion.region)
    )
    return {(country, region): number for country, region, number in rows}


async def _write(
    session: AsyncSession, who: Principal, place: Place, calendar: Calendar | None
) -> None:
    here: dict[str, Any] = {"country": place[0], "region": place[1]}
    if calendar is None:
        await session.execute(
            delete(RegionCalendar).where(
                RegionCalendar.country == place[0], RegionCalendar.region == place[1]
            )
        )
        return
    now = clock.now()
    values = {"source": calendar.source, "updated_by": who.person_id, "updated_at": now}
    await session.execute(
        upsert(RegionCalendar)
        .values(**here, **values)
        .on_conflict_do_update(index_elements=["country", "region"], set_=values)
    )
    for table in (SchoolHoliday, CompleteStretch):
        await session.execute(
            delete(table).where(table.country == place[0], table.region == place[1])
        )
    if calendar.holidays:
        await session.execute(
            insert(SchoolHoliday),
            [
                {
                    **here,
                    "starts_on": one.starts_on,
                    "ends_on": one.ends_on,
                    "name": one.name,
                    "source_key": one.key,
                }
                for one in calendar.holidays
            ],
        )
    if calendar.complete:
        await session.execute(
            insert(CompleteStretch),
            [
                {
                    **here,
                    "starts_on": first,
                    "ends_on": last,
                    "declared_by": who.person_id,
                    "declared_at": now,
                }
                for first, last in calendar.complete
            ],
        )
