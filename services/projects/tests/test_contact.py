"""Freeze and block reach the project: words are refused, nothing is asked, work is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from projects.app import create_app
from shared import clock
from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    PartnershipContactPaused,
    PartnershipContactResumed,
)
from shared.contracts.event import Event
from shared.contracts.projects import CheckpointDue
from shared.testing import routes_with_words

READERS = {
    "POST /v1/checkpoints/{checkpoint_id}": "partners",
    "POST /v1/delivery/parked/{parked_id}/discard": "by staff",
    "POST /v1/partnerships/{partnership_id}/certificates": "by staff",
    "POST /v1/partnerships/{partnership_id}/milestones": "partners",
    "POST /v1/partnerships/{partnership_id}/result/preview": "oneself",
    "POST /v1/results/{result_id}/return": "by staff",
    "POST /v1/results/{result_id}/withdraw": "by staff",
    "PUT /v1/partnerships/{partnership_id}/result": "partners",
}
PARTNERS_READ = [route for route, readers in READERS.items() if readers == "partners"]
REPORT = {"went_well": "We met online.", "next_step": "Measure.", "needs_help": False}
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


def _event(condition: str, pair: Any) -> list[Event]:
    me, other = pair.ada.person_id, pair.can.person_id
    return {
        "frozen": [ContactFrozen(person_id=me)],
        "reader frozen": [ContactFrozen(person_id=other)],
        "blocked by": [ContactBlocked(person_id=other, blocked_id=me)],
        "blocking": [ContactBlocked(person_id=me, blocked_id=other)],
        "frozen long ago": [ContactStillPaused(person_id=me)],
        "blocked long ago": [ContactStillPaused(person_id=me, blocked_id=other)],
    }.get(condition, [])


@pytest.mark.parametrize("condition", ["open", *REFUSED])
@pytest.mark.parametrize("route", PARTNERS_READ)
async def test_words_to_partners_are_refused_while_there_is_no_contact(
    programme: Any, pair: Any, result_draft: Any, route: str, condition: str
) -> None:
    await programme.begin(pair)
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    await programme.hear(*_event(condition, pair))
    who = replace(pair.ada, verified=condition != "unverified")
    with clock.travelled(timedelta(days=1)):
        if route.startswith("PUT"):
            answer = await programme.put(f"/partnerships/{pair.id}/result", who, result_draft(), 0)
        elif "milestones" in route:
            body = {"title": "Letters sent", "due_on": str(clock.today() + timedelta(days=9))}
            answer = await programme.post(f"/partnerships/{pair.id}/milestones", who, body)
        else:
            checkpoint = board["checkpoints"][0]
            answer = await programme.post(f"/checkpoints/{checkpoint['id']}", who, REPORT)
    got = (answer.status_code, "" if answer.is_success else answer.json()["type"])
    if condition == "open":
        assert answer.is_success, answer.text
    else:
        assert got == REFUSED[condition]


async def test_a_result_is_neither_lost_nor_submitted_while_contact_is_frozen(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    assert (await programme.put(path, pair.ada, result_draft(), 0)).status_code == 200
    await programme.hear(ContactFrozen(person_id=pair.can.person_id))
    assert (await programme.post(f"{path}/submit", pair.ada)).status_code == 409
    assert (await programme.get(path, pair.can)).json()["title"] == result_draft()["title"]
    await programme.hear(ContactReleased(person_id=pair.can.person_id))
    assert (await programme.post(f"{path}/submit", pair.ada)).status_code == 200


async def test_no_checkpoint_is_asked_for_while_contact_is_paused(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    fact = {
        "partnership_id": pair.id,
        "cohort_id": pair.cohort_id,
        "person_ids": pair.person_ids,
    }
    await programme.hear(PartnershipContactPaused(**fact))
    with clock.travelled(timedelta(days=11)):
        await programme.tick()
        assert await programme.announced(CheckpointDue) == []
        await programme.hear(PartnershipContactResumed(**fact))
        await programme.tick()
        assert len(await programme.announced(CheckpointDue)) == 1
