"""Each route that carries words × unverified, frozen, blocked by, blocking: all are refused.

The freeze or block is written straight into the table, as if it came in the moment between the look
at the page and the press of the button. Each request runs in a transaction that is rolled back.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC
from typing import Any, get_args

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.app import create_app
from partnering.invitations.actions import send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.people.model import Block, Person
from partnering.safety.limits import Counted
from partnering.safety.model import ContactDay, Freeze
from partnering.settings import Settings
from shared import clock
from shared.contracts.handover import (
    SeatOffered,
)
from shared.contracts.partnering import (
    PartnerNamed,
)
from shared.db import Database
from shared.http import Principal
from shared.http.transactions import _transaction
from shared.ids import new_id
from shared.testing import announced, api_client, bearer, routes_with_words

from .contact_matrix import DAILY, MATRIX, body_of

TELLING = (PartnerNamed, SeatOffered)
CONDITIONS = ("open", "unverified", "frozen", "blocked by", "blocking")
Changes = Callable[[AsyncSession], Awaitable[None]]
Ask = Callable[..., Awaitable[tuple[int, str]]]


def routes_read_by(*readers: str) -> list[str]:
    return [route for route, reader in MATRIX.items() if reader in readers]


def test_every_route_that_takes_words_says_who_reads_them(settings_env: dict[str, str]) -> None:
    assert settings_env
    assert routes_with_words(create_app(Settings())) == set(MATRIX)


@pytest.fixture
async def place(database: Database, inhabit: Any) -> dict[str, Any]:
    """Ana and Ben are partners; Eva has invited Finn and has not asked Gül."""
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        partnership, ((ana, _), (ben, _)) = await world.paired(cohort)
        eva, evas = await world.enrolled(cohort, "TR")
        finn, finns = await world.enrolled(cohort, "PL")
        gul, guls = await world.enrolled(cohort, "ES")
        named = await world.teacher("NG")
        colleague = await world.colleague(ana)
        free = await world.colleague(eva)
        invitation = await send_invitation(
            session,
            eva.who,
            InvitationRequest(from_enrolment_id=evas.id, to_enrolment_id=finns.id, message="Hi"),
        )
        school_id = await world.school_of(ana)
    return {
        "cohort_id": cohort.id,
        "partnership_id": partnership.id,
        "invitation_id": invitation.id,
        "enrolment_id": evas.id,
        "from": evas.id,
        "to": guls.id,
        "school_id": school_id,
        "colleague": colleague.email,
        "named": named.email,
        "people": {
            "ana": ana,
            "ben": ben,
            "eva": eva,
            "finn": finn,
            "gul": gul,
            "free": free,
            "named": named,
            "colleague": colleague,
        },
    }


def _parties(route: str, place: dict[str, Any]) -> tuple[Any, Any]:
    """Who writes on this route, and who reads it."""
    people = place["people"]
    if route.endswith("/invitations"):
        return people["eva"], people["gul"]
    if route.endswith("/decline"):
        return people["finn"], people["eva"]
    if route.endswith("/questions"):
        return people["eva"], people["finn"]
    if route.endswith("/partner-post"):
        return people["eva"], people["finn"]
    if route.endswith("/enrolments"):
        return people["free"], people["named"]
    if route.endswith("/seat-offers"):
        return people["ana"], people["colleague"]
    return people["ana"], people["ben"]


def _arrange(condition: str, writer: Principal, reader: Principal) -> Changes:
    async def arrange(session: AsyncSession) -> None:
        if condition == "unverified":
            await session.execute(
                update(Person).where(Person.id == writer.person_id).values(verification="pending")
            )
        if condition == "frozen":
            session.add(
                Freeze(
                    person_id=writer.person_id,
                    reason="Look",
                    frozen_by=new_id(),
                    frozen_at=clock.now(),
                )
            )
        if condition == "exhausted":
            today = clock.now().astimezone(UTC).date()
            for what in get_args(Counted):
                day = ContactDay(person_id=writer.person_id, day=today, reach=what, acts=1_000)
                await session.merge(day)
        pairs = {"blocking": (writer, reader), "blocked by": (reader, writer)}
        if condition in pairs:
            one, other = pairs[condition]
            session.add(
                Block(person_id=one.person_id, blocked_id=other.person_id, blocked_at=clock.now())
            )
        await session.flush()

    return arrange


def _version(route: str) -> dict[str, str]:
    """An agreement is begun; what one teacher edits may be saved without naming a version."""
    return {"If-Match": '"0"'} if route.endswith("/agreement") else {}


@pytest.fixture
def ask(database: Database, place: dict[str, Any]) -> Ask:
    async def ask(route: str, condition: str, look: Changes | None = None) -> tuple[int, str]:
        writer, reader = _parties(route, place)
        who = replace(writer.who, verified=condition != "unverified")
        arrange = _arrange(condition, writer.who, reader.who)
        app = create_app(Settings())

        async def rolled_back() -> AsyncIterator[AsyncSession]:
            async with database.sessions() as session:
                await session.begin()
                await arrange(session)
                yield session
                if look is not None:
                    await look(session)
                await session.rollback()

        app.dependency_overrides[_transaction] = rolled_back
        method, path = route.split(" ", 1)
        ids = {**place, "class_id": writer.class_id}
        async with api_client(app) as client:
            answer = await client.request(
                method,
                path.format(**ids),
                json=body_of(route, ids),
                headers={**bearer(who, "partnering"), **_version(route)},
            )
        return answer.status_code, "" if answer.is_success else answer.json()["type"]

    return ask


REFUSED = {
    "unverified": {(403, "not-verified")},
    "frozen": {(409, "contact-frozen")},
    "blocked by": {(409, "contact-blocked"), (404, "not-found")},
    "blocking": {(409, "contact-blocked"), (404, "not-found")},
}


@pytest.mark.parametrize("route", routes_read_by("stranger", "partner"))
async def test_words_to_a_teacher_are_refused_while_there_is_no_contact(
    ask: Ask, route: str
) -> None:
    answers = {condition: await ask(route, condition) for condition in CONDITIONS}
    assert answers.pop("open")[0] < 300
    assert {one: got for one, got in answers.items() if got not in REFUSED[one]} == {}


@pytest.mark.parametrize("route", routes_read_by("cohort"))
async def test_words_that_a_cohort_reads_are_refused_while_the_writer_is_frozen(
    ask: Ask, route: str
) -> None:
    assert (await ask(route, "open"))[0] < 300
    assert await ask(route, "frozen") == (409, "contact-frozen")


@pytest.mark.parametrize("route", sorted({*routes_read_by("cohort")} - {
    "PUT /v1/enrolments/{enrolment_id}/partner-post",
}))  # fmt: skip
@pytest.mark.parametrize("condition", ["blocked by", "blocking"])
async def test_nobody_reaches_a_partner_through_a_profile_after_a_block(
    ask: Ask, route: str, condition: str
) -> None:
    assert await ask(route, condition) == (409, "contact-blocked")


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("route", routes_read_by("address"))
async def test_nobody_is_told_by_their_address_while_there_is_no_contact(
    ask: Ask, place: dict[str, Any], route: str, condition: str
) -> None:
    told: list[Any] = []
    reader = _parties(route, place)[1].who.person_id

    async def look(session: AsyncSession) -> None:
        news = [one for one in await announced(session) if isinstance(one, TELLING)]
        told.extend(one for one in news if one.to_person_id == reader)

    await ask(route, condition, look)
    assert len(told) == (condition == "open")


@pytest.mark.parametrize("route", sorted(DAILY))
async def test_who_has_done_it_very_often_today_is_asked_to_wait(ask: Ask, route: str) -> None:
    assert (await ask(route, "open"))[0] < 300
    status, slug = await ask(route, "exhausted")
    assert (status, slug) in {(429, "contact-limit"), (429, "daily-limit")}
