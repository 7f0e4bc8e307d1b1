"""A lock that no solution can keep is refused at once, with who breaks which rule."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.fit.groups import broken_rules
from partnering.matching.model import Run
from partnering.matching.queries import candidates_of, seats_of
from partnering.matching.schemas import RunSettings
from shared.http import Conflict


async def require_lockable(
    session: AsyncSession, run: Run, enrolment_ids: Collection[UUID]
) -> None:
    """Raises Conflict when these may never be partners in this run.

    Whoever is not free any more is left to the solution, which names them.
    """
    free = {one.enrolment_id: one for one in await candidates_of(session, run)}
    group = [free[one] for one in enrolment_ids if one in free]
    if len(group) < len(enrolment_ids):
        return
    broken = broken_rules(group, RunSettings.model_validate(run.settings).conditions())
    if not broken:
        return
    seats = await seats_of(session, enrolment_ids)
    raise Conflict(
        "against-the-rules",
        "A hard rule keeps them apart.",
        broken=[
            {"rule": rule, "names": [seats[one.enrolment_id].person_name for one in who]}
            for rule, who in broken
        ],
    )
