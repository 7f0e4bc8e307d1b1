"""A cohort in small: staff, pairs of teachers, events as they come and time as it passes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from course.app import create_app
from course.reactions import REACTIONS
from course.worker import create_worker
from shared import clock
from shared.bus import Message
from shared.contracts.accounts import PersonChanged, RoleGrant
from shared.contracts.event import Event
from shared.contracts.partnering import (
    MessagePosted,
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMember,
    PartnershipMembersChanged,
    PartnershipProposed,
    SchoolFree,
)
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import announced, api_client, bearer, principal

PLAN: dict[str, Any] = {
    "title": "Whose tap water?",
    "summary": "Two classes test their water and write to two town halls.",
    "driving_question": "Whose tap water would you rather drink, yours or ours?",
    "subjects": ["science"],
    "languages": ["en"],
    "pupils_age_from": 11,
    "pupils_age_to": 13,
    "product": "A letter with a table of measurements.",
    "timeline": [
        {"title": "First measurements", "due_on": "2027-01-18"},
        {"title": "Letters sent", "due_on": "2027-02-15"},
    ],
    "roles": "Ada keeps the table, Can the letters.",
    "assessment": "The same task before and after.",
    "tools": "",
}
FEEDBACK = {
    "strength": "The question makes pupils want to know the answer.",
    "specific_example": "In week three only one class measures anything.",
    "suggested_action": "Let both classes measure on the same day.",
    "scores": {"question": 4},
}


@pytest.fixture(scope="session")
def service() -> str:
    return "course"


@dataclass
class Pair:
    """A partnership of Ada in Poland and Can in Türkiye."""

    cohort_id: UUID
    id: UUID = field(default_factory=new_id)
    ada: Principal = field(default_factory=principal)
    can: Principal = field(default_factory=principal)
    free: tuple[tuple[date, date], ...] = ()
    """Can's school holidays."""

    @property
    def person_ids(self) -> tuple[UUID, ...]:
        return (self.ada.person_id, self.can.person_id)

    def seat(self, who: Principal, country: str, zone: str) -> PartnershipMember:
        mine = self.free if country == "TR" else ()
        return PartnershipMember(
            enrolment_id=new_id(),
            person_id=who.person_id,
            class_name="5b",
            school_name=f"School in {country}",
            country=country,
            zone=zone,
            calendar_known=country == "TR",
            school_free=tuple(SchoolFree(starts_on=first, ends_on=last) for first, last in mine),
        )

    def seats(self) -> tuple[PartnershipMember, ...]:
        return (
            self.seat(self.ada, "PL", "Europe/Warsaw"),
            self.seat(self.can, "TR", "Europe/Istanbul"),
        )

    def proposed(self) -> PartnershipProposed:
        return PartnershipProposed(
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            person_ids=self.person_ids,
            origin="run",
            reply_by=clock.now() + timedelta(hours=72),
        )

    def confirmed(self) -> PartnershipConfirmed:
        return PartnershipConfirmed(
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            origin="run",
            language="en",
            members=self.seats(),
        )

    def dissolved(self) -> PartnershipDissolved:
        return PartnershipDissolved(
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            person_ids=self.person_ids,
            reason="left",
        )

    def members_changed(self, *members: PartnershipMember) -> PartnershipMembersChanged:
        return PartnershipMembersChanged(
            partnership_id=self.id, cohort_id=self.cohort_id, members=members
        )

    def message(self, author: Principal) -> MessagePosted:
        return MessagePosted(
            message_id=new_id(),
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            author_id=author.person_id,
            person_ids=tuple(one for one in self.person_ids if one != author.person_id),
        )


def person(who: Principal, name: str, country: str = "PL") -> PersonChanged:
    return PersonChanged(
        person_id=who.person_id,
        name=name,
        email=f"{who.person_id}@school.example",
        country=country,
        language="en",
        zone="UTC",
        roles=tuple(
            RoleGrant(role=grant.role.value, cohort_id=grant.cohort_id) for grant in who.roles
        ),
    )


class World:
    """Hears events as the consumer does, runs ticks as the worker does, speaks HTTP as web does."""

    def __init__(self, database: Database, client: httpx.AsyncClient) -> None:
        self.database = database
        self.client = client
        self.worker = create_worker()
        self.lead = principal(None, Role.PROGRAMME_LEAD)
        self.made = 0

    person = staticmethod(person)
    feedback = FEEDBACK
    plan = PLAN

    async def hear(self, *events: Event) -> None:
        for event in events:
            message = Message(
                producer=event.producer,
                number=1,
                event_id=str(new_id()),
                type=event.type,
                aggregate_id=str(event.aggregate_id),
                body=event.model_dump_json(),
                headers={},
            )
            async with self.database.transaction() as session:
                await REACTIONS.act(session, message)

    async def tick(self) -> None:
        await self.worker.tick_once(self.database)

    async def announced(self, *kinds: type[Event]) -> list[Any]:
        async with self.database.reading() as session:
            return [each for each in await announced(session) if isinstance(each, kinds)]

    async def get(self, path: str, who: Principal | None = None, **params: Any) -> httpx.Response:
        headers = bearer(who, "course") if who else {}
        return await self.client.get(f"/v1{path}", headers=headers, params=params)

    async def read(self, path: str, who: Principal | None = None, **params: Any) -> Any:
        answer = await self.get(path, who, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(
        self, path: str, who: Principal, json: Any = None, **headers: str
    ) -> httpx.Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return await self.client.post(
            f"/v1{path}", json=json, headers={**bearer(who, "course"), **named}
        )

    async def do(self, path: str, who: Principal, json: Any = None) -> Any:
        answer = await self.post(path, who, json)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def put_plan(self, pair: Pair, who: Principal, version: int, **fields: Any) -> Any:
        headers = {**bearer(who, "course"), "If-Match": f'"{version}"'}
        path = f"/v1/partnerships/{pair.id}/plan"
        return await self.client.put(path, json={**PLAN, **fields}, headers=headers)

    def cohort_request(self, pace: str = "fixed", **changes: Any) -> dict[str, Any]:
        self.made += 1
        today = clock.today()
        return {
            "template": f"four-weeks-{pace}",
            "title": f"Autumn {self.made}",
            "slug": f"autumn-{self.made}",
            "languages": ["en"],
            "seats": 60,
            "partnering_starts_on": str(today),
            "course_starts_on": str(today + timedelta(days=28)),
            "project_starts_on": str(today + timedelta(days=56)),
            "closes_on": str(today + timedelta(days=140)),
            **changes,
        }

    async def cohort(self, pace: str = "fixed", phase: str = "partnering", **changes: Any) -> UUID:
        """A cohort that staff have brought to a phase."""
        made = await self.do("/cohorts", self.lead, self.cohort_request(pace, **changes))
        order = ["partnering", "course", "project"]
        for step in order[: order.index(phase) + 1] if phase != "draft" else []:
            await self.advance(UUID(made["id"]), step)
        return UUID(made["id"])

    async def advance(self, cohort_id: UUID, to: str, **more: Any) -> Any:
        body = {"to": to, "dry_run": False, **more}
        return await self.do(f"/cohorts/{cohort_id}/advance", self.lead, body)

    async def pair(self, cohort_id: UUID, **facts: Any) -> Pair:
        """A confirmed pair with names."""
        pair = Pair(cohort_id, **facts)
        await self.hear(
            person(pair.ada, "Ada Wiśniewska", "PL"),
            person(pair.can, "Can Öztürk", "TR"),
            pair.confirmed(),
        )
        return pair

    async def learning_pair(self, cohort_id: UUID | None = None, **facts: Any) -> Pair:
        """A pair whose course has begun today: its first week is open."""
        cohort_id = cohort_id or await self.running_cohort()
        pair = await self.pair(cohort_id, **facts)
        await self.tick()
        return pair

    async def running_cohort(self, **changes: Any) -> UUID:
        """A fixed cohort whose course begins today."""
        today = clock.today()
        return await self.cohort(
            phase="course",
            **{
                "partnering_starts_on": str(today - timedelta(days=28)),
                "course_starts_on": str(today),
                "project_starts_on": str(today + timedelta(days=28)),
                **changes,
            },
        )

    async def submitted_pair(self, cohort_id: UUID) -> Pair:
        """A pair whose plan is handed in."""
        pair = await self.learning_pair(cohort_id)
        assert (await self.put_plan(pair, pair.ada, 1)).status_code == 200
        await self.do(f"/partnerships/{pair.id}/plan/submit", pair.can)
        return pair

    async def course(self, pair: Pair, who: Principal | None = None) -> Any:
        return await self.read(f"/partnerships/{pair.id}/course", who or pair.ada)

    async def step(self, pair: Pair, kind: str, week: int = 1, index: int = 0) -> str:
        course = await self.course(pair)
        steps = [one for one in course["weeks"][week - 1]["steps"] if one["kind"] == kind]
        return str(steps[index]["id"])

    async def tick_step(self, pair: Pair, step_id: str, *people: Principal) -> None:
        for who in people:
            await self.do(f"/partnerships/{pair.id}/steps/{step_id}/done", who)

    async def to_give(self, pair: Pair) -> list[dict[str, Any]]:
        mine = await self.read("/me/reviews", pair.ada)
        return [one for one in mine["partnerships"][0]["to_give"] if one["status"] == "assigned"]


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    async with api_client(create_app()) as client:
        yield World(database, client)
