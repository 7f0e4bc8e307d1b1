"""Every command of staff leaves an entry in the audit, because of the policy of its route.

A staff route with an unsafe method takes `Transaction`, which records the command as it commits:
who, by the route's name, for the cohort that the policy asked, about what the address names. Its
action says more with `describe_act`. One that takes `Reading` changes nothing and leaves no entry.
"""

import re
from typing import Any, Final, Literal
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.routing import RouteContext
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.audit import Described, described, record_act
from shared.contracts.audit import MOST_PEOPLE, Act
from shared.db import Database
from shared.http.auth import (
    CohortPolicy,
    OwnPolicy,
    PublicPolicy,
    dependencies_of,
    policy_of,
    routes_of,
)
from shared.http.problems import Forbidden
from shared.identity.permissions import Permission, holds
from shared.identity.principal import Principal
from shared.ids import new_id

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
"""What an address may give the entry beside ids, such as a country. Words of people stay out."""


class RouteWithoutEntry(Exception):
    """Staff could give a command that nobody would read of in the audit."""


def require_entries(app: FastAPI, recording: Any, reading: Any) -> None:
    """Refuse to start while a staff command neither records itself nor is read-only."""
    for route in routes_of(app):
        if staff_permission(route) is None or not set(route.methods or ()) - SAFE:
            continue
        asked = {one.call for one in dependencies_of(getattr(route, "dependant", None))}
        if not asked & {recording, reading}:
            raise RouteWithoutEntry(f"{sorted(route.methods or ())} {route.path}")


def staff_permission(route: RouteContext) -> Permission | None:
    """The permission with which staff come through this door; None: no door of staff."""
    policy = policy_of(route)
    return None if policy is None or isinstance(policy, PublicPolicy) else policy.permission


async def record_command(request: Request, session: AsyncSession) -> None:
    """The entry of the command that is about to commit."""
    known = described(session)
    act = None if known.settled else _act(request, known, "done")
    if act is not None:
        await record_act(session, request.app.state.settings.service, act)


async def record_refusal(
    request: Request, database: Database, known: Described, refused: Forbidden
) -> None:
    """That it was tried stays on record, although the act is rolled back.

    Not of people whom the door itself sent away: they are no staff here, or have to sign in anew.
    A subclass of `Forbidden` is recorded by whoever raises it.
    """
    act = _act(request, known, "denied")
    if act is None or type(refused) is not Forbidden or refused.slug == "step-up-required":
        return
    async with database.transaction() as session:
        await record_act(session, request.app.state.settings.service, act)


def _act(request: Request, known: Described, outcome: Literal["done", "denied"]) -> Act | None:
    if request.method in SAFE:
        return None
    route = request.scope["route"]
    permission = staff_permission(route)
    who: Principal | None = getattr(request.state, "principal", None)
    if permission is None or who is None or not holds(who.roles, permission):
        return None
    policy = policy_of(route)
    if isinstance(policy, OwnPolicy) and permission not in who.granted:
        # They came for their own thing, as everybody may.
        return None
    parameters = dict(request.path_params)
    cohort_id = who.granted.get(permission)
    if isinstance(policy, CohortPolicy):
        cohort_id = UUID(str(parameters.pop(policy.parameter)))
    named = {name: _uuid(value) for name, value in parameters.items()}
    person_id = named.pop("person_id", None)
    codes = [str(parameters[name]) for name, value in named.items() if value is None]
    about = known.about | ({person_id} if person_id else set())
    return Act(
        entry_id=new_id(),
        at=clock.now(),
        actor_id=who.person_id,
        action=route.name,
        outcome=outcome,
        cohort_id=known.cohort_id or cohort_id,
        subject_id=next(filter(None, named.values()), known.subject_id),
        person_ids=tuple(sorted(about)[:MOST_PEOPLE]),
        detail=known.detail or " ".join(code for code in codes if CODE.fullmatch(code)),
    )


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
