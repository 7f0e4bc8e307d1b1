"""Forgetting a person: no trace, an answer, and nobody else loses what is theirs."""

from uuid import uuid4

from sqlalchemy import select, text

from notifications.inbox.model import Entry
from notifications.inbox.queries import in_words
from notifications.mail.model import Mail
from shared.contracts.accounts import ErasureRequested, VerificationRequested
from shared.contracts.partnering import EnrolmentJoined, InvitationSent
from shared.contracts.projects import MilestoneReached
from shared.db import Database
from shared.testing import announced

from .conftest import Happens, person
from .test_reactions import example


async def test_erasure_leaves_no_trace_of_a_person_and_says_that_it_is_done(
    happens: Happens, database: Database
) -> None:
    gone, stays = person("Marker Marković", email="marker@school.example"), person()
    await happens(
        gone,
        stays,
        example(InvitationSent, from_person_id=stays.person_id, to_person_id=gone.person_id),
        example(EnrolmentJoined, person_id=gone.person_id),
        ErasureRequested(person_id=gone.person_id, erasure_id=uuid4()),
    )
    async with database.reading() as session:
        tables = await session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )
        for table in tables.all():
            if table in {"outbox", "alembic_version"}:
                continue
            rows = await session.execute(text(f'SELECT t::text FROM "{table}" t'))
            assert not [row for (row,) in rows if "Mark" in row or "marker" in row], table
        (answer,) = await announced(session)
    assert answer.type == "notifications.erasure.completed.v1"
    assert answer.aggregate_id == gone.person_id


async def test_others_keep_their_entries_with_a_colleague_in_place_of_the_name(
    happens: Happens, database: Database
) -> None:
    gone, stays = person("Gone"), person()
    sent = example(InvitationSent, from_person_id=gone.person_id, to_person_id=stays.person_id)
    await happens(gone, stays, sent, ErasureRequested(person_id=gone.person_id, erasure_id=uuid4()))
    async with database.reading() as session:
        entry = (await session.scalars(select(Entry))).one()
        (written,) = await in_words(session, stays.person_id, [entry])
    assert written.title == "A colleague invites you to a joint project"


async def test_partners_keep_what_they_were_told_of_common_matters_without_quoted_words(
    happens: Happens, database: Database
) -> None:
    gone, stays = person("Gone"), person("Stays")
    both = (gone.person_id, stays.person_id)
    await happens(
        gone,
        stays,
        example(MilestoneReached, person_ids=both, title="zzmarkerzz"),
        ErasureRequested(person_id=gone.person_id, erasure_id=uuid4()),
    )
    async with database.reading() as session:
        told = (await session.scalars(select(Entry).where(Entry.kind == "milestone_reached"))).all()
        written = await in_words(session, stays.person_id, told)
    assert [words.title for words in written] == ["Milestone reached: …"]


async def test_staff_no_longer_hear_about_an_erased_person_but_the_log_keeps_what_was_sent(
    happens: Happens, database: Database
) -> None:
    gone = person("Gone")
    staff = [person(f"Staff{n}", roles=["moderator"]) for n in range(2)]
    await happens(*staff, gone, VerificationRequested(person_id=gone.person_id))
    async with database.transaction() as session:
        sent = (await session.scalars(select(Mail).order_by(Mail.id))).first()
        assert sent is not None
        sent.status = "sent"
    await happens(ErasureRequested(person_id=gone.person_id, erasure_id=uuid4()))
    async with database.reading() as session:
        assert (await session.scalars(select(Entry))).all() == []
        mails = (await session.scalars(select(Mail).order_by(Mail.id))).all()
    assert [mail.status for mail in mails] == ["sent", "settled"]
    assert all(mail.parameters == {} for mail in mails)
