"""Adding schools."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.safety.contact import may_publish
from partnering.safety.limits import count_act
from partnering.schools.listing import listed, visible_school
from partnering.schools.model import School
from partnering.schools.schemas import NewSchool
from partnering.search.rules import fold
from shared import clock
from shared.http import Principal
from shared.ids import new_id


async def add_school(session: AsyncSession, who: Principal, new: NewSchool) -> School:
    """A school is listed once: adding it again, accents or not, gives the one that is there.

    Who is not verified finds it themselves and others do not, until staff have verified them or
    somebody else who is. That person's words for it then hold. A colleague who types the same name
    and place goes on with it; that counts like a new one, so that nobody tries out many.
    """
    await may_publish(session, who)
    key = fold(f"{new.name} {new.place}")
    # Two colleagues may add their school in the same second.
    await session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"{new.country} {key}", 0)))
    )
    known = await session.scalar(
        select(School).where(School.search_key == key, School.country == new.country).limit(1)
    )
    if known is not None:
        if await visible_school(session, who, known.id) is None:
            await count_act(session, who.person_id, "schools")
            known.also_entered_by = [*known.also_entered_by, who.person_id]
        others = known.added_by != who.person_id
        if who.verified and others and not await _is_listed(session, known):
            known.name, known.place = new.name, new.place
            known.region, known.zone = new.region, new.zone
            known.added_by = who.person_id
            await session.flush()
        return known
    await count_act(session, who.person_id, "schools")
    school = School(
        id=new_id(),
        name=new.name,
        place=new.place,
        country=new.country,
        region=new.region,
        zone=new.zone,
        search_key=key,
        added_by=who.person_id,
        added_at=clock.now(),
    )
    session.add(school)
    await session.flush()
    return school


async def _is_listed(session: AsyncSession, school: School) -> bool:
    found = select(School.id).where(School.id == school.id, listed())
    return await session.scalar(found) is not None
