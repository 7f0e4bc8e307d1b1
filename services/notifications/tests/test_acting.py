"""While contact between two people is paused, neither hears of what the other does."""

from typing import Any

import pytest
from sqlalchemy import delete, select

from notifications.contact.acting import ACTING, TOLD_ALL_THE_SAME
from notifications.contact.model import Block, FrozenPerson
from notifications.inbox.model import Entry
from notifications.mail.model import GuestMail, Mail
from notifications.reactions import REACTIONS
from shared.contracts.accounts import ErasureRequested
from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    ContactUnblocked,
)
from shared.contracts.course import CheckInAnswered
from shared.contracts.event import Event
from shared.contracts.partnering import PartnerNamed
from shared.contracts.projects import MilestoneReached
from shared.db import Database
from shared.testing import event_classes

from .conftest import Happens, person
from .test_reactions import example
from .test_told import EVENTS, ROWS, TEACHERS, Cast

OF_AN_ACT = [
    row
    for row in ROWS
    if row["event"] in {event.__name__ for event in ACTING}
    and any(one.split(":")[0] in TEACHERS for one in row["hears"].split())
]
"""The rows of the table of who is told, of what somebody does."""
WAYS = ("the actor is frozen", "the reader is frozen", "the reader blocked", "the actor blocked")


def _pause(cast: Cast, how: str, actor: str, reader: str) -> Event:
    acts, reads = cast.people[actor].person_id, cast.people[reader].person_id
    pauses: dict[str, Event] = {
        "the actor is frozen": ContactFrozen(person_id=acts),
        "the reader is frozen": ContactFrozen(person_id=reads),
        "the reader blocked": ContactBlocked(person_id=reads, blocked_id=acts),
        "the actor blocked": ContactBlocked(person_id=acts, blocked_id=reads),
    }
    return pauses[how]


def _allowed(pause: Any) -> Event:
    if isinstance(pause, ContactFrozen):
        return ContactReleased(person_id=pause.person_id)
    return ContactUnblocked(person_id=pause.person_id, blocked_id=pause.blocked_id)


async def _forget_told(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(delete(Mail))
        await session.execute(delete(Entry))


async def _told(cast: Cast, database: Database) -> list[str]:
    """Who has which kind in the inbox; who has a mail without an entry stands there, too."""
    async with database.reading() as session:
        entries = (await session.execute(select(Entry.person_id, Entry.kind))).all()
        mails = (await session.execute(select(Mail.person_id, Mail.template))).all()
    return sorted({f"{cast.names.get(one)}:{kind}" for one, kind in [*entries, *mails]})


@pytest.mark.parametrize("row", OF_AN_ACT, ids=lambda row: row["change"])
async def test_what_somebody_does_is_not_told_to_whom_they_have_no_contact_with(
    row: dict[str, str], happens: Happens, database: Database
) -> None:
    cast = Cast()
    await cast.arrive(happens, database)
    hears = sorted(row["hears"].split())
    reader = next(name for name in TEACHERS if any(one.startswith(f"{name}:") for one in hears))
    for how in WAYS:
        pause = _pause(cast, how, "can" if reader == "ada" else "ada", reader)
        event = cast.event(EVENTS[row["event"]], row["fields"])
        await happens(pause)
        await _forget_told(database)
        await happens(event)
        staff = [one for one in hears if one.split(":")[0] not in TEACHERS]
        assert await _told(cast, database) == staff, how
        await happens(_allowed(pause))
        await _forget_told(database)
        await happens(event)
        assert await _told(cast, database) == hears, how


def test_every_event_that_names_a_person_says_whether_a_pause_silences_it() -> None:
    actors = ("author_id", "from_person_id", "to_person_id")
    naming = {
        event
        for event in event_classes().values()
        if event.type in REACTIONS.event_types
        and any(
            name in actors or name.endswith("_by")
            for name in event.model_fields.keys() - {"reply_by"}
        )
    }
    assert naming - set(ACTING) - set(TOLD_ALL_THE_SAME) == set()
    assert set(ACTING) & set(TOLD_ALL_THE_SAME) == set()


def test_every_event_of_an_act_is_tried_with_each_way_of_pausing() -> None:
    assert {EVENTS[row["event"]] for row in OF_AN_ACT} == set(ACTING)


async def test_a_third_partner_still_hears_what_one_does_who_was_blocked_by_another(
    happens: Happens, database: Database
) -> None:
    cast = Cast()
    await cast.arrive(happens, database)
    ids = {name: cast.people[name].person_id for name in ("ada", "can", "third")}
    await happens(
        ContactBlocked(person_id=ids["can"], blocked_id=ids["ada"]),
        example(MilestoneReached, reached_by=ids["ada"], person_ids=tuple(ids.values())),
    )
    assert await _told(cast, database) == ["third:milestone_reached"]


async def test_a_pause_that_is_announced_again_keeps_acts_from_being_told(
    happens: Happens, database: Database
) -> None:
    cast = Cast()
    await cast.arrive(happens, database)
    ada, can = (cast.people[name].person_id for name in ("ada", "can"))
    act = example(CheckInAnswered, answered_by=ada, answer="must_stop", person_ids=(can,))
    await happens(ContactStillPaused(person_id=can, blocked_id=ada), act)
    assert await _told(cast, database) == []


async def test_whoever_is_frozen_causes_no_letter_to_somebody_without_an_account(
    happens: Happens, database: Database
) -> None:
    ada = person("Ada")
    name = example(
        PartnerNamed, from_person_id=ada.person_id, to_person_id=None, email="can@school.example"
    )
    await happens(ada, ContactFrozen(person_id=ada.person_id), name)
    async with database.reading() as session:
        assert (await session.scalars(select(GuestMail))).all() == []


async def test_an_erased_person_leaves_no_trace_of_blocks_and_freezes(
    happens: Happens, database: Database
) -> None:
    ada, can = person("Ada"), person("Can")
    await happens(
        ada,
        can,
        ContactFrozen(person_id=ada.person_id),
        ContactBlocked(person_id=can.person_id, blocked_id=ada.person_id),
        example(ErasureRequested, person_id=ada.person_id),
    )
    async with database.reading() as session:
        assert (await session.scalars(select(Block))).all() == []
        assert (await session.scalars(select(FrozenPerson))).all() == []
