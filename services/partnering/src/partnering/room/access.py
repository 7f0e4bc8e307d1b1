"""Who may enter a room: its members write, its cohort's staff never read it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.fit.week import FreeSlot
from partnering.partnerships.facts import MemberFacts, facts_of
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import locked_for_member, once_of
from partnering.room.rules import SchoolWeek
from partnering.safety.contact import may_contact
from shared.http import Conflict, NotFound, Principal


async def entered(session: AsyncSession, who: Principal, partnership_id: UUID) -> Partnership:
    """The room for reading, for whoever holds a seat or held one to the end. To all others it is
    missing."""
    partnership = await session.scalar(once_of(who, partnership_id))
    if partnership is None or partnership.last_seat_of(who.person_id) is None:
        raise NotFound("This partnership")
    return partnership


async def writable(
    session: AsyncSession,
    who: Principal,
    partnership_id: UUID,
    *,
    words: bool = False,
    what: str = "This partnership",
) -> Partnership:
    """The room, locked, for somebody who may act in it now; with `words`, who may write in it.

    To strangers `what` is missing.
    """
    partnership = await locked_for_member(session, who, partnership_id, at_the_end=True, what=what)
    if not partnership.is_open:
        raise Conflict("partnership-over", "This partnership is over; its room stays readable.")
    reached = others(partnership, who.person_id)
    await may_contact(session, who, reached, words="partners" if words else None)
    return partnership


async def present_facts(session: AsyncSession, partnership: Partnership) -> list[MemberFacts]:
    """The members who hold a seat, or held it to the end, in the order of their seats."""
    facts = await facts_of(session, [member.enrolment_id for member in partnership.company])
    return [facts[member.enrolment_id] for member in partnership.company]


def school_weeks(members: Sequence[MemberFacts]) -> list[SchoolWeek]:
    """What the pure rules need to know of each member."""
    return [
        SchoolWeek(
            one.country,
            one.zone,
            tuple(
                FreeSlot(each["weekday"], _minutes(each["starts"]), _minutes(each["ends"]))
                for each in one.availability
            ),
            one.calendar,
        )
        for one in members
    ]


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


async def names(session: AsyncSession, partnership: Partnership) -> dict[UUID, str]:
    """Everybody who ever held a seat, by person."""
    facts = await facts_of(session, [member.enrolment_id for member in partnership.members])
    return {one.person_id: one.person_name for one in facts.values()}


def others(partnership: Partnership, person_id: UUID) -> tuple[UUID, ...]:
    return tuple(one for one in partnership.person_ids if one != person_id)


def is_overdue(due_on: date | None, done: bool, today: date) -> bool:
    return due_on is not None and not done and due_on < today
