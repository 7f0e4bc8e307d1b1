"""Saving a profile."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.profiles.model import Profile
from partnering.profiles.schemas import ProfileIn
from partnering.safety.contact import may_publish
from shared import clock
from shared.http import Principal, StaleVersion


async def save_profile(
    session: AsyncSession, who: Principal, new: ProfileIn, read: int | None = None
) -> None:
    """A profile may be saved half done, step by step, over the version that was read; 0 begins it."""
    await may_publish(session, who)
    mine = select(Profile.version).where(Profile.person_id == who.person_id).with_for_update()
    current = await session.scalar(mine) or 0
    if read is not None and read != current:
        raise StaleVersion(current)
    now = clock.now()
    values = {
        "headline": new.headline,
        "about": new.about,
        "languages": [one.model_dump(mode="json") for one in new.languages],
        "strengths": sorted(set(new.strengths)),
        "needs": sorted(set(new.needs)),
        "avoid": sorted(set(new.avoid)),
        "wish_countries": sorted(set(new.wishes.countries)) if new.wishes else [],
        "musts": sorted(set(new.wishes.musts)) if new.wishes else [],
        "group_size": new.wishes.group_size if new.wishes else "either",
        "wishes_given_at": now if new.wishes else None,
        "first_timer": new.first_timer,
        "willing_third": new.willing_third,
        "willing_spare": new.willing_spare,
        "version": current + 1,
        "updated_at": now,
    }
    await session.execute(
        insert(Profile)
        .values(person_id=who.person_id, **values)
        .on_conflict_do_update(index_elements=[Profile.person_id], set_=values)
    )
