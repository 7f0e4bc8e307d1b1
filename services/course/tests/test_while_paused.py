"""Each command of a member × who is frozen or blocked: refused, or allowed for a reason."""

from datetime import timedelta
from typing import Any

import pytest

from course.app import create_app
from shared import clock
from shared.contracts.contact import ContactBlocked, ContactFrozen
from shared.contracts.event import Event
from shared.testing import bearer, commands_of_members

PAUSES = {"frozen": "contact-frozen", "partner frozen": "contact-frozen",
          "blocked by": "contact-blocked", "blocking": "contact-blocked"}  # fmt: skip
REFUSED = ""
OWN_WORK = "one's own mark at one's own work: it counts for the certificate, and is told to nobody"
HERE = "/v1/partnerships/{partnership_id}"
COMMANDS = {
    f"POST {HERE}/check-in": "says whether one goes on; staff help, the partner is not told",
    f"POST {HERE}/extension": "asks staff, who alone read the words",
    f"POST {HERE}/plan/submit": REFUSED,
    f"POST {HERE}/plan/versions/{{number}}/restore": REFUSED,
    f"POST {HERE}/steps/{{step_id}}/done": OWN_WORK,
    f"POST {HERE}/steps/{{step_id}}/undone": OWN_WORK,
    f"PUT {HERE}/plan": REFUSED,
    f"PUT {HERE}/plan/sections/{{section}}": REFUSED,
}
"""Refused, or why it goes through whoever is paused."""
ELSEWHERE = {"POST /v1/reviews/{review_id}": "given to other partners: test_contact.py"}


def test_every_command_of_a_member_is_decided_for_paused_contact(
    settings_env: dict[str, str],
) -> None:
    assert settings_env
    assert commands_of_members(create_app()) == {*COMMANDS, *ELSEWHERE}


def _pause(how: str, pair: Any) -> list[Event]:
    me, other = pair.ada.person_id, pair.can.person_id
    return {
        "frozen": [ContactFrozen(person_id=me)],
        "partner frozen": [ContactFrozen(person_id=other)],
        "blocked by": [ContactBlocked(person_id=other, blocked_id=me)],
        "blocking": [ContactBlocked(person_id=me, blocked_id=other)],
    }.get(how, [])


async def _give(world: Any, pair: Any, route: str, step: str, version: int) -> Any:
    method, path = route.split(" ", 1)
    path = path.format(partnership_id=pair.id, step_id=step, number=2, section="title")
    bodies: dict[str, Any] = {
        "check-in": {"answer": "must_stop"},
        "extension": {
            "way": "extend",
            "until": str(clock.today() + timedelta(days=20)),
            "reason": "We were ill.",
        },
        "restore": {"sections": ["title"]},
        "plan": world.plan,
        "title": {"title": "Whose water?"},
    }
    headers = {**bearer(pair.ada, "course"), "If-Match": f'"{version}"'}
    body = bodies.get(path.rsplit("/", 1)[-1])
    return await world.client.request(method, path, json=body, headers=headers)


@pytest.mark.parametrize("how", ["", *PAUSES])
@pytest.mark.parametrize("route", sorted(COMMANDS))
async def test_a_command_is_refused_while_contact_is_paused_or_allowed_for_a_reason(
    world: Any, route: str, how: str
) -> None:
    pair = await world.learning_pair()
    assert (await world.put_plan(pair, pair.ada, 1)).status_code == 200
    step = await world.step(pair, "joint")
    if route.endswith("/undone"):
        await world.tick_step(pair, step, pair.ada)
    await world.hear(*_pause(how, pair))
    answer = await _give(world, pair, route, step, 2)
    got = (answer.status_code, "" if answer.is_success else answer.json()["type"])
    if how and COMMANDS[route] == REFUSED:
        assert got == (409, PAUSES[how])
    elif route.endswith("/extension"):
        # Only a partnership that is behind at the close asks; contact is not what refuses it.
        assert got == (409, "not-held")
    else:
        assert answer.is_success, got
