"""Whatever can be done and undone again: how often the others hear of it on one day."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from notifications.inbox.model import Entry
from notifications.mail.model import Mail
from notifications.preferences.model import Choice
from notifications.telling.enough import MOST_A_DAY
from notifications.wording.catalogue import KINDS
from shared import clock
from shared.contracts import contact, course, partings, partnering, projects
from shared.contracts.accounts import RoleGrant
from shared.contracts.event import Event
from shared.db import Database

from .conftest import Happens, person
from .test_reactions import example

# fmt: off
LOOPS: dict[str, tuple[str, type[Event], dict[str, Any]]] = {
    "reach and reopen a milestone": ("milestone_reached", projects.MilestoneReached, {}),
    "hand a result in and take it back": ("result_submitted", projects.ResultSubmitted, {}),
    "change a plan and hand it in": ("plan_submitted", course.PlanSubmitted, {}),
    "ask for help and take it back": ("help_needed", projects.CheckpointReported, {"needs_help": True}),
    "write a report again": ("checkpoint_reported", projects.CheckpointReported, {}),
    "answer a check-in: still in": ("partner_still_in", course.CheckInAnswered, {"answer": "still_in"}),
    "answer a check-in: a week": ("partner_needs_a_week", course.CheckInAnswered, {"answer": "need_a_week"}),
    "answer a check-in: must stop": ("partner_must_stop", course.CheckInAnswered, {"answer": "must_stop"}),
    "block a partner": ("contact_paused", contact.PartnershipContactPaused, {}),
    "block a partner, for staff": ("contact_paused_among", contact.PartnershipContactPaused, {}),
    "allow contact again": ("contact_resumed", contact.PartnershipContactResumed, {}),
    "move a class there and back": ("partner_moved", partings.ClassMoved, {}),
    "take an invitation back": ("invitation_withdrawn", partnering.InvitationClosed, {"outcome": "withdrawn"}),
}
"""What two clicks can repeat for ever, and the kind by which others hear of it."""
ANSWERED: dict[str, str] = {
    "checkpoint_due": "once for each checkpoint",
    "invitation_question": "words to others: a number for each person and day",
    "invitation_received": "three wait at a time, the same class again after a week",
    "invitation_reminder": "once for each invitation",
    "meeting_proposed": "meetings: a number for each person and day",
    "partnership_proposed": "once for each partnership",
    "review_assigned": "once for each review that is allotted",
    "seat_consent_asked": "once for each seat offer",
    "seat_offered": "seat offers: a number for each person and day",
    "staff_review_needed": "once for each review that is allotted",
}
"""Kinds that wait for the reader's answer are always told: what else bounds each of them."""
# fmt: on
READER = person("Maya", roles=[])
TIMES = 3 * MOST_A_DAY


async def _repeat(happens: Happens, event: type[Event], values: dict[str, Any]) -> None:
    """Everybody who could be told is the reader, and staff everywhere."""
    ids = {"partnership_id": uuid4(), "cohort_id": uuid4(), "aggregate_id": uuid4()}
    people = {
        name: (READER.person_id,) if name == "person_ids" else READER.person_id
        for name in ("person_ids", "to_person_id", "person_id")
    }
    fields = {name: uuid4() for name in event.model_fields if name.endswith("_id")}
    given = {**fields, **ids, **people, **values}
    known = {name: value for name, value in given.items() if name in event.model_fields}
    for _ in range(TIMES):
        await happens(example(event, **known))


async def _heard(database: Database, kind: str) -> tuple[int, int]:
    """How many entries and mails of this kind the people have, the one who has most."""
    async with database.reading() as session:
        entries = select(func.count()).where(Entry.kind == kind).group_by(Entry.person_id)
        mails = select(func.count()).where(Mail.template == kind).group_by(Mail.person_id)
        told = (await session.scalars(entries)).all()
        sent = (await session.scalars(mails)).all()
    return max(told, default=0), max(sent, default=0)


@pytest.mark.parametrize("loop", LOOPS)
async def test_what_is_done_and_undone_for_ever_is_told_a_few_times_a_day(
    loop: str, happens: Happens, database: Database
) -> None:
    kind, event, values = LOOPS[loop]
    staff = person("Lead").model_copy(
        update={"roles": (RoleGrant(role="programme_lead"), RoleGrant(role="tutor"))}
    )
    await happens(READER, staff)
    await _repeat(happens, event, values)
    entries, mails = await _heard(database, kind)
    assert 0 < entries <= MOST_A_DAY
    assert mails <= MOST_A_DAY
    with clock.travelled(timedelta(days=1, minutes=1)):
        await _repeat(happens, event, values)
    later, _ = await _heard(database, kind)
    assert KINDS[kind].folds or later > entries


async def test_another_matter_is_told_while_one_has_been_told_enough(
    happens: Happens, database: Database
) -> None:
    await happens(READER)
    for _ in range(2):
        await _repeat(happens, projects.MilestoneReached, {})
    entries, _ = await _heard(database, "milestone_reached")
    assert entries == 2 * MOST_A_DAY


async def test_who_wants_mails_alone_gets_as_few(happens: Happens, database: Database) -> None:
    await happens(READER)
    async with database.transaction() as session:
        session.add(
            Choice(person_id=READER.person_id, kind="partner_moved", inbox=False, email="at_once")
        )
    await _repeat(happens, partings.ClassMoved, {})
    assert await _heard(database, "partner_moved") == (0, MOST_A_DAY)


def test_what_is_always_told_says_what_bounds_it() -> None:
    waits = {name for name, kind in KINDS.items() if kind.reply_by is not None}
    assert waits == set(ANSWERED)
