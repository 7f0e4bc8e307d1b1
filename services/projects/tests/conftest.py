"""A programme in small: cohorts, people and partnerships as the other services announce them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from projects.app import create_app
from projects.reactions import REACTIONS
from projects.worker import create_worker
from shared import clock
from shared.bus import Message
from shared.contracts.accounts import PersonChanged
from shared.contracts.course import (
    CohortAdvanced,
    CohortChanged,
    CourseCompleted,
    PlanApproved,
    PlanMilestone,
)
from shared.contracts.event import Event
from shared.contracts.partnering import (
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMember,
    PartnershipMembersChanged,
)
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import announced, api_client, bearer, principal


@pytest.fixture(scope="session")
def service() -> str:
    return "projects"


@dataclass
class Pair:
    """Ada in Poland and Can in Türkiye."""

    id: UUID = field(default_factory=new_id)
    cohort_id: UUID = field(default_factory=new_id)
    ada: Principal = field(default_factory=principal)
    can: Principal = field(default_factory=principal)
    ada_enrolment: UUID = field(default_factory=new_id)
    can_enrolment: UUID = field(default_factory=new_id)

    @property
    def person_ids(self) -> tuple[UUID, ...]:
        return (self.ada.person_id, self.can.person_id)

    def seats(self) -> tuple[PartnershipMember, ...]:
        return (
            self._seat(self.ada, self.ada_enrolment, "Szkoła 5", "PL", "Europe/Warsaw"),
            self._seat(self.can, self.can_enrolment, "Atatürk Lisesi", "TR", "Europe/Istanbul"),
        )

    def _seat(
        self, who: Principal, enrolment: UUID, school: str, country: str, zone: str
    ) -> PartnershipMember:
        return PartnershipMember(
            enrolment_id=enrolment,
            person_id=who.person_id,
            class_name="5b",
            school_name=school,
            country=country,
            zone=zone,
        )

    def cohort(self, phase: str = "course", pace: str = "fixed") -> CohortChanged:
        today = clock.today()
        facts: dict[str, Any] = {"pace": pace, "phase": phase}
        return CohortChanged(
            cohort_id=self.cohort_id,
            slug="autumn",
            title="Autumn 2026",
            languages=("en",),
            seats=60,
            partnering_starts_on=today - timedelta(days=60),
            course_starts_on=today - timedelta(days=30),
            project_starts_on=today,
            closes_on=today + timedelta(days=70),
            **facts,
        )

    def advanced(self, phase: str, from_phase: str = "course", **more: Any) -> CohortAdvanced:
        facts: dict[str, Any] = {"phase": phase, "from_phase": from_phase, **more}
        return CohortAdvanced(cohort_id=self.cohort_id, title="Autumn 2026", **facts)

    def confirmed(self) -> PartnershipConfirmed:
        return PartnershipConfirmed(
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            origin="run",
            language="en",
            members=self.seats(),
        )

    def plan(self, *milestones: tuple[str, date]) -> PlanApproved:
        return PlanApproved(
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            person_ids=self.person_ids,
            title="Rivers we share",
            summary="Two classes measure their rivers.",
            subjects=("science",),
            languages=("en",),
            pupils_age_from=11,
            pupils_age_to=13,
            milestones=tuple(PlanMilestone(title=title, due_on=due) for title, due in milestones),
        )

    def completed(self) -> CourseCompleted:
        return CourseCompleted(
            partnership_id=self.id, cohort_id=self.cohort_id, person_ids=self.person_ids
        )

    def dissolved(self, reason: str = "left") -> PartnershipDissolved:
        facts: dict[str, Any] = {"reason": reason}
        return PartnershipDissolved(
            partnership_id=self.id, cohort_id=self.cohort_id, person_ids=self.person_ids, **facts
        )

    def without_can(self) -> PartnershipMembersChanged:
        return PartnershipMembersChanged(
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            members=self.seats()[:1],
            left_person_ids=(self.can.person_id,),
        )

    def moved(self) -> "Pair":
        """Ada with the same class and another partner, after a rescue."""
        return replace(self, id=new_id(), can=principal(), can_enrolment=new_id())

    def handed_over_to(self, colleague: Principal) -> tuple[Event, ...]:
        """Can's seat goes to a colleague of the school."""
        taken = self._seat(colleague, new_id(), "Atatürk Lisesi", "TR", "Europe/Istanbul")
        changed = PartnershipMembersChanged(
            partnership_id=self.id,
            cohort_id=self.cohort_id,
            members=(self.seats()[0], taken),
            joined_person_ids=(colleague.person_id,),
            left_person_ids=(self.can.person_id,),
        )
        return _person(colleague, "Deniz Kaya", "TR"), changed

    def people(self) -> tuple[PersonChanged, ...]:
        return (
            _person(self.ada, "Ada Wiśniewska", "PL"),
            _person(self.can, "Can Öztürk", "TR"),
        )


def _person(who: Principal, name: str, country: str) -> PersonChanged:
    return PersonChanged(
        person_id=who.person_id,
        name=name,
        email=f"{country}@example.org".lower(),
        country=country,
        language="en",
        zone="UTC",
    )


class Programme:
    """Hears events as the consumer does, runs ticks as the worker does, speaks HTTP as web does."""

    def __init__(self, database: Database, client: httpx.AsyncClient) -> None:
        self.database = database
        self.client = client
        self.worker = create_worker()

    async def hear(self, *events: Event) -> None:
        for event in events:
            async with self.database.transaction() as session:
                message = Message(
                    producer=event.producer,
                    number=1,
                    event_id=str(new_id()),
                    type=event.type,
                    aggregate_id=str(event.aggregate_id),
                    body=event.model_dump_json(),
                    headers={},
                )
                await REACTIONS.act(session, message)

    async def tick(self) -> None:
        await self.worker.tick_once(self.database)

    async def announced(self, *kinds: type[Event]) -> list[Any]:
        async with self.database.reading() as session:
            return [each for each in await announced(session) if isinstance(each, kinds)]

    async def get(self, path: str, who: Principal | None = None) -> Any:
        return await self.client.get(f"/v1{path}", headers=_headers(who))

    async def post(self, path: str, who: Principal, json: Any = None, **headers: str) -> Any:
        return await self.client.post(f"/v1{path}", json=json, headers={**_headers(who), **headers})

    async def put(self, path: str, who: Principal, json: Any, version: int) -> Any:
        headers = {**_headers(who), "If-Match": f'"{version}"'}
        return await self.client.put(f"/v1{path}", json=json, headers=headers)

    async def delete(self, path: str, who: Principal) -> Any:
        return await self.client.delete(f"/v1{path}", headers=_headers(who))

    async def begin(self, pair: Pair | None = None) -> Pair:
        """A pair whose board is open."""
        pair = pair or Pair()
        await self.hear(
            pair.cohort("project"),
            *pair.people(),
            pair.confirmed(),
            pair.plan(("Meet online", clock.today() + timedelta(days=10))),
        )
        return pair

    async def publish(self, pair: Pair, staff: Principal | None = None, **fields: Any) -> Any:
        """Write, submit and publish a result; answers what staff see."""
        staff = staff or principal(None, Role.PROGRAMME_LEAD)
        path = f"/partnerships/{pair.id}/result"
        before = (await self.get(path, pair.ada)).json()
        saved = await self.put(path, pair.ada, draft(**fields), before["version"])
        assert saved.status_code == 200, saved.text
        submitted = await self.post(f"{path}/submit", pair.ada)
        assert submitted.status_code == 200, submitted.text
        seen = {"version": saved.json()["version"]}
        published = await self.post(f"/results/{saved.json()['id']}/publish", staff, seen)
        assert published.status_code == 200, published.text
        return published.json()


def _headers(who: Principal | None) -> dict[str, str]:
    return {} if who is None else bearer(who, "projects")


def draft(**fields: Any) -> dict[str, Any]:
    """A complete result that shows nobody."""
    return {
        "title": "Rivers we share",
        "summary": "Two classes measured their rivers and compared them.",
        "what_we_did": "We **measured** and wrote.",
        "what_pupils_learned": "- to measure\n- to ask",
        "subjects": ["science"],
        "languages": ["en"],
        "pupils_age_from": 11,
        "pupils_age_to": 13,
        "pupils_count": 41,
        **fields,
    }


@pytest.fixture
async def programme(database: Database) -> AsyncIterator[Programme]:
    async with api_client(create_app()) as client:
        yield Programme(database, client)


@pytest.fixture
def pair() -> Pair:
    return Pair()


@pytest.fixture
def lead() -> Principal:
    return principal(None, Role.PROGRAMME_LEAD)


@pytest.fixture
def result_draft() -> Any:
    return draft
