"""One table: each change of state, who hears which words of it, and that nobody else hears any."""

import csv
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from notifications.announcements.actions import send_announcement
from notifications.announcements.schemas import AnnouncementRequest
from notifications.cohorts.model import Cohort
from notifications.inbox.model import Entry
from notifications.mail.model import Mail
from notifications.reactions import REACTIONS
from notifications.wording.catalogue import KINDS
from shared.contracts.accounts import RoleGrant
from shared.contracts.contact import ReportToLookAt
from shared.contracts.event import Event
from shared.contracts.partnering import EnrolmentJoined, PartnershipConfirmed, PartnershipMember
from shared.db import Database
from shared.http import Role
from shared.testing import event_classes, principal

from .conftest import Happens, person
from .test_reactions import example

ROWS = list(csv.DictReader((Path(__file__).parent / "told.csv").read_text("utf-8").splitlines()))
EVENTS = {event.__name__: event for event in event_classes().values()}
TEACHERS = ("ada", "can", "third", "free", "waiting")
"""Ada and Can are partners, a third is in the cohort too, one is free and one has no place yet."""
EVERYWHERE = ("lead", "moderator")
IN_A_COHORT = ("lead", "tutor", "mentor", "moderator", "officer", "evaluator")
ROLES = {"lead": "programme_lead", "officer": "safeguarding_officer"}
USUALLY = {
    "person_ids": "ada,can",
    "members": "ada,can",
    "person_id": "ada",
    "from_person_id": "ada",
    "to_person_id": "can",
    "silent_person_ids": "ada",
    "waiting_person_ids": "can",
}
"""Who stands in the fields of an event, unless a row of the table says otherwise."""
ANNOUNCEMENT = "an announcement"
"""What staff write themselves is no event: it is told in the act of writing it."""
ANSWERS = {
    event
    for event in event_classes()
    if event.endswith("erasure.completed.v1") or event == "accounts.sessions.ended.v1"
}
"""Events between services that change nothing for people: an erasure's progress, and the end of a
session, which its live streams follow."""


WAYS = (("draft", "partnering"), ("partnering", "course"), ("course", "project"))
FOLLOWING = tuple((phase, phase) for phase in ("course", "project", "closed"))
CLOSING = (("project", "closed"), ("partnering", "closed"))
"""A rolling cohort closes without ever being in the course itself."""
WAYS_OF_A_COHORT = {
    "CohortAdvanced": [
        f"from_phase={first} phase={then} undone={undone}"
        for a, b in (*WAYS, *FOLLOWING, *CLOSING)
        for first, then, undone in ((a, b, False), (b, a, True))
    ],
    "MembersMoved": [
        *(f"phase={phase} undone=False" for phase in ("course", "project", "closed")),
        *(f"phase={phase} undone=True" for phase in ("partnering", "course", "project", "closed")),
    ],
}


class Cast:
    """Everybody who could be told: teachers, and staff of everywhere, of here and of elsewhere."""

    def __init__(self) -> None:
        self.cohort_id, self.partnership_id = uuid4(), uuid4()
        self.people = {name: person(name.title()) for name in TEACHERS}
        for role in EVERYWHERE:
            self.people[role] = person(role, roles=[ROLES.get(role, role)])
        for role in IN_A_COHORT:
            for place, cohort_id in (("here", self.cohort_id), ("elsewhere", uuid4())):
                grant = RoleGrant(role=ROLES.get(role, role), cohort_id=cohort_id)
                name = f"{role}_{place}"
                self.people[name] = person(name).model_copy(update={"roles": (grant,)})
        self.names = {one.person_id: name for name, one in self.people.items()}

    async def arrive(self, happens: Happens, database: Database) -> None:
        joined = [
            example(
                EnrolmentJoined,
                cohort_id=self.cohort_id,
                person_id=self.people[name].person_id,
                status="free",
            )
            for name in TEACHERS
        ]
        confirmed = example(
            PartnershipConfirmed,
            partnership_id=self.partnership_id,
            cohort_id=self.cohort_id,
            members=self._value(None, "members", USUALLY["members"]),
        )
        await happens(*self.people.values(), *joined, confirmed)
        async with database.transaction() as session:
            await session.execute(delete(Mail))
            await session.execute(delete(Entry))

    async def announce(self, database: Database, cohort: str, author: str = "lead") -> None:
        """A programme lead writes to this cohort, to another one, or to everybody."""
        cohort_id = {"here": self.cohort_id, "elsewhere": uuid4(), "": None}[cohort]
        lead = principal(self.people[author].person_id, Role.PROGRAMME_LEAD)
        words = {"title": "Office hours", "body": "We are there on Friday."}
        async with database.transaction() as session:
            if cohort_id is not None:
                session.add(Cohort(id=cohort_id, title="Autumn", phase="course"))
            await session.flush()
            request = AnnouncementRequest(cohort_id=cohort_id, **words)
            await send_announcement(session, lead, request)

    def event(self, event_class: type[Event], written: str) -> Any:
        fields = event_class.model_fields
        given = {**USUALLY, **dict(part.split("=", 1) for part in written.split())}
        values: dict[str, Any] = {
            "cohort_id": self.cohort_id,
            "cohort_ids": (self.cohort_id,),
            "held": (),
            "waiting": (self._report(given.pop("kept_from", "")),),
            **{
                name: self._value(fields[name].annotation, name, text)
                for name, text in given.items()
                if name in fields
            },
        }
        if event_class.__name__ == "PersonChanged":
            return self.people["ada"]
        return example(event_class, **{name: values[name] for name in values if name in fields})

    def _report(self, kept_from: str) -> ReportToLookAt:
        parties = tuple(self.people[one].person_id for one in kept_from.split(",") if one)
        return ReportToLookAt(cohort_ids=(self.cohort_id,), kept_from=parties)

    def _value(self, annotation: Any, name: str, text: str) -> Any:
        if name == "held":
            return (self.partnership_id,)
        if name == "members":
            return tuple(
                example(PartnershipMember, person_id=self.people[one].person_id, country=country)
                for one, country in zip(text.split(","), ("TR", "IT"), strict=True)
            )
        if annotation is bool:
            return text == "True"
        if get_origin(annotation) is Literal:
            return text
        people = tuple(self.people[one].person_id for one in text.split(",") if one)
        if get_origin(annotation) is tuple:
            return people
        return people[0] if people else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["change"])
async def test_a_change_is_told_to_whom_the_table_names_and_to_nobody_else(
    row: dict[str, str], happens: Happens, database: Database
) -> None:
    cast = Cast()
    await cast.arrive(happens, database)
    if row["event"] == ANNOUNCEMENT:
        await cast.announce(database, **dict(one.split("=", 1) for one in row["fields"].split()))
    else:
        event = cast.event(EVENTS[row["event"]], row["fields"])
        if event.type in REACTIONS.event_types:
            await happens(event)
    async with database.reading() as session:
        told = (await session.execute(select(Entry.person_id, Entry.kind))).all()
    assert sorted(f"{_name(cast, one)}:{kind}" for one, kind in told) == sorted(
        row["hears"].split()
    )


def _name(cast: Cast, person_id: UUID) -> str:
    return cast.names.get(person_id, "a stranger")


def test_every_event_stands_in_the_table() -> None:
    rows = {row["event"] for row in ROWS} - {ANNOUNCEMENT}
    assert rows <= set(EVENTS)
    known = {event.type for name, event in EVENTS.items() if name in rows}
    assert set(event_classes()) - ANSWERS == known


def test_every_outcome_that_an_event_may_name_stands_in_the_table() -> None:
    deciding = (
        "status",
        "outcome",
        "reason",
        "answer",
        "decision",
        "how",
        "why",
        "ready",
        "needs_help",
        "undone",
    )
    missing = []
    for name, event in EVENTS.items():
        for field in deciding:
            annotation = (
                event.model_fields[field].annotation if field in event.model_fields else None
            )
            values = get_args(annotation) if get_origin(annotation) is Literal else ()
            values = ("True", "False") if annotation is bool else values
            written = [row["fields"].split() for row in ROWS if row["event"] == name]
            missing += [
                f"{name} {field}={value}"
                for value in values
                if not any(f"{field}={value}" in row for row in written)
            ]
    assert missing == []


def test_every_kind_of_message_stands_in_the_table() -> None:
    told = {part.split(":")[1] for row in ROWS for part in row["hears"].split()}
    assert set(KINDS) == told


def test_every_way_that_a_cohort_can_go_stands_in_the_table() -> None:
    for name, ways in WAYS_OF_A_COHORT.items():
        rows = [row["fields"].split() for row in ROWS if row["event"] == name]
        missing = [way for way in ways if not any(set(way.split()) <= set(row) for row in rows)]
        assert missing == [], name
