"""Mails come at a decent hour, gathered where that is wanted, and stop when asked."""

from datetime import timedelta

from notifications.mail.digest import gather_digests
from notifications.preferences.actions import save_preferences
from notifications.preferences.schemas import PreferencesRequest
from notifications.settings import Settings
from notifications.unsubscriptions.actions import unsubscribe
from shared import clock
from shared.contracts.accounts import TeacherRefused
from shared.contracts.contact import ReportFiled
from shared.contracts.partnering import (
    InvitationClosed,
    InvitationSent,
    MessagePosted,
)
from shared.contracts.projects import MilestoneReached
from shared.db import Database
from shared.testing import principal

from .conftest import Happens, Letterbox, person
from .mailing import NIGHT, NOON, at, deliver_all, parts, statuses
from .test_reactions import example


async def test_at_night_a_mail_waits_for_the_morning_of_the_reader(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse, bora = person("Ayşe"), person("Bora", zone="America/New_York")
    with at(NIGHT):
        for one in (ayse, bora):
            await happens(one, TeacherRefused(person_id=one.person_id, reason=""))
        await deliver_all(settings, database)
        assert [bora.email in str(letter["To"]) for letter in letterbox.letters] == [True]
        with clock.travelled(timedelta(hours=7)):
            await deliver_all(settings, database)
            assert len(letterbox.letters) == 1
        with clock.travelled(timedelta(hours=7, minutes=31)):
            await deliver_all(settings, database)
    assert len(letterbox.letters) == 2


async def test_a_report_wakes_the_safeguarding_officer_even_at_night(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    with at(NIGHT):
        await happens(person(roles=["safeguarding_officer"]), example(ReportFiled))
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 1


async def test_an_answer_due_before_the_morning_does_not_wait_for_it(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    soon = NIGHT + timedelta(hours=3)
    with at(NIGHT):
        await happens(ayse, example(InvitationSent, to_person_id=ayse.person_id, expires_at=soon))
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 1


async def test_what_was_answered_during_the_night_is_not_mailed_in_the_morning(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    sent = example(InvitationSent, to_person_id=ayse.person_id)
    with at(NIGHT):
        await happens(ayse, sent)
        await deliver_all(settings, database)
        withdrawn = {**sent.model_dump(), "outcome": "withdrawn"}
        await happens(InvitationClosed.model_validate(withdrawn))
        with clock.travelled(timedelta(hours=9)):
            await deliver_all(settings, database)
    assert letterbox.letters == []


async def test_gathered_news_comes_as_one_digest_in_the_morning(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    with at(NOON):
        await happens(ayse)
        for title in ("First", "Second"):
            await happens(example(MilestoneReached, title=title, person_ids=(ayse.person_id,)))
        await tick(database)
        await deliver_all(settings, database)
        assert letterbox.letters == []
        with clock.travelled(timedelta(days=1)):
            await tick(database)
            await deliver_all(settings, database)
            (letter,) = letterbox.letters
            assert str(letter["Subject"]) == "2 things are new for you"
            for body in parts(letter):
                assert "Milestone reached: First" in body
                assert "Milestone reached: Second" in body
            await tick(database)
            await deliver_all(settings, database)
    assert len(letterbox.letters) == 1
    assert await statuses(database) == ["in_digest", "in_digest", "sent"]


async def tick(database: Database) -> None:
    while True:
        async with database.transaction() as session:
            if await gather_digests(session) == 0:
                return


async def test_a_digest_of_one_thing_says_it_in_the_subject(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    with at(NOON):
        await happens(ayse, example(MilestoneReached, title="First", person_ids=(ayse.person_id,)))
        with clock.travelled(timedelta(days=1)):
            await tick(database)
            await deliver_all(settings, database)
    (letter,) = letterbox.letters
    assert str(letter["Subject"]) == "Milestone reached: First"


async def test_whoever_wants_no_mail_of_a_kind_gets_none_but_reads_it_in_the_inbox(
    happens: Happens, database: Database
) -> None:
    ayse = person()
    wanted = PreferencesRequest.model_validate(
        {
            "quiet": False,
            "quiet_from": "22:00",
            "quiet_to": "07:00",
            "digest": "weekly",
            "kinds": [{"kind": "message_posted", "inbox": True, "email": "never"}],
        }
    )
    await happens(ayse)
    async with database.transaction() as session:
        await save_preferences(session, principal(ayse.person_id), wanted)
    await happens(example(MessagePosted, person_ids=(ayse.person_id,)))
    assert await statuses(database) == []


async def test_the_link_in_a_mail_stops_that_kind_without_signing_in(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    refused = TeacherRefused(person_id=ayse.person_id, reason="")
    with at(NOON):
        await happens(ayse, refused)
        await deliver_all(settings, database)
        link = str(letterbox.letters[0]["List-Unsubscribe"]).strip("<>")
        async with database.transaction() as session:
            _reader, kind = await unsubscribe(session, link.split("key=")[1])
        assert kind.name == "teacher_refused"
        await happens(refused)
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 1
