"""Who may write to whom: the one rule that every path with words or an address asks."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Member, Partnership
from partnering.people.queries import blocked_with, people_by_id
from partnering.safety.limits import count_act
from partnering.safety.queries import contact_frozen
from shared.http import Conflict, Forbidden, Principal

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
        await count_act(session, who.person_id, words)


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
