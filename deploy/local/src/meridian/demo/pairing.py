"""Teachers become partners: by invitation, or by the matching run that staff publish."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Any

from meridian.demo import words
from meridian.demo.client import Person
from meridian.demo.joining import Member
from meridian.demo.together import together
from meridian.failure import Failure

RUN_PATIENCE = 90


async def invite(sender: Member, receiver: Member, words_index: int = 0) -> str:
    """The invitation's id; nothing where the two cannot or need not invite each other any more."""
    return await sender.person.create(
        "partnering",
        "/v1/invitations",
        {
            "from_enrolment_id": sender.enrolment_id,
            "to_enrolment_id": receiver.enrolment_id,
            "message": words.INVITATIONS[words_index % len(words.INVITATIONS)],
        },
        f"invite/{receiver.teacher.key}",
        accept=(409,),
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


async def pair_by_invitation(
    members: Sequence[Member], cohort_id: str, wanted: int, hero: int
) -> None:
    """Some invite whom search offers first, and are accepted. The demo's teacher stays free."""
    by_enrolment = {one.enrolment_id: one for one in members}
    taken = {members[hero].enrolment_id}
    pairs = 0
    for member in members:
        if pairs >= wanted:
            return
        if member.enrolment_id in taken:
            continue
        for found in (await find_partners(member, cohort_id))[:3]:
            other = by_enrolment.get(found)
            if other and found not in taken and (sent := await invite(member, other, pairs)):
                await accept(other, sent)
                taken |= {member.enrolment_id, found}
                pairs += 1
                break


async def invite_to_hero(members: Sequence[Member], cohort_id: str, hero: Member) -> None:
    """Two of those whom the demo's teacher would find first have written already."""
    by_enrolment = {one.enrolment_id: one for one in members}
    for found in (await find_partners(hero, cohort_id))[:2]:
        if sender := by_enrolment.get(found):
            await invite(sender, hero, 1)


async def invite_around(
    senders: Sequence[Member], members: Sequence[Member], cohort_id: str, hero: int
) -> None:
    """Invitations in all states: most are open, each fourth is declined kindly."""
    by_enrolment = {one.enrolment_id: one for one in members}
    await partnerships_of(members)
    free = [one for one in senders if not one.partnership_id]
    for number, member in enumerate(free):
        for found in (await find_partners(member, cohort_id))[:1]:
            other = by_enrolment.get(found)
            if other is None or members[hero] is member or members[hero] is other:
                continue
            invitation = await invite(member, other, number)
            if invitation and number % 4 == 0:
                body = {"reason_code": "timing", "text": ""}
                path = f"/v1/invitations/{invitation}/decline"
                await other.person.post("partnering", path, body, accept=(409,))


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
    asked = [one.person.get("partnering", "/v1/me/partnerships") for one in members]
    found: dict[str, list[Member]] = {}
    for member, mine in zip(members, await together(asked), strict=True):
        for row in mine["items"] if isinstance(mine, dict) else mine:
            if row["state"] in {"handshake", "confirmed"}:
                member.partnership_id = str(row["id"])
                found.setdefault(member.partnership_id, []).append(member)
    return found


async def confirm_all(partnerships: dict[str, list[Member]]) -> None:
    """Every member says in the handshake that this is right."""

    async def confirm(partnership_id: str, members: Sequence[Member]) -> None:
        path = f"/v1/partnerships/{partnership_id}/confirm"
        for member in members:
            await member.person.post("partnering", path, accept=(409,))

    await together([confirm(*partnership) for partnership in partnerships.items()])


async def say(member: Member, text: str, step: str) -> None:
    await member.person.create(
        "partnering",
        f"/v1/partnerships/{member.partnership_id}/messages",
        {"text": text},
        f"message/{step}",
    )


async def leave(member: Member, reason: str) -> None:
    """Give the seat up; a second time, after an interruption, there is nothing left to give."""
    await member.person.post(
        "partnering",
        f"/v1/partnerships/{member.partnership_id}/leave",
        {"reason": reason},
        accept=(404, 409),
    )
