"""Each command of a member × who is frozen or blocked: refused, or allowed for a reason."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.app import create_app
from partnering.handover.actions import offer_seat, take_seat, withdraw_offer
from partnering.handover.schemas import SeatOfferIn
from partnering.partnerships.actions import open_partnership
from partnering.people.model import Block
from partnering.room.actions import add_task, propose_meeting, write_agreement
from partnering.room.schemas import NewMeeting, NewTask, Terms
from partnering.safety.model import Freeze
from partnering.settings import Settings
from shared import clock
from shared.db import Database
from shared.http.auth import OwnPolicy, policy_of, routes_of
from shared.http.transactions import _transaction
from shared.ids import new_id
from shared.testing import api_client, bearer

from .contact_matrix import body_of
from .room_commands import BLOCKED, COMMANDS, ELSEWHERE, PARTNER, PAUSES, SELF

Ask = Callable[[str, str | None], Awaitable[tuple[int, str]]]
REFUSED = {SELF: "contact-frozen", PARTNER: "contact-frozen", BLOCKED: "contact-blocked"}
SLUGS = {("POST /v1/partnerships/{handshake_id}/confirm", BLOCKED): "not-admissible"}
"""A block ends a handshake at once; the rule of admission stands behind that."""


def _without_names(route: str) -> str:
    return re.sub(r"\{.*?\}", "{}", route)


def test_every_command_of_a_teacher_is_decided_for_paused_contact(
    settings_env: dict[str, str],
) -> None:
    assert settings_env
    commands = {
        _without_names(f"{method} {route.path}")
        for route in routes_of(create_app(Settings()))
        if isinstance(policy_of(route), OwnPolicy)
        for method in (route.methods or set()) - {"GET", "HEAD"}
    }
    decided = {_without_names(route) for route in [*COMMANDS, *ELSEWHERE]}
    assert commands - decided == set()
    assert decided - commands == set()


@pytest.fixture
async def room(database: Database, inhabit: Any) -> dict[str, Any]:
    """Ana and Ben are partners and have used everything; she is also asked to confirm Cem."""
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        partnership, ((ana, _), (ben, _)) = await world.paired(cohort)
        its = partnership.id
        hers, theirs = [await world.colleague(one) for one in (ana, ben)]
        task = await add_task(session, ben.who, its, NewTask(title="Write"))
        meeting = NewMeeting(title="Talk", starts_at=clock.now() + timedelta(days=2), anyway=True)
        asked = await propose_meeting(session, ben.who, its, meeting)
        own = await propose_meeting(session, ana.who, its, meeting)
        await write_agreement(session, ben.who, its, Terms(other="Two days"), 0)
        given = await offer_seat(session, ben.who, its, SeatOfferIn(email=theirs.email))
        await take_seat(session, theirs.who, given.id)
        offered = await offer_seat(session, ana.who, its, SeatOfferIn(email=hers.email))
        _, again = await world.enrolled(cohort, "TR")
        again.person_id = ana.who.person_id
        _, others = await world.enrolled(cohort, "PL")
        others.person_id = ben.who.person_id
        await session.flush()
        handshake = await open_partnership(
            session,
            cohort_id=cohort.id,
            enrolment_ids=[again.id, others.id],
            origin="run",
            language="en",
        )
        third = await world.colleague(ana)
    return {
        "ana": ana.who,
        "ben": ben.who,
        "partnership_id": its,
        "handshake_id": handshake.id,
        "task_id": task.id,
        "meeting_id": asked.id,
        "own_meeting_id": own.id,
        "offer_id": given.id,
        "own_offer_id": offered.id,
        "colleague": third.email,
    }


def _body(route: str, room: dict[str, Any]) -> Any:
    if route.endswith("/decline"):
        return {}
    if route.endswith(("/leave", "/object")):
        return {"reason": "No time"}
    unused = dict.fromkeys(("school_id", "from", "to", "class_id", "named"), new_id())
    return body_of(route, {**unused, **room}) if route in CARRYING else None


CARRYING = {
    f"{method} /v1/partnerships/{{partnership_id}}/{what}"
    for method, what in (
        ("POST", "decisions"),
        ("POST", "links"),
        ("POST", "meetings"),
        ("POST", "messages"),
        ("POST", "seat-offers"),
        ("POST", "tasks"),
        ("PUT", "agreement"),
    )
}


@pytest.fixture
def ask(database: Database, room: dict[str, Any]) -> Ask:
    """Ana gives the command; everything is rolled back."""
    ana, ben = room["ana"].person_id, room["ben"].person_id

    async def pause(session: AsyncSession, how: str | None) -> None:
        now = clock.now()
        if how in (SELF, PARTNER):
            person_id = ana if how == SELF else ben
            session.add(
                Freeze(person_id=person_id, reason="Look", frozen_by=new_id(), frozen_at=now)
            )
        if how == BLOCKED:
            session.add(Block(person_id=ben, blocked_id=ana, blocked_at=now))
        await session.flush()

    async def ask(route: str, how: str | None) -> tuple[int, str]:
        app = create_app(Settings())

        async def rolled_back() -> AsyncIterator[AsyncSession]:
            async with database.sessions() as session:
                await session.begin()
                await pause(session, how)
                if route.endswith("/seat-offers"):
                    await withdraw_offer(session, room["ana"], room["own_offer_id"])
                yield session
                await session.rollback()

        app.dependency_overrides[_transaction] = rolled_back
        method, path = route.split(" ", 1)
        async with api_client(app) as client:
            answer = await client.request(
                method,
                path.format(**room),
                json=_body(route, room),
                headers={**bearer(room["ana"], "partnering"), "If-Match": '"1"'},
            )
        return answer.status_code, "" if answer.is_success else answer.json()["type"]

    return ask


@pytest.mark.parametrize("route", sorted(COMMANDS))
async def test_a_command_in_a_room_is_refused_while_contact_is_paused_or_allowed_for_a_reason(
    ask: Ask, route: str
) -> None:
    status, slug = await ask(route, None)
    assert status < 300, slug
    wrong = {}
    for how in PAUSES:
        status, slug = await ask(route, how)
        if how in COMMANDS[route]:
            right = status < 300
        else:
            right = (status, slug) == (409, SLUGS.get((route, how), REFUSED[how]))
        if not right:
            wrong[how] = status, slug
    assert wrong == {}
