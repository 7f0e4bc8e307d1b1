"""Each command of a member × who is frozen or blocked: refused, or allowed for a reason."""

from datetime import timedelta
from typing import Any

import pytest

from projects.app import create_app
from shared import clock
from shared.contracts.contact import ContactBlocked, ContactFrozen
from shared.contracts.event import Event
from shared.testing import bearer, commands_of_members

PAUSES = {"frozen": "contact-frozen", "partner frozen": "contact-frozen",
          "blocked by": "contact-blocked", "blocking": "contact-blocked"}  # fmt: skip
REFUSED = ""
HERE = "/v1/partnerships/{partnership_id}"
COMMANDS = {
    "DELETE /v1/milestones/{milestone_id}": REFUSED,
    "POST /v1/checkpoints/{checkpoint_id}": REFUSED,
    "POST /v1/milestones/{milestone_id}/reached": REFUSED,
    "POST /v1/milestones/{milestone_id}/reopened": REFUSED,
    f"POST {HERE}/milestones": REFUSED,
    f"POST {HERE}/result/preview": "nothing is saved, and only the writer sees it",
    f"POST {HERE}/result/submit": REFUSED,
    f"POST {HERE}/result/take-back": REFUSED,
    f"POST {HERE}/result/withdraw": "consent of a pupil may end at any time",
    f"PUT {HERE}/result": REFUSED,
}
"""Refused, or why it goes through whoever is paused."""


def test_every_command_of_a_member_is_decided_for_paused_contact(
    settings_env: dict[str, str],
) -> None:
    assert settings_env
    assert commands_of_members(create_app()) == set(COMMANDS)


def _pause(how: str, pair: Any) -> list[Event]:
    me, other = pair.ada.person_id, pair.can.person_id
    return {
        "frozen": [ContactFrozen(person_id=me)],
        "partner frozen": [ContactFrozen(person_id=other)],
        "blocked by": [ContactBlocked(person_id=other, blocked_id=me)],
        "blocking": [ContactBlocked(person_id=me, blocked_id=other)],
    }.get(how, [])


async def _prepare(programme: Any, pair: Any, route: str, result_draft: Any) -> tuple[str, int]:
    """What the command acts on is there; the milestone of the partners, the version of the result."""
    result = f"/partnerships/{pair.id}/result"
    due = {"title": "Letters sent", "due_on": str(clock.today() + timedelta(days=9))}
    made = await programme.post(f"/partnerships/{pair.id}/milestones", pair.can, due)
    milestone = made.json()["id"]
    if route.endswith("/reopened"):
        await programme.post(f"/milestones/{milestone}/reached", pair.can)
    if route.endswith("/result/withdraw"):
        await programme.publish(pair)
    elif "/result" in route:
        await programme.put(result, pair.can, result_draft(), 0)
    if route.endswith("/take-back"):
        assert (await programme.post(f"{result}/submit", pair.can)).status_code == 200
    return milestone, 1


@pytest.mark.parametrize("how", ["", *PAUSES])
@pytest.mark.parametrize("route", sorted(COMMANDS))
async def test_a_command_is_refused_while_contact_is_paused_or_allowed_for_a_reason(
    programme: Any, pair: Any, result_draft: Any, route: str, how: str
) -> None:
    await programme.begin(pair)
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    milestone, version = await _prepare(programme, pair, route, result_draft)
    await programme.hear(*_pause(how, pair))
    method, path = route.split(" ", 1)
    path = path.format(
        partnership_id=pair.id,
        milestone_id=milestone,
        checkpoint_id=board["checkpoints"][0]["id"],
    )
    report = {"went_well": "We met online.", "next_step": "Measure.", "needs_help": False}
    bodies = {
        "milestones": {"title": "Met", "due_on": str(clock.today() + timedelta(days=9))},
        "preview": result_draft(),
        "result": result_draft(title="Our rivers"),
    }
    body = report if "/checkpoints/" in path else bodies.get(path.rsplit("/", 1)[-1])
    headers = {**bearer(pair.ada, "projects"), "If-Match": f'"{version}"'}
    with clock.travelled(timedelta(days=1)):
        answer = await programme.client.request(method, path, json=body, headers=headers)
    got = (answer.status_code, "" if answer.is_success else answer.json()["type"])
    if how and COMMANDS[route] == REFUSED:
        assert got == (409, PAUSES[how])
    else:
        assert answer.is_success, got
