"""What the dry run of an advance is told: the very people whom the run tells, and nobody else."""

import random
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, union

from notifications.app import create_app
from notifications.inbox.model import Entry
from notifications.mail.model import Mail
from notifications.preferences.model import Choice
from notifications.reactions import REACTIONS
from notifications.recipients.queries import count_recipients
from notifications.recipients.schemas import RecipientsRequest
from notifications.settings import Settings
from shared.contracts.accounts import PersonChanged
from shared.contracts.course import (
    CohortAdvanced,
    CourseOpened,
    MembersMoved,
    WeekOpened,
)
from shared.contracts.event import Event
from shared.contracts.partnering import (
    EnrolmentJoined,
    InvitationClosed,
    PartnershipConfirmed,
    PartnershipMember,
)
from shared.contracts.projects import CertificateIssued, ProjectOpened
from shared.db import Database
from shared.http import Grant, Role
from shared.testing import api_client, bearer, principal

from .conftest import Happens, person
from .test_reactions import example

ADVANCES: list[tuple[type[Event], dict[str, Any]]] = [
    (CohortAdvanced, {"phase": "partnering", "from_phase": "draft", "undone": False}),
    (CohortAdvanced, {"phase": "course", "from_phase": "partnering", "undone": False}),
    (CohortAdvanced, {"phase": "project", "from_phase": "course", "undone": False}),
    (CohortAdvanced, {"phase": "closed", "from_phase": "project", "undone": False}),
    (CohortAdvanced, {"phase": "partnering", "from_phase": "course", "undone": True}),
    (CohortAdvanced, {"phase": "project", "from_phase": "closed", "undone": True}),
    (MembersMoved, {"phase": "course", "undone": False}),
    (MembersMoved, {"phase": "project", "undone": False}),
    (MembersMoved, {"phase": "partnering", "undone": True}),
    (CourseOpened, {}),
    (WeekOpened, {}),
    (ProjectOpened, {}),
    (CertificateIssued, {}),
    (InvitationClosed, {"outcome": "expired"}),
]
ONE_PERSON = ("person_id", "from_person_id")


class Cohort:
    """Some have a partner, some wait; some want no mail, some nothing at all."""

    def __init__(self, chance: random.Random) -> None:
        self.id = uuid4()
        self.people = [person(f"Person {number}") for number in range(chance.randint(3, 12))]
        self.pairs = [
            (uuid4(), pair)
            for pair in zip(self.people[::2], self.people[1::2], strict=False)
            if chance.random() < 0.7
        ]
        self.chance = chance

    async def exists(self, happens: Happens, database: Database) -> None:
        await happens(*self.people)
        for one in self.people:
            await happens(
                example(EnrolmentJoined, cohort_id=self.id, person_id=one.person_id, status="free")
            )
        for key, pair in self.pairs:
            members = tuple(example(PartnershipMember, person_id=one.person_id) for one in pair)
            await happens(
                example(
                    PartnershipConfirmed, partnership_id=key, cohort_id=self.id, members=members
                )
            )
        async with database.transaction() as session:
            for one in self.people:
                for kind in (
                    "cohort_course",
                    "course_opened",
                    "cohort_closed",
                    "certificate_issued",
                ):
                    if self.chance.random() < 0.4:
                        await session.execute(
                            insert(Choice).values(
                                person_id=one.person_id,
                                kind=kind,
                                inbox=self.chance.random() < 0.5,
                                email=self.chance.choice(["at_once", "digest", "never"]),
                            )
                        )

    def moving(self) -> list[PersonChanged]:
        return [one for _, pair in self.pairs for one in pair if self.chance.random() < 0.8]


async def reached(database: Database, event_id: UUID) -> dict[str, set[UUID]]:
    """Who found an event in the inbox or in the mail, by kind."""
    found: dict[str, set[UUID]] = {}
    async with database.reading() as session:
        rows = await session.execute(
            union(
                select(Entry.kind, Entry.person_id).where(Entry.event_id == event_id),
                select(Mail.template, Mail.person_id).where(Mail.event_id == event_id),
            )
        )
        for kind, person_id in rows:
            found.setdefault(kind, set()).add(person_id)
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_as_many_are_told_as_were_counted_before(
    happens: Happens, database: Database, seed: int
) -> None:
    cohort = Cohort(random.Random(seed))
    await cohort.exists(happens, database)
    for event_class, fields in ADVANCES:
        held = [key for key, _ in cohort.pairs if cohort.chance.random() < 0.3]
        moving = [one.person_id for one in cohort.moving()]
        asked = RecipientsRequest(event=event_class.type, held=held, person_ids=moving, **fields)
        async with database.reading() as session:
            counted = await count_recipients(session, REACTIONS, cohort.id, asked)
        facts = {"cohort_id": cohort.id, "held": tuple(held), **fields}
        alone = next((name for name in ONE_PERSON if name in event_class.model_fields), None)
        about = [{alone: one} for one in moving] if alone else [{"person_ids": tuple(moving)}]
        told = Counter[str]()
        for each in about:
            event_id = uuid4()
            await happens(example(event_class, **facts, **each), event_id=event_id)
            people = await reached(database, event_id)
            told.update({kind: len(ids) for kind, ids in people.items()})
        assert {one.kind: one.recipients for one in counted if one.recipients} == told


async def test_whoever_is_held_at_the_close_hears_so_and_nobody_hears_of_it_twice(
    happens: Happens, database: Database
) -> None:
    cohort = Cohort(random.Random(1))
    await cohort.exists(happens, database)
    (key, pair), *_ = cohort.pairs
    closing, following = uuid4(), uuid4()
    facts = {"cohort_id": cohort.id, "phase": "closed", "undone": False}
    await happens(
        example(CohortAdvanced, from_phase="project", held=(key,), **facts), event_id=closing
    )
    told = await reached(database, closing)
    held = {one.person_id for one in pair}
    assert told["cohort_closed_held"] == held
    assert not told["cohort_closed"] & held
    await happens(
        example(CohortAdvanced, from_phase="closed", held=(), **facts), event_id=following
    )
    assert await reached(database, following) == {}


async def test_whoever_waits_for_a_partner_does_not_hear_that_the_course_begins(
    happens: Happens, database: Database
) -> None:
    cohort = Cohort(random.Random(1))
    await cohort.exists(happens, database)
    members = [one for _, pair in cohort.pairs for one in pair]
    waiting = {one.person_id for one in cohort.people} - {one.person_id for one in members}
    assert waiting
    advanced, moved = uuid4(), uuid4()
    course = {"phase": "course", "from_phase": "partnering", "undone": False}
    await happens(
        example(CohortAdvanced, cohort_id=cohort.id, held=(), **course), event_id=advanced
    )
    assert await reached(database, advanced) == {}
    ids = tuple(one.person_id for one in members)
    fields = {"phase": "course", "undone": False, "person_ids": ids}
    await happens(example(MembersMoved, cohort_id=cohort.id, **fields), event_id=moved)
    told = await reached(database, moved)
    assert set(told) == {"cohort_course"}
    assert not told["cohort_course"] & waiting


async def test_only_the_lead_of_a_cohort_asks_whom_an_event_would_reach(
    database: Database, settings: Settings
) -> None:
    path = f"/v1/cohorts/{uuid4()}/recipients"
    body = {"event": MembersMoved.type, "phase": "course"}
    tutor = bearer(principal(None, Role.TUTOR), "notifications")
    elsewhere = bearer(principal(None, Grant(Role.PROGRAMME_LEAD, uuid4())), "notifications")
    lead = bearer(principal(None, Role.PROGRAMME_LEAD), "notifications")
    async with api_client(create_app(settings)) as client:
        for who, status in ((tutor, 403), (elsewhere, 404), (lead, 200)):
            answer = await client.post(path, json=body, headers=who)
            assert answer.status_code == status
        for odd in ({"event": "x.y.v1"}, {"held": ["x"]}):
            answer = await client.post(path, json={**body, **odd}, headers=lead)
            assert answer.status_code == 422
