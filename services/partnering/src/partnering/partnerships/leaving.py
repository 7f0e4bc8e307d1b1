"""Leaving: anyone may go in any phase, and nobody who stays pays for it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.actions import (
    dissolve,
    give_up_seats,
    members_changed,
    tell_reason,
)
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import EndReason, Member, Partnership
from partnering.partnerships.queries import locked_for_member
from partnering.partnerships.rules import may_go_on
from partnering.rescue.cases import follow_change, open_case
from shared.http import Conflict, Principal
from shared.outbox import announce


async def leave_partnership(
    session: AsyncSession, who: Principal, partnership_id: UUID, reason: str
) -> Partnership:
    """Go. Those who stay go on while they span two countries.

    Otherwise they are free again as long as their cohort still seeks partners; once their course
    has begun they keep their room and their work, and staff are shown a rescue at once.
    """
    partnership = await locked_for_member(session, who, partnership_id)
    if partnership.state != "confirmed":
        raise Conflict("nothing-to-leave", "Answer the handshake instead of leaving.")
    seat = partnership.seat_of(who.person_id)
    assert seat is not None
    await go(session, partnership, seat, reason)
    return partnership


async def go(
    session: AsyncSession,
    partnership: Partnership,
    seat: Member,
    reason: str,
    ended: EndReason = "left",
) -> None:
    """One member of a locked partnership, confirmed or finished, gives up the seat.

    Whoever stays in a finished one keeps it as it is: nobody looks for partners any more.
    """
    await tell_reason(session, partnership, reason)
    await give_up_seats(session, partnership, [seat], reason)
    stay = partnership.present
    facts = await facts_of(session, [member.enrolment_id for member in stay])
    if not may_go_on([facts[member.enrolment_id].country for member in stay]):
        still_seeking = partnership.phase == "partnering" and partnership.state == "confirmed"
        if still_seeking or not stay:
            await dissolve(session, partnership, ended)
            return
        await open_case(session, partnership, [member.person_id for member in stay])
    else:
        await follow_change(session, partnership)
    await announce(session, await members_changed(session, partnership, left=[seat.person_id]))
