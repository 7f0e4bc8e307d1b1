"""Every event is either acted on or known to concern nobody; each acts on real Postgres."""

from datetime import date, datetime, timedelta
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel
from sqlalchemy import func, select

from notifications.inbox.model import Entry
from notifications.inbox.queries import in_words
from notifications.mail.model import Mail
from notifications.reactions import REACTIONS
from notifications.wording.catalogue import KINDS
from shared import clock
from shared.contracts.accounts import ErasureRequested, RoleGrant
from shared.contracts.contact import ReportToLookAt
from shared.contracts.course import PlanSubmitted
from shared.contracts.event import Event
from shared.contracts.partnering import (
    EnrolmentJoined,
    InvitationClosed,
    InvitationSent,
    MessagePosted,
    PartnershipConfirmed,
    PartnershipMember,
)
from shared.contracts.projects import CheckpointDue
from shared.db import Database
from shared.testing import event_classes

from .conftest import Happens, person

NOBODY_WAITS = {
    "accounts.sessions.ended.v1",
    "accounts.person.changed.v1",
    "accounts.erasure.requested.v1",
    "course.cohort.changed.v1",
    "projects.checkpoint.help-settled.v1",
    "partnering.partnership.contact-still-paused.v1",
    "partnering.contact.blocked.v1",
    "partnering.contact.unblocked.v1",
    "partnering.contact.still-paused.v1",
}
"""Acted on, but nobody is told."""
NOT_OURS = {
    *(
        event
        for event in event_classes()
        if event.endswith((".erasure.completed.v1", ".audit.recorded.v1"))
    ),
    "course.partnership.active-again.v1",
    "course.cohort.partnerships-moved.v1",
}
"""Answers to `accounts`, acts for the audit, and what concerns services; nobody is told of them."""


def example(model: type[BaseModel], **given: Any) -> Any:
    """An event with a plausible value in every field."""
    values = {
        name: given[name] if name in given else _value(field.annotation)
        for name, field in model.model_fields.items()
    }
    return model.model_validate(values)


def _value(annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return arguments[0]
    if origin in {Union, UnionType}:
        return _value(arguments[0])
    if origin is tuple:
        return (_value(arguments[0]),)
    if origin is dict:
        return {_value(arguments[0]): _value(arguments[1])}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return example(annotation)
    return {
        UUID: uuid4(),
        str: "word",
        int: 7,
        bool: True,
        date: date(2026, 12, 24),
        datetime: clock.now() + timedelta(days=3),
    }[annotation]


def test_every_event_of_every_service_is_acted_on_or_not_ours() -> None:
    assert set(event_classes()) - NOT_OURS == set(REACTIONS.event_types)


@pytest.mark.parametrize(
    "event_class",
    [
        event
        for name, event in sorted(event_classes().items())
        if name not in NOBODY_WAITS | NOT_OURS
    ],
    ids=lambda event: event.type,
)
async def test_every_event_that_somebody_waits_for_reaches_an_inbox_in_words(
    event_class: type[Event], happens: Happens, database: Database
) -> None:
    staff = person("Staff", roles=["programme_lead", "mentor", "safeguarding_officer"])
    cohort_id = uuid4()
    given: dict[str, Any] = {"cohort_id": cohort_id}
    if event_class.__name__ == "CohortAdvanced":
        await happens(example(EnrolmentJoined, cohort_id=cohort_id))
        given["held"] = ()
    if event_class.__name__ == "MembersMoved":
        given["phase"] = "course"
    await happens(staff, example(event_class, **given))
    async with database.reading() as session:
        entries = (await session.scalars(select(Entry))).all()
        assert entries
        for entry in entries:
            (written,) = await in_words(session, entry.person_id, [entry])
            assert written.title
            assert written.link.startswith("/")
            assert "{" not in written.link


async def test_every_kind_is_told_by_some_reaction_or_by_staff(
    happens: Happens, database: Database
) -> None:
    """Each literal of a deciding field is tried, so that no kind is left without a use."""
    staff = person("Staff", roles=["programme_lead", "mentor", "safeguarding_officer"])
    cohort_id, somebody = uuid4(), uuid4()
    held_back = uuid4()
    await happens(
        staff,
        example(EnrolmentJoined, cohort_id=cohort_id),
        example(PartnershipConfirmed, partnership_id=held_back, cohort_id=cohort_id),
    )
    deciding = {
        "status",
        "outcome",
        "reason",
        "phase",
        "answer",
        "needs_help",
        "decision",
        "how",
        "why",
    }
    for event_class in event_classes().values():
        if event_class.type in NOT_OURS or event_class.type == "accounts.erasure.requested.v1":
            continue
        variants: list[dict[str, Any]] = [{}]
        for name, field in event_class.model_fields.items():
            if name in deciding and get_origin(field.annotation) is Literal:
                variants = [{name: value} for value in get_args(field.annotation)]
        if event_class.__name__ == "PartnershipMembersChanged":
            two = tuple(example(PartnershipMember, country=country) for country in ("TR", "IT"))
            variants = [
                {"joined_person_ids": (uuid4(),)},
                {"joined_person_ids": (), "members": two},
            ]
        if event_class.__name__ in {"CohortAdvanced", "MembersMoved"}:
            phases = get_args(event_class.model_fields["phase"].annotation)
            variants = [
                {"phase": phase, "from_phase": before, "undone": undone, "held": (held_back,)}
                for phase in phases
                for undone, before in ((True, "closed"), (True, "partnering"), (False, "draft"))
            ]
        if event_class.__name__ == "RescueOpened":
            variants = [{"ready": True}, {"ready": False}]
        if event_class.__name__ == "AgreementChanged":
            variants = [{"first": True}, {"first": False}]
        if event_class.__name__ == "ReportFiled":
            # The only one in office is a party to it.
            variants = [{}, {"waiting": (ReportToLookAt(kept_from=(staff.person_id,)),)}]
        if event_class.__name__ == "MeetingDeclined":
            variants = [{"other_named": True}, {"other_named": False}]
        if event_class.__name__ == "ExtensionGranted":
            variants = [{"way": "extend"}, {"way": "alone"}]
        if event_class.__name__ == "ExtensionDeclined":
            variants = [{"until": None}, {"until": date(2026, 12, 24)}]
        for variant in variants:
            base = {"cohort_id": cohort_id, "person_id": somebody, "held": (), **variant}
            await happens(example(event_class, **base))
    async with database.reading() as session:
        told = set(await session.scalars(select(Entry.kind).distinct()))
    assert set(KINDS) - told == {"announcement"}


async def test_the_same_event_twice_tells_once(happens: Happens, database: Database) -> None:
    event, event_id = example(InvitationSent), uuid4()
    await happens(event, event, event_id=event_id)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Entry)) == 1
        assert await session.scalar(select(func.count()).select_from(Mail)) == 1


async def test_staff_hear_of_their_cohort_only_and_never_as_staff_of_their_own_plan(
    happens: Happens, database: Database
) -> None:
    cohort_id = uuid4()
    here, there, teaches = (person(name) for name in ("Here", "There", "Teaches"))
    grant = RoleGrant(role="tutor", cohort_id=cohort_id)
    await happens(
        here.model_copy(update={"roles": (grant,)}),
        there.model_copy(update={"roles": (RoleGrant(role="tutor", cohort_id=uuid4()),)}),
        teaches.model_copy(update={"roles": (grant,)}),
        example(PlanSubmitted, cohort_id=cohort_id, person_ids=(teaches.person_id, uuid4())),
    )
    async with database.reading() as session:
        told = (await session.scalars(select(Entry.person_id))).all()
    assert told == [here.person_id]


async def test_an_answered_invitation_waits_no_more_and_its_mail_stays_in(
    happens: Happens, database: Database
) -> None:
    sent = example(InvitationSent)
    await happens(sent)
    await happens(
        example(
            InvitationClosed,
            invitation_id=sent.invitation_id,
            from_person_id=sent.from_person_id,
            to_person_id=sent.to_person_id,
            outcome="declined",
        )
    )
    async with database.reading() as session:
        entry = await session.scalar(select(Entry).where(Entry.kind == "invitation_received"))
        mail = await session.scalar(select(Mail).where(Mail.template == "invitation_received"))
        assert entry is not None
        assert entry.settled_at is not None
        (written,) = await in_words(session, entry.person_id, [entry])
    assert written.reply_by is None
    assert mail is not None
    assert mail.status == "settled"


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("Europe/Istanbul", "2026-12-24T20:59+00:00"),
        ("Asia/Kathmandu", "2026-12-24T18:14+00:00"),
        ("America/New_York", "2026-12-25T04:59+00:00"),
        ("Mars/Olympus_Mons", "2026-12-24T23:59+00:00"),
    ],
)
async def test_a_deadline_that_is_a_day_lasts_to_its_end_where_the_reader_is(
    happens: Happens, database: Database, zone: str, end: str
) -> None:
    reader = person(zone=zone)
    await happens(reader, example(CheckpointDue, person_ids=(reader.person_id,)))
    async with database.reading() as session:
        for table in (Entry, Mail):
            assert await session.scalar(select(table.reply_by)) == datetime.fromisoformat(end)


async def test_a_second_message_before_the_first_is_read_makes_no_second_entry_or_mail(
    happens: Happens, database: Database
) -> None:
    room, reader = uuid4(), uuid4()
    for _ in range(3):
        await happens(example(MessagePosted, partnership_id=room, person_ids=(reader,)))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Entry)) == 1
        assert await session.scalar(select(func.count()).select_from(Mail)) == 1


async def test_after_half_a_day_of_silence_a_new_message_is_mailed_again(
    happens: Happens, database: Database
) -> None:
    posted = {"partnership_id": uuid4(), "person_ids": (uuid4(),)}
    await happens(example(MessagePosted, **posted))
    with clock.travelled(timedelta(hours=13)):
        await happens(example(MessagePosted, **posted))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Mail)) == 2


async def test_an_erased_person_is_told_nothing_any_more(
    happens: Happens, database: Database
) -> None:
    gone = person("Gone")
    await happens(gone, ErasureRequested(person_id=gone.person_id, erasure_id=uuid4()))
    await happens(gone, example(InvitationSent, to_person_id=gone.person_id))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Entry)) == 0
        assert await session.scalar(select(func.count()).select_from(Mail)) == 0
