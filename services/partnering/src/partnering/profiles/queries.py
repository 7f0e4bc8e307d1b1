"""Reading one's own profile with what is still to do."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.profiles.model import Profile
from partnering.profiles.schemas import LanguageLevel, ProfileOut, Task, Wishes
from shared.http import Principal


async def my_profile(session: AsyncSession, who: Principal) -> ProfileOut:
    """The profile, empty if nothing was saved, and the task list."""
    found = await session.get(Profile, who.person_id)
    profile = found or _blank(who.person_id)
    tasks = await _tasks(session, profile, who)
    return ProfileOut(
        version=profile.version,
        headline=profile.headline,
        about=profile.about,
        languages=[LanguageLevel.model_validate(one) for one in profile.languages],
        strengths=profile.strengths,
        needs=profile.needs,
        avoid=profile.avoid,
        wishes=Wishes.model_validate(
            {
                "countries": profile.wish_countries,
                "musts": profile.musts,
                "group_size": profile.group_size,
            }
        )
        if profile.wishes_given_at
        else None,
        first_timer=profile.first_timer,
        willing_third=profile.willing_third,
        willing_spare=profile.willing_spare,
        tasks=tasks,
        complete=all(one.done for one in tasks if one.task != "verification"),
    )


def _blank(person_id: UUID) -> Profile:
    return Profile(
        person_id=person_id,
        version=0,
        headline="",
        about="",
        languages=[],
        strengths=[],
        needs=[],
        avoid=[],
        wish_countries=[],
        musts=[],
        group_size="either",
        first_timer=False,
        willing_third=False,
        willing_spare=False,
        wishes_given_at=None,
    )


async def _tasks(session: AsyncSession, profile: Profile, who: Principal) -> list[Task]:
    classes, with_times = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(func.jsonb_array_length(SchoolClass.availability) > 0),
            ).where(SchoolClass.person_id == who.person_id)
        )
    ).one()
    enrolled = await session.scalar(
        select(func.count()).where(Enrolment.person_id == who.person_id, Enrolment.status != "left")
    )
    return [
        Task(task="about_you", done=bool(profile.headline and profile.about)),
        Task(task="languages", done=bool(profile.languages)),
        Task(task="wishes", done=profile.wishes_given_at is not None),
        Task(task="class", done=classes > 0),
        Task(task="availability", done=with_times > 0),
        Task(task="cohort", done=bool(enrolled)),
        Task(task="verification", done=who.verified),
    ]
