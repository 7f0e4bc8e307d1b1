"""While contact in a partnership is paused nobody is reminded of each other."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from notifications.app import create_app
from notifications.inbox.model import Entry
from notifications.settings import Settings
from shared.contracts.contact import (
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.course import CheckInAsked, PartnershipNudged
from shared.contracts.projects import CheckpointDue
from shared.db import Database
from shared.testing import routes_with_words

from .conftest import Happens, person
from .test_reactions import example

READERS = {
    "POST /v1/announcements": "by staff",
    "POST /v1/cohorts/{cohort_id}/recipients": "by staff",
    "POST /v1/delivery/parked/{parked_id}/discard": "by staff",
    "POST /v1/unsubscriptions": "oneself",
    "PUT /v1/me/preferences": "oneself",
}


def test_every_route_that_takes_words_says_who_reads_them(settings: Settings) -> None:
    assert routes_with_words(create_app(settings)) == set(READERS)


@pytest.mark.parametrize("reminder", [PartnershipNudged, CheckInAsked, CheckpointDue])
async def test_reminders_rest_while_contact_is_paused(
    happens: Happens, database: Database, reminder: type
) -> None:
    ada, lead = person("Ada"), person("Lea", roles=["programme_lead"])
    partnership_id, cohort_id = uuid4(), uuid4()
    fact = {
        "partnership_id": partnership_id,
        "cohort_id": cohort_id,
        "person_ids": (ada.person_id,),
    }
    asked = {**fact, "silent_person_ids": (ada.person_id,)} if reminder is CheckInAsked else fact
    nudge = example(reminder, **asked)
    await happens(ada, lead, PartnershipContactPaused(**fact), nudge)

    async def kinds(who: object) -> list[str]:
        async with database.reading() as session:
            found = await session.scalars(
                select(Entry.kind).where(Entry.person_id == who).order_by(Entry.id)
            )
            return list(found)

    assert await kinds(ada.person_id) == ["contact_paused"]
    assert await kinds(lead.person_id) == ["contact_paused_among"]
    await happens(PartnershipContactResumed(**fact), example(reminder, **asked))
    assert len(await kinds(ada.person_id)) == 3


async def test_reminders_rest_and_nobody_is_told_when_a_pause_is_announced_again(
    happens: Happens, database: Database
) -> None:
    ada = person("Ada")
    fact = {"partnership_id": uuid4(), "cohort_id": uuid4(), "person_ids": (ada.person_id,)}
    await happens(ada, PartnershipContactStillPaused(**fact), example(PartnershipNudged, **fact))
    async with database.reading() as session:
        assert (await session.scalars(select(Entry.kind))).all() == []
