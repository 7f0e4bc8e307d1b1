"""Who may do what here: the roles per kind of act, asked for one cohort at a time."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Request

from shared.http import Forbidden, NotFound, Principal, Role, allow

LEADS: Final = (Role.PROGRAMME_LEAD,)
"""Create, change and advance cohorts."""
CARERS: Final = (Role.PROGRAMME_LEAD, Role.TUTOR, Role.MENTOR)
"""Look after partnerships: decide on plans, edit content, give the last-resort review."""
READERS: Final = (*CARERS, Role.EVALUATOR)
"""See a cohort's health and plans."""

SignedIn = Annotated[Principal, allow()]
Teacher = Annotated[Principal, allow(Role.TEACHER)]
Lead = Annotated[Principal, allow(*LEADS)]
Carer = Annotated[Principal, allow(*CARERS)]
Reader = Annotated[Principal, allow(*READERS)]


async def _anybody(request: Request) -> Principal | None:
    """The signed-in person on a public route, if there is one; a bad token is still refused."""
    header = request.headers.get("authorization", "")
    if not header:
        return None
    who: Principal = request.app.state.verifier.verify(header.partition(" ")[2].strip())
    return who


Anybody = Annotated[Principal | None, Depends(_anybody)]


def require(who: Principal, roles: tuple[Role, ...], cohort_id: UUID) -> None:
    """Refuse unless one of the roles is held for this cohort."""
    if not any(who.has(role, cohort_id) for role in roles):
        raise Forbidden


def require_sight(who: Principal, roles: tuple[Role, ...], cohort_id: UUID) -> None:
    """Like `require`, for things whose very existence is nobody else's business."""
    if not any(who.has(role, cohort_id) for role in roles):
        raise NotFound
