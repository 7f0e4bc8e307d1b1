"""What waits in the queue when contact is paused does not go out, however long it has waited."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from notifications.mail.model import GuestMail
from shared import clock
from shared.contracts.contact import ContactBlocked, ContactFrozen
from shared.contracts.event import Event
from shared.contracts.partnering import InvitationSent, PartnerNamed, PartnershipProposed
from shared.contracts.projects import MilestoneReached
from shared.db import Database

from .conftest import Happens, Letterbox, person
from .mailing import NIGHT, NOON, at, deliver_all, statuses
from .test_mail_times import tick
from .test_reactions import example

WAYS = ("the actor is frozen", "the reader is frozen", "the reader blocked", "the actor blocked")


def _pause(how: str, acts: Any, reads: Any) -> Event:
    pauses: dict[str, Event] = {
        "the actor is frozen": ContactFrozen(person_id=acts.person_id),
        "the reader is frozen": ContactFrozen(person_id=reads.person_id),
        "the reader blocked": ContactBlocked(person_id=reads.person_id, blocked_id=acts.person_id),
        "the actor blocked": ContactBlocked(person_id=acts.person_id, blocked_id=reads.person_id),
    }
    return pauses[how]


@pytest.mark.parametrize("how", WAYS)
async def test_a_mail_that_waits_for_the_morning_is_not_sent_after_a_pause(
    how: str, happens: Happens, database: Database, settings: Any, letterbox: Letterbox
) -> None:
    bora, ayse = person("Bora"), person("Ayşe")
    with at(NIGHT):
        sent = example(
            InvitationSent,
            from_person_id=bora.person_id,
            to_person_id=ayse.person_id,
            expires_at=clock.now() + timedelta(days=7),
        )
        others = example(PartnershipProposed, person_ids=(ayse.person_id,))
        await happens(bora, ayse, sent, others)
        await deliver_all(settings, database)
        assert letterbox.letters == []
        await happens(_pause(how, bora, ayse))
        with clock.travelled(timedelta(hours=10)):
            await deliver_all(settings, database)
    # Whoever is frozen is told so besides.
    assert (await statuses(database))[:2] == ["settled", "sent"]
    assert "Bora" not in str([letter["Subject"] for letter in letterbox.letters])


@pytest.mark.parametrize("gathered", [True, False])
async def test_a_digest_leaves_out_what_came_from_somebody_who_was_blocked_meanwhile(
    gathered: bool, happens: Happens, database: Database, settings: Any, letterbox: Letterbox
) -> None:
    bora, cem, ayse = person("Bora"), person("Cem"), person("Ayşe")
    with at(NOON):
        await happens(bora, cem, ayse)
        for author, title in ((bora, "First"), (cem, "Second")):
            mine = example(
                MilestoneReached,
                title=title,
                reached_by=author.person_id,
                person_ids=(ayse.person_id,),
            )
            await happens(mine)
        block = ContactBlocked(person_id=ayse.person_id, blocked_id=bora.person_id)
        if gathered:
            await happens(block)
        with clock.travelled(timedelta(days=1)):
            await tick(database)
            # The digest is made, and waits for the mail server.
            await happens(block)
            await deliver_all(settings, database)
    (letter,) = letterbox.letters
    assert str(letter["Subject"]) == "Milestone reached: Second"


async def test_a_digest_of_nothing_but_that_is_not_sent(
    happens: Happens, database: Database, settings: Any, letterbox: Letterbox
) -> None:
    bora, ayse = person("Bora"), person("Ayşe")
    reached = example(MilestoneReached, reached_by=bora.person_id, person_ids=(ayse.person_id,))
    with at(NOON):
        await happens(bora, ayse, reached)
        with clock.travelled(timedelta(days=1)):
            await tick(database)
            await happens(ContactFrozen(person_id=bora.person_id))
            await deliver_all(settings, database)
    assert [letter for letter in letterbox.letters if ayse.email in str(letter["To"])] == []
    assert (await statuses(database))[:2] == ["settled", "settled"]


async def test_a_letter_to_a_guest_is_not_sent_once_whoever_named_them_is_frozen(
    happens: Happens, database: Database, settings: Any, letterbox: Letterbox
) -> None:
    bora = person("Bora")
    named = example(
        PartnerNamed, from_person_id=bora.person_id, to_person_id=None, email="g@school.example"
    )
    await happens(bora, named, ContactFrozen(person_id=bora.person_id))
    await deliver_all(settings, database)
    assert [letter for letter in letterbox.letters if "g@school" in str(letter["To"])] == []
    async with database.reading() as session:
        (guest,) = (await session.scalars(select(GuestMail))).all()
    assert (guest.status, guest.email) == ("refused", "")
