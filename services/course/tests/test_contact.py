"""Freeze and block reach the course: words are refused, the clock rests, work is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from course.app import create_app
from shared import clock
from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    ContactUnblocked,
    PartnershipContactPaused,
    PartnershipContactResumed,
)
from shared.contracts.course import PartnershipNudged
from shared.contracts.event import Event
from shared.http import Principal
from shared.testing import bearer, routes_with_words

READERS = {
    "PATCH /v1/cohorts/{cohort_id}": "by staff",
    "PATCH /v1/steps/{step_id}": "by staff",
    "POST /v1/cohorts": "by staff",
    "POST /v1/cohorts/{cohort_id}/advance": "by staff",
    "POST /v1/delivery/parked/{parked_id}/discard": "by staff",
    "POST /v1/partnerships/{partnership_id}/extension": "staff",
    "POST /v1/partnerships/{partnership_id}/plan/approve": "by staff",
    "POST /v1/partnerships/{partnership_id}/plan/return": "by staff",
    "POST /v1/reviews/{review_id}": "other partners",
    "PUT /v1/partnerships/{partnership_id}/plan": "partners",
    "PUT /v1/partnerships/{partnership_id}/plan/sections/{section}": "partners",
}
CONDITIONS = (
    "open",
    "unverified",
    "frozen",
    "reader frozen",
    "blocked by",
    "blocking",
    "frozen long ago",
    "blocked long ago",
)
REFUSED = {
    "unverified": (403, "not-verified"),
    "frozen": (409, "contact-frozen"),
    "reader frozen": (409, "contact-frozen"),
    "blocked by": (409, "contact-blocked"),
    "blocking": (409, "contact-blocked"),
    "frozen long ago": (409, "contact-frozen"),
    "blocked long ago": (409, "contact-blocked"),
}


def test_every_route_that_takes_words_says_who_reads_them(settings_env: dict[str, str]) -> None:
    assert settings_env
    assert routes_with_words(create_app()) == set(READERS)


def _event(condition: str, writer: Principal, reader: Principal) -> list[Event]:
    me, other = writer.person_id, reader.person_id
    return {
        "frozen": [ContactFrozen(person_id=me)],
        "reader frozen": [ContactFrozen(person_id=other)],
        "blocked by": [ContactBlocked(person_id=other, blocked_id=me)],
        "blocking": [ContactBlocked(person_id=me, blocked_id=other)],
        "frozen long ago": [ContactStillPaused(person_id=me)],
        "blocked long ago": [ContactStillPaused(person_id=other, blocked_id=me)],
    }.get(condition, [])


def _who(condition: str, writer: Principal) -> Principal:
    return replace(writer, verified=condition != "unverified")


def _problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, "" if answer.is_success else answer.json()["type"]


@pytest.mark.parametrize("condition", CONDITIONS)
async def test_a_plan_is_not_written_while_there_is_no_contact(world: Any, condition: str) -> None:
    pair = await world.learning_pair()
    await world.hear(*_event(condition, pair.ada, pair.can))
    answer = await world.put_plan(pair, _who(condition, pair.ada), 1)
    assert _problem(answer) == REFUSED.get(condition, (200, ""))
    assert (await world.get(f"/partnerships/{pair.id}/plan", pair.ada)).status_code == 200


@pytest.mark.parametrize("condition", CONDITIONS)
async def test_a_section_is_not_written_while_there_is_no_contact(
    world: Any, condition: str
) -> None:
    pair = await world.learning_pair()
    await world.hear(*_event(condition, pair.ada, pair.can))
    headers = {**bearer(_who(condition, pair.ada), "course"), "If-Match": '"1"'}
    path = f"/v1/partnerships/{pair.id}/plan/sections/title"
    answer = await world.client.put(path, json={"title": "Whose water?"}, headers=headers)
    assert _problem(answer) == REFUSED.get(condition, (200, ""))


@pytest.mark.parametrize("condition", CONDITIONS)
async def test_a_review_is_not_given_while_there_is_no_contact(world: Any, condition: str) -> None:
    """It is taken back at once, and somebody else is asked."""
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(3)]
    mine = (await world.to_give(pairs[0]))[0]
    for other in pairs[1:]:
        await world.hear(*_event(condition, pairs[0].ada, other.can))
    writer = _who(condition, pairs[0].ada)
    answer = await world.post(f"/reviews/{mine['id']}", writer, world.feedback)
    refused = (403, "not-verified") if condition == "unverified" else (404, "not-found")
    assert _problem(answer) == ((200, "") if condition == "open" else refused)


async def test_after_release_and_unblocking_partners_write_again(world: Any) -> None:
    pair = await world.learning_pair()
    me, other = pair.ada.person_id, pair.can.person_id
    await world.hear(ContactFrozen(person_id=me), ContactBlocked(person_id=me, blocked_id=other))
    await world.hear(ContactReleased(person_id=me))
    assert (await world.put_plan(pair, pair.ada, 1)).status_code == 409
    await world.hear(ContactUnblocked(person_id=me, blocked_id=other))
    assert (await world.put_plan(pair, pair.ada, 1)).status_code == 200


async def test_nobody_is_reminded_of_silence_while_contact_is_paused(world: Any) -> None:
    pair = await world.learning_pair()
    fact = {
        "partnership_id": pair.id,
        "cohort_id": pair.cohort_id,
        "person_ids": pair.person_ids,
    }
    await world.hear(PartnershipContactPaused(**fact))
    for day in range(1, 15):
        with clock.travelled(timedelta(days=day, minutes=1)):
            await world.tick()
    assert await world.announced(PartnershipNudged) == []
    board = await world.read(f"/cohorts/{pair.cohort_id}/health", world.lead)
    (row,) = board["items"]
    assert row["colour"] == "red"
    assert next(one["fact"] for one in row["facts"]) == "contact_paused"
    assert row["suggested_action"] == "help_them_part"
    with clock.travelled(timedelta(days=15)):
        await world.hear(PartnershipContactResumed(**fact))
    for day in (16, 17):
        with clock.travelled(timedelta(days=day, minutes=1)):
            await world.tick()
    assert await world.announced(PartnershipNudged) == []
    with clock.travelled(timedelta(days=18, minutes=1)):
        await world.tick()
    assert len(await world.announced(PartnershipNudged)) == 1
