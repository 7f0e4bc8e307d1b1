"""Partners carry out their project: milestones, checkpoints, a result, and staff publish it."""

from collections.abc import Sequence
from typing import Any

from meridian.demo import words
from meridian.demo.client import Person
from meridian.demo.joining import Member


async def _project(member: Member) -> dict[str, Any]:
    path = f"/v1/partnerships/{member.partnership_id}/project"
    found: dict[str, Any] = await member.person.get("projects", path)
    return found


async def work(members: Sequence[Member], milestones: int, *, needs_help: bool = False) -> None:
    """Reach the first milestones and report every checkpoint that is due."""
    project = await _project(members[0])
    for milestone in project["milestones"][:milestones]:
        if not milestone.get("reached_at"):
            await members[0].person.post("projects", f"/v1/milestones/{milestone['id']}/reached")
    for turn, checkpoint in enumerate(project["checkpoints"]):
        if checkpoint.get("reported_at") or not checkpoint.get("asked_at", True):
            continue
        report = {
            "went_well": "Both classes have met and the first exchange worked better than hoped.",
            "difficulty": "Holidays fell on different weeks." if turn else "",
            "next_step": "Mixed groups compare what they found.",
            "needs_help": needs_help,
        }
        reporter = members[turn % len(members)]
        path = f"/v1/checkpoints/{checkpoint['id']}"
        await reporter.person.post("projects", path, report, accept=(409,))


async def write_result(members: Sequence[Member], number: int) -> None:
    path = f"/v1/partnerships/{members[0].partnership_id}/result"
    read = await members[0].person.read("projects", path)
    if read.json()["status"] not in {"draft", "returned"}:
        return
    title, question, subject, _ = words.PLANS[number % len(words.PLANS)]
    result = {
        "title": title,
        "summary": question + " " + words.SUMMARY,
        "what_we_did": words.RESULT_DONE,
        "what_pupils_learned": words.RESULT_LEARNED,
        "subjects": [subject],
        "languages": ["en"],
        "pupils_age_from": min(member.teacher.ages[0] for member in members),
        "pupils_age_to": max(member.teacher.ages[1] for member in members),
        "pupils_count": sum(member.teacher.size for member in members),
    }
    await members[0].person.put("projects", path, result, read.headers["etag"])
    await members[0].person.post("projects", f"{path}/submit", accept=(409,))


async def publish_results(staff: Person, keep: int = 0) -> None:
    """Staff publish what waits; `keep` results stay in the queue."""
    queue = await staff.get("projects", "/v1/results", status="submitted")
    items = queue["items"]
    for result in items[: len(items) - keep]:
        seen = {"version": result["version"]}
        await staff.post("projects", f"/v1/results/{result['id']}/publish", seen, accept=(409,))
