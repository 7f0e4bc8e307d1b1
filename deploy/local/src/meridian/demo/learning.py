"""Partners take the course: steps, plan, peer review, approval."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from meridian.demo import milestones, words
from meridian.demo.client import Person
from meridian.demo.joining import Member
from shared import clock

LOOKS = 20
"""How often staff look again while events still arrive."""


async def do_steps(members: Sequence[Member], share: float = 1.0) -> None:
    """Every member ticks the steps of the weeks that are open; `share` leaves the last ones."""
    for member in members:
        path = f"/v1/partnerships/{member.partnership_id}/course"
        course: dict[str, Any] = await member.person.get("course", path)
        open_steps = [step for week in course["weeks"] if week["opened"] for step in week["steps"]]
        for step in open_steps[: round(len(open_steps) * share)]:
            if not step["mine_done"]:
                path = f"/v1/partnerships/{member.partnership_id}/steps/{step['id']}/done"
                await member.person.post("course", path)


async def agree(members: Sequence[Member]) -> None:
    """One writes the working agreement, and everybody signs it."""
    path = f"/v1/partnerships/{members[0].partnership_id}/agreement"
    read = await members[0].person.read("partnering", path)
    if read.json()["signed_by_all"]:
        return
    if not read.json()["version"]:
        terms = {**words.AGREEMENT, "roles": f"{members[0].teacher.name} keeps the calendar."}
        read = await members[0].person.put("partnering", path, terms, read.headers["etag"])
    version = f'"{read.json()["version"]}"'
    for member in members:
        await member.person.post("partnering", f"{path}/sign", accept=(409,), version=version)


async def write_plan(
    members: Sequence[Member],
    number: int,
    *,
    whole: bool = True,
    project: tuple[date, date] | None = None,
) -> None:
    """One partner writes, the other fills in; a whole plan can be submitted.

    Its milestones lie in the project phase; without its first and last day, in six weeks from soon.
    """
    first, second = members[0], members[1]
    path = f"/v1/partnerships/{first.partnership_id}/plan"
    title, question, subject, _ = words.PLANS[number % len(words.PLANS)]
    ages = [member.teacher.ages for member in members]
    soon = clock.today() + timedelta(days=21)
    first_day, last_day = project or (soon, soon + timedelta(days=42))
    places = [(member.teacher.country.code, member.teacher.region) for member in members]
    due = milestones.days_between(first_day, last_day, len(words.MILESTONES), places)
    content: dict[str, Any] = {
        "title": title,
        "driving_question": question,
        "summary": words.SUMMARY,
        "subjects": [subject],
        "languages": ["en"],
        "pupils_age_from": min(age[0] for age in ages),
        "pupils_age_to": max(age[1] for age in ages),
    }
    if whole:
        content |= {
            "product": "A bilingual booklet and a shared map, made of what both classes found.",
            "timeline": [
                {"title": name, "due_on": str(day)}
                for name, day in zip(words.MILESTONES, due, strict=True)
            ],
            "roles": f"{first.teacher.name} keeps the calendar, {second.teacher.name} the folder.",
            "assessment": "A short rubric on questions, cooperation and care for the product.",
            "tools": "The room here, one shared folder, a video call every second week.",
        }
    written = await first.person.read("course", path)
    if written.json()["status"] not in {"draft", "returned"} or written.json()["version"] > 2:
        return
    await first.person.put("course", path, {**content, "tools": ""}, written.headers["etag"])
    again = await second.person.read("course", path)
    await second.person.put("course", path, content, again.headers["etag"])


async def submit_plan(member: Member) -> None:
    path = f"/v1/partnerships/{member.partnership_id}/plan/submit"
    await member.person.post("course", path, accept=(409,))


async def give_reviews(members: Sequence[Member]) -> None:
    """Whoever of a partnership is asked first gives what was asked."""
    for member in members:
        mine = await member.person.get("course", "/v1/me/reviews")
        for partnership in mine["partnerships"]:
            for review in partnership["to_give"]:
                if review["status"] != "assigned":
                    continue
                feedback = {
                    "strength": "The question is one that pupils can answer with their own eyes.",
                    "specific_example": f"In “{review['plan_title']}” each step fits one lesson.",
                    "suggested_action": "Agree now on who answers whom in the first two weeks.",
                    "scores": {"question": 4, "collaboration": 3, "product": 3},
                }
                await member.person.post(
                    "course", f"/v1/reviews/{review['id']}", feedback, accept=(409,)
                )


async def approve_plans(staff: Person, cohort_id: str) -> None:
    plans = await staff.get("course", "/v1/plans", cohort_id=cohort_id, status="submitted")
    for plan in plans["items"]:
        await staff.post(
            "course",
            f"/v1/partnerships/{plan['partnership_id']}/plan/approve",
            {"note": "Clear and feasible. Enjoy it!", "version": plan["submitted_version"]},
            accept=(409,),
        )


async def advance(staff: Person, cohort_id: str, to: str) -> None:
    """Staff look at the dry run, then do exactly that; when something changed meanwhile, again."""
    path = f"/v1/cohorts/{cohort_id}/advance"
    cohort = await staff.get("course", f"/v1/cohorts/{cohort_id}")
    if cohort["phase"] == to:
        return
    for accepted in (*[(409,)] * LOOKS, ()):
        seen = await staff.post("course", path, {"to": to, "dry_run": True})
        order = {"to": to, "dry_run": False, "seen": seen["digest"]}
        done = await staff.post("course", path, order, accept=accepted)
        if "type" not in done:
            return
        await asyncio.sleep(0.2)
