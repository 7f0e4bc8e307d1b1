"""Teachers become partners: by invitation, or by the matching run that staff publish."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Any

from meridian.demo import words
from meridian.demo.client import Person
from meridian.demo.joining import Member
from meridian.failure import Failure

RUN_PATIENCE = 90


async def invite(sender: Member, receiver: Member, words_index: int = 0) -> str:
    return await sender.person.create(
        "partnering",
        "/v1/invitations",
        {
            "from_enrolment_id": sender.enrolment_id,
            "to_enrolment_id": receiver.enrolment_id,
            "message": words.INVITATIONS[words_index % len(words.INVITATIONS)],
        },
        f"invite/{receiver.teacher.key}",
    )


async def find_partners(member: Member, cohort_id: str) -> list[str]:
    """The enrolments that search offers, best first."""
    found = await member.person.get(
        "partnering", f"/v1/cohorts/{cohort_id}/search", enrolment_id=member.enrolment_id
    )
    return [str(item["enrolment_id"]) for item in found["items"]]


async def accept(receiver: Member, invitation_id: str) -> None:
    await receiver.person.post(
        "partnering", f"/v1/invitations/{invitation_id}/accept", accept=(409,)
    )


async def match_the_rest(staff: Person, cohort_id: str) -> None:
    """A matching run over everybody still free, published."""
    run_id = await staff.create(
        "partnering", f"/v1/cohorts/{cohort_id}/runs", {"settings": {}}, f"run/{cohort_id}"
    )
    until = monotonic() + RUN_PATIENCE
    while True:
        run: dict[str, Any] = await staff.get("partnering", f"/v1/runs/{run_id}")
        if run["status"] in {"published", "draft", "solved"}:
            break
        if run["status"] in {"failed", "cancelled"} or monotonic() > until:
            raise Failure(f"The matching run of the demo is {run['status']}: {run['problem']}")
        await asyncio.sleep(0.3)
    if run["status"] != "published":
        await staff.post("partnering", f"/v1/runs/{run_id}/publish")


async def partnerships_of(members: Sequence[Member]) -> dict[str, list[Member]]:
    """Who ended up with whom, by partnership."""
    found: dict[str, list[Member]] = {}
    for member in members:
        mine = await member.person.get("partnering", "/v1/me/partnerships")
        rows = mine["items"] if isinstance(mine, dict) else mine
        for row in rows:
            if row["state"] in {"handshake", "confirmed"}:
                member.partnership_id = str(row["id"])
                found.setdefault(member.partnership_id, []).append(member)
    return found


async def confirm_all(partnerships: dict[str, list[Member]]) -> None:
    """Every member says in the handshake that this is right."""
    for partnership_id, members in partnerships.items():
        for member in members:
            await member.person.post(
                "partnering", f"/v1/partnerships/{partnership_id}/confirm", accept=(409,)
            )


async def say(member: Member, text: str, step: str) -> None:
    await member.person.create(
        "partnering",
        f"/v1/partnerships/{member.partnership_id}/messages",
        {"text": text},
        f"message/{step}",
    )
