"""One table: each change of state, who hears which words of it, and that nobody else hears any."""

import csv
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from notifications.inbox.model import Entry
from notifications.mail.model import Mail
from notifications.reactions import REACTIONS
from notifications.wording.catalogue import KINDS
from shared.contracts.accounts import RoleGrant
from shared.contracts.event import Event
from shared.contracts.partnering import EnrolmentJoined, PartnershipConfirmed, PartnershipMember
from shared.db import Database
from shared.testing import event_classes

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
ANSWERS = {event for event in event_classes() if event.endswith("erasure.completed.v1")}


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

    def event(self, event_class: type[Event], written: str) -> Any:
        fields = event_class.model_fields
        given = {**USUALLY, **dict(part.split("=", 1) for part in written.split())}
        values: dict[str, Any] = {
            "cohort_id": self.cohort_id,
            "cohort_ids": (self.cohort_id,),
            "held": (),
            **{
                name: self._value(fields[name].annotation, name, text)
                for name, text in given.items()
                if name in fields
            },
        }
        if event_class.__name__ == "PersonChanged":
            return self.people["ada"]
        return example(event_class, **{name: values[name] for name in values if name in fields})

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
        return people if get_origin(annotation) is tuple else people[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["change"])
async def test_a_change_is_told_to_whom_the_table_names_and_to_nobody_else(
    row: dict[str, str], happens: Happens, database: Database
) -> None:
    cast = Cast()
    await cast.arrive(happens, database)
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
    known = {event.type for name, event in EVENTS.items() if name in {row["event"] for row in ROWS}}
    assert set(event_classes()) - ANSWERS == known


def test_every_outcome_that_an_event_may_name_stands_in_the_table() -> None:
    deciding = ("status", "outcome", "reason", "answer", "decision", "how", "why", "ready")
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
    assert set(KINDS) - told == {"announcement"}
