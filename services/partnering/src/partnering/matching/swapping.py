"""Two teachers change places in a draft: both new groups are locked, with the reason why."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.matching.actions import decide, solve_again
from partnering.matching.model import Decision, Match, Run
from partnering.matching.queries import decisions_of, run_for
from partnering.matching.schemas import DecisionRequest, SwapRequest
from shared.http import Conflict, Invalid, Principal


async def swap_places(
    session: AsyncSession, who: Principal, run_id: UUID, request: SwapRequest
) -> Run:
    """Each takes the other's place, and everybody else is solved again around them.

    One of the two may stay without a partner in the draft; then the other goes back to the pool.
    Earlier locks that hold one of the two give way. If a new group breaks a hard rule the swap is
    refused, and everything stays as it was.
    """
    run = await run_for(session, who, run_id, lock=True)
    if run.status != "draft":
        raise Conflict("run-not-ready", "This is not possible in the run's present state.")
    one, other = request.enrolment_ids
    matches = await session.scalars(select(Match).where(Match.run_id == run.id))
    groups = {each: set(match.enrolment_ids) for match in matches for each in match.enrolment_ids}
    first, second = groups.get(one), groups.get(other)
    if first is None and second is None:
        raise Invalid({"/enrolment_ids": "stay both without a partner: lock them together instead"})
    if first is not None and first == second:
        raise Invalid({"/enrolment_ids": "are together already"})
    for earlier in await decisions_of(session, run.id):
        if earlier.kind == "lock" and {one, other} & set(earlier.enrolment_ids):
            await session.delete(earlier)
    await session.flush()
    for group, goes, comes in ((first, one, other), (second, other, one)):
        if group is not None:
            await _lock(session, who, run.id, (group - {goes}) | {comes}, request.reason)
    return await solve_again(session, who, run.id)


async def _lock(
    session: AsyncSession, who: Principal, run_id: UUID, group: set[UUID], reason: str
) -> Decision:
    request = DecisionRequest(enrolment_ids=sorted(group, key=str), reason=reason)
    return await decide(session, who, run_id, "lock", request)
