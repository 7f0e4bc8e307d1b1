"""Who may write to whom: the one rule that every path with words or an address asks."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Member, Partnership
from partnering.people.queries import blocked_with, people_by_id
from partnering.safety.model import ContactDay
from partnering.safety.queries import contact_frozen
from partnering.settings import contact_limits
from shared import clock
from shared.http import Conflict, Forbidden, Principal, Problem

Reach = Literal["others", "partners"]


async def may_contact(
    session: AsyncSession, who: Principal, others: Iterable[UUID], *, words: Reach | None = None
) -> None:
    """Refuse unless the acting person may reach all of these people now.

    All are verified, nobody's contact is frozen, nobody has blocked the other. `words` says that
    something is written to them; it counts towards the writer's daily limit.
    """
    reached = set(others) - {who.person_id}
    if not who.verified:
        raise Forbidden(
            "not-verified", "You can contact others as soon as staff have verified you."
        )
    if await contact_frozen(session, who.person_id, *reached):
        raise Conflict("contact-frozen", "Contact is paused for one of you.")
    known = await people_by_id(session, reached)
    if any(one not in known or not known[one].verified for one in reached):
        raise Conflict("other-not-verified", "This teacher is still being verified.")
    if reached & await blocked_with(session, who.person_id):
        raise Conflict("contact-blocked", "There is no contact between you and one of them.")
    if words is not None:
        await _count(session, who.person_id, words)


async def contact_open(session: AsyncSession, person_id: UUID, others: Iterable[UUID]) -> bool:
    """Whether these people could reach each other, whoever of them asks."""
    group = {person_id, *others}
    known = await people_by_id(session, group)
    return (
        all(one in known and known[one].verified for one in group)
        and not await contact_frozen(session, *group)
        and not group & await blocked_with(session, person_id)
    )


async def may_publish(session: AsyncSession, who: Principal) -> None:
    """Refuse new words on a profile, a class or a school while contact is paused.

    They are read by partners and by a whole cohort. Who is not verified yet may write them: they
    stay hidden until then.
    """
    if await contact_frozen(session, who.person_id):
        raise Conflict("contact-frozen", "Contact is paused for you.")
    blocked = await blocked_with(session, who.person_id)
    if blocked and blocked & await _partners_of(session, who.person_id):
        raise Conflict("contact-blocked", "There is no contact between you and one of them.")


async def _partners_of(session: AsyncSession, person_id: UUID) -> set[UUID]:
    mine = (
        select(Member.partnership_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(
            Member.person_id == person_id,
            Member.seated.is_(True),
            Partnership.state.in_(("handshake", "confirmed")),
        )
    )
    found = await session.scalars(
        select(Member.person_id).where(Member.partnership_id.in_(mine), Member.seated.is_(True))
    )
    return set(found) - {person_id}


async def _count(session: AsyncSession, person_id: UUID, reach: Reach) -> None:
    """Count one more act of today. The row of this person and day is locked until the commit."""
    now = clock.now()
    written = insert(ContactDay).values(
        person_id=person_id, day=now.astimezone(UTC).date(), reach=reach, acts=1
    )
    acts = await session.scalar(
        written.on_conflict_do_update(
            index_elements=[ContactDay.person_id, ContactDay.day, ContactDay.reach],
            set_={"acts": ContactDay.acts + 1},
        ).returning(ContactDay.acts)
    )
    limits = contact_limits()
    most = limits.words_to_others_a_day if reach == "others" else limits.words_to_partners_a_day
    if (acts or 0) > most:
        raise Problem(
            429,
            "contact-limit",
            "You have written to others very often today. You can go on tomorrow.",
            headers={"Retry-After": str(_until_tomorrow(now))},
        )


def _until_tomorrow(now: datetime) -> int:
    tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return max(1, int((tomorrow - now).total_seconds()))
