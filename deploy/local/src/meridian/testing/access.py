"""Asks a service's routes as every role in every reach, and compares with the permission table.

A service's test brings a place: ids of things that exist in one cohort, and a way to ask. What is
expected of each route follows from the policy that it declares.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.audit import KEEPER
from shared.db import Database
from shared.http import Grant, Principal
from shared.http.acts import SAFE, record_command, staff_permission
from shared.http.auth import (
    CohortPolicy,
    GlobalPolicy,
    LoadedPolicy,
    OwnPolicy,
    Policy,
    Scoped,
    dependencies_of,
    policy_of,
    routes_of,
)
from shared.http.transactions import _transaction
from shared.identity.permissions import roles_with
from shared.identity.roles import STAFF, Role
from shared.ids import new_id
from shared.testing import principal

PARAMETER = re.compile(r"\{(\w+)\}")

Ids = Mapping[str, Any]
Ask = Callable[[str, Ids, Principal], Awaitable[httpx.Response]]
"""Sends a route's request, with addresses and bodies made of these ids, as this person."""


class Reach(StrEnum):
    EVERYWHERE = "everywhere"
    HERE = "here"
    ELSEWHERE = "elsewhere"


class Verdict(StrEnum):
    LET_IN = "let in"
    AS_IF_MISSING = "as if missing"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Asking:
    """Staff with one role, or with none: a stranger."""

    role: Role | None
    reach: Reach
    who: Principal

    def __str__(self) -> str:
        return f"{self.role} {self.reach}" if self.role else "a stranger"


@dataclass(frozen=True)
class Place:
    """What exists in the cohort asked about."""

    ids: Ids
    cohort_id: UUID
    elsewhere: UUID
    """Another cohort that exists."""
    gone: Ids = field(default_factory=dict)
    """Ids of things that were deleted, by the parameter they stand for."""


def rolled_back(app: FastAPI, database: Database) -> None:
    """Let no answer of the app depend on an earlier one: nothing is kept.

    How many entries of the audit the latest command would have left is noted before they go.
    """
    service = app.state.settings.service

    async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
        app.state.entries_left = 0
        async with database.sessions() as session:
            await session.begin()
            before = await _entries(session, service)
            yield session
            await record_command(request, session)
            app.state.entries_left = await _entries(session, service) - before
            await session.rollback()

    app.dependency_overrides[_transaction] = transaction


async def _entries(session: AsyncSession, service: str) -> int:
    await session.flush()
    own = "SELECT count(*) FROM audit_entries"
    announced = "SELECT count(*) FROM outbox WHERE type LIKE '%.audit.recorded.v1'"
    return int(await session.scalar(text(own if service == KEEPER else announced)) or 0)


def verdict(policy: Policy, role: Role | None, reach: Reach) -> Verdict:
    """What the permission table says of this policy to this grant."""
    permission = getattr(policy, "permission", None)
    holds = permission is not None and role in roles_with(permission)
    if isinstance(policy, OwnPolicy):
        reached = holds and reach is not Reach.ELSEWHERE
        return Verdict.LET_IN if reached else Verdict.AS_IF_MISSING
    if not holds:
        return Verdict.FORBIDDEN
    if isinstance(policy, GlobalPolicy):
        return Verdict.LET_IN if reach is Reach.EVERYWHERE else Verdict.FORBIDDEN
    listed = isinstance(policy, LoadedPolicy) and policy.scope is Scoped.LISTED
    foreign = reach is Reach.ELSEWHERE and not listed
    return Verdict.AS_IF_MISSING if foreign else Verdict.LET_IN


def askings(place: Place) -> Iterator[Asking]:
    """A stranger, and every role of the staff in every reach."""
    yield Asking(None, Reach.HERE, principal())
    cohorts = {
        Reach.EVERYWHERE: None,
        Reach.HERE: place.cohort_id,
        Reach.ELSEWHERE: place.elsewhere,
    }
    for role in sorted(STAFF):
        for reach, cohort_id in cohorts.items():
            yield Asking(role, reach, principal(None, Grant(role, cohort_id)))


async def differences(
    app: FastAPI,
    ask: Ask,
    place: Place,
    *,
    open_to_all: Collection[str] = (),
    not_here: Collection[str] = (),
    shows_only: Collection[str] = (),
) -> list[str]:
    """Where an answer is not what the permission table says, or staff leave no entry in the audit.

    `open_to_all` names the routes for one's own things that answer anybody about this place;
    `not_here` those whose thing the place does not have, so that whoever is let in misses it too. No event is
    parked anywhere. `shows_only` names commands that are asked here only what they would do.
    """
    found = []
    commands = set(staff_commands(app)) - set(shows_only)
    place = replace(place, ids={"parked_id": new_id(), **place.ids})
    for route, policy in sorted(_staff_and_own(app), key=lambda one: one[0]):
        if route in open_to_all:
            continue
        for asking in askings(place):
            answer = await ask(route, place.ids, asking.who)
            said = _said(answer)
            expected = verdict(policy, asking.role, asking.reach)
            if expected is Verdict.FORBIDDEN:
                fits = said == FORBIDDEN
            elif expected is Verdict.AS_IF_MISSING:
                missing = [
                    _said(await ask(route, ids, asking.who)) for ids in _missing(route, place)
                ]
                fits = answer.status_code == 404 and all(one == said for one in missing)
            else:
                fits = _let_in(answer, missing_is_fine=route in not_here or "{parked_id}" in route)
                fits = fits and not _tells_of(answer, policy, asking, place)
                if answer.is_success and route in commands and app.state.entries_left != 1:
                    found.append(f"{route} by {asking} left {app.state.entries_left} entries")
            if not fits:
                found.append(f"{route} to {asking}, expected {expected}: {said}")
    return found


async def traces_of_gone(
    app: FastAPI, ask: Ask, place: Place, *owners: Principal, kept: Collection[str] = ()
) -> list[str]:
    """Where a deleted thing is answered otherwise than one that never was.

    Asked by those whose it was, by a stranger, and by every role for all cohorts. `kept` names routes
    that answer alike on purpose although nothing is there.
    """
    found = []
    strangers = [one for one in askings(place) if one.role is None or one.reach is Reach.EVERYWHERE]
    asking = [*strangers, *(Asking(None, Reach.HERE, owner) for owner in owners)]
    for route in sorted(_routes(app)):
        gone = {name: one for name, one in place.gone.items() if f"{{{name}}}" in route}
        if not gone:
            continue
        never = {name: _never_was(one) for name, one in gone.items()}
        for one in asking:
            said = _said(await ask(route, {**place.ids, **gone}, one.who))
            if said != _said(await ask(route, {**place.ids, **never}, one.who)):
                found.append(f"{route} to {one}: {said}")
            elif said != FORBIDDEN and said[0] != 404 and route not in kept:
                found.append(f"{route} to {one} answers of nothing: {said}")
    return found


def staff_commands(app: FastAPI) -> dict[str, str]:
    """`METHOD /path` of every command of staff that changes something → the name of the act."""
    return {
        f"{method} {route.path}": str(route.name)
        for route in routes_of(app)
        if staff_permission(route) is not None
        and _transaction in {one.call for one in dependencies_of(getattr(route, "dependant", None))}
        for method in (route.methods or set()) - SAFE
    }


def _never_was(thing: Any) -> Any:
    """An address of the same kind behind which there was never anything."""
    return new_id() if isinstance(thing, UUID) else f"never-{new_id().hex[:8]}"


def _routes(app: FastAPI) -> Iterator[str]:
    for route in routes_of(app):
        for method in (route.methods or set()) - {"HEAD"}:
            yield f"{method} {route.path}"


FORBIDDEN = (
    403,
    {"type": "forbidden", "title": "Your role does not allow this.", "status": 403},
)


def _staff_and_own(app: FastAPI) -> Iterator[tuple[str, Policy]]:
    """Routes with a permission, and routes about one thing that may be somebody's own."""
    for route in routes_of(app):
        policy, path = policy_of(route), route.path or ""
        if not isinstance(policy, OwnPolicy | GlobalPolicy | CohortPolicy | LoadedPolicy):
            continue
        if isinstance(policy, OwnPolicy) and "_id}" not in path:
            continue
        for method in (route.methods or set()) - {"HEAD"}:
            yield f"{method} {path}", policy


def _missing(route: str, place: Place) -> Iterator[Ids]:
    """The same address for things that never existed, and for things that no longer do."""
    yield {name: new_id() if name.endswith("_id") else one for name, one in place.ids.items()}
    gone = {name: one for name, one in place.gone.items() if f"{{{name}}}" in route}
    if gone:
        yield {**place.ids, **gone}


def _said(answer: httpx.Response) -> tuple[int, Any]:
    """Status and body without the request's number, which differs each time."""
    if answer.headers.get("content-type") != "application/problem+json":
        return answer.status_code, answer.text[:200]
    return answer.status_code, {k: v for k, v in answer.json().items() if k != "request_id"}


def _let_in(answer: httpx.Response, *, missing_is_fine: bool) -> bool:
    """A rule may still refuse; the door may not."""
    if answer.status_code == 404:
        return missing_is_fine
    return answer.status_code < 500 and answer.status_code != 401 and _said(answer) != FORBIDDEN


def _tells_of(answer: httpx.Response, policy: Policy, asking: Asking, place: Place) -> bool:
    """Whether a list for another cohort names something of this one."""
    if asking.reach is not Reach.ELSEWHERE or not isinstance(policy, LoadedPolicy):
        return False
    return any(str(one) in answer.text for name, one in place.ids.items() if name.endswith("_id"))
