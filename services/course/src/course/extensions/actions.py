"""Asking for a way on after the close, and the answers of staff."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from course.advancing.extending import close_apart, extend
from course.cohorts.model import Cohort, ExtensionRequest
from course.cohorts.rules import Way, is_behind
from course.extensions.queries import held_for_staff, open_request
from course.extensions.rules import wrong_wish
from course.extensions.schemas import ExtensionDecision, ExtensionWish
from course.partnerships.model import Partnership
from course.partnerships.queries import members_of, partnership_of
from shared import clock
from shared.audit import describe_act
from shared.contracts.extensions import ExtensionAsked, ExtensionDeclined
from shared.http import Conflict, Invalid, Principal
from shared.outbox import announce


async def ask_for_extension(
    session: AsyncSession, who: Principal, partnership_id: UUID, wish: ExtensionWish
) -> None:
    """A member asks staff; the partners hear it, too. Asking again replaces what was asked."""
    partnership, _seat = await partnership_of(session, who, partnership_id, lock=True)
    cohort = await session.get_one(Cohort, partnership.cohort_id)
    if cohort.phase != "closed" or not is_behind(cohort.pace, cohort.phase, partnership.phase):
        raise Conflict("not-held", "This partnership does not go on after its cohort.")
    people = await _checked(session, partnership, wish)
    request = await open_request(session, partnership.id)
    asked = (wish.way, wish.until, wish.reason)
    if request is not None and (request.way, request.until, request.reason) == asked:
        return
    if request is None:
        request = ExtensionRequest(partnership_id=partnership.id)
        session.add(request)
    request.way, request.until, request.reason = asked
    request.asked_by, request.asked_at = who.person_id, clock.now()
    await session.flush()
    await announce(
        session,
        ExtensionAsked(
            partnership_id=partnership.id,
            cohort_id=cohort.id,
            asked_by=who.person_id,
            person_ids=people,
            way=wish.way,
            until=wish.until,
        ),
    )


async def decide_extension(
    session: AsyncSession,
    who: Principal,
    cohort_id: UUID,
    partnership_id: UUID,
    decision: ExtensionDecision,
) -> None:
    """Staff name the last day, let a teacher finish alone, or end it now; an open request is
    answered by that."""
    cohort, partnership = await held_for_staff(session, who, cohort_id, partnership_id)
    people = await _checked(session, partnership, decision)
    describe_act(session, about=people, detail=decision.way)
    request = await open_request(session, partnership.id)
    if request is not None:
        _answer(request, who, "granted" if request.way == decision.way else "ended")
        await session.flush()
    if decision.way == "finish" or decision.until is None:
        await close_apart(session, cohort, [partnership])
    else:
        way = Way(decision.way, decision.until)
        await extend(session, cohort.id, partnership.id, people, way)


async def decline_extension(
    session: AsyncSession, who: Principal, cohort_id: UUID, partnership_id: UUID
) -> None:
    """Staff do not agree: the last day stays what it was."""
    cohort, partnership = await held_for_staff(session, who, cohort_id, partnership_id)
    request = await open_request(session, partnership.id)
    if request is None:
        raise Conflict("nothing-asked", "Nobody asks for anything here any more.")
    _answer(request, who, "declined")
    members = await members_of(session, partnership.id)
    describe_act(session, about=[one.person_id for one in members])
    await announce(
        session,
        ExtensionDeclined(
            partnership_id=partnership.id,
            cohort_id=cohort.id,
            person_ids=tuple(one.person_id for one in members),
            until=partnership.extended_until,
        ),
    )


async def _checked(
    session: AsyncSession, partnership: Partnership, wish: ExtensionWish | ExtensionDecision
) -> tuple[UUID, ...]:
    """Everybody in it, once the wish is possible."""
    members = await members_of(session, partnership.id)
    wrong = wrong_wish(wish.way, wish.until, len(members), clock.today())
    if wrong is not None:
        raise Invalid({f"/{wrong[0]}": wrong[1]})
    return tuple(one.person_id for one in members)


def _answer(request: ExtensionRequest, who: Principal, answer: str) -> None:
    request.answer, request.answered_by, request.answered_at = answer, who.person_id, clock.now()
