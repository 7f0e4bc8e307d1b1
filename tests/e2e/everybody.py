"""Everybody of whom some pages are for them alone, and where their ways through the pages begin."""

import re

import pytest_asyncio

from meridian.demo import carrying_out, learning, pairing
from meridian.demo.client import Person
from meridian.demo.joining import Member

from ..conftest import Programme
from . import crowd

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LINKS = (
    '[...document.querySelectorAll(\'main a[href^="/"], header a[href^="/"]\')]'
    ".map(a => a.getAttribute('href'))"
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sessions(system, chromium):
    """Everybody of whom some pages are for them alone: staff, and a teacher in each phase."""
    made, later = Programme(system), Programme(system)
    staff = await made.engage()
    cohort = await made.cohort(staff.lead, days_to_course=0)
    first, second = await crowd.pair(made, staff.lead, cohort)
    third, fourth = [
        await crowd.arrive(made, teacher, cohort, staff.lead)
        for teacher in crowd.newcomers(made, "IT", "TR")
    ]
    await pairing.invite(fourth, third)
    await pairing.say(first, "Hello, shall we begin?", "hello")
    await _reports(first, second)
    run = await staff.lead.create(
        "partnering", f"/v1/cohorts/{cohort}/runs", {"settings": {}}, "run"
    )
    await learning.advance(staff.lead, cohort, "course")
    await learning.do_steps([first, second], 0.3)
    working = await _in_the_project(later, (await later.engage()).lead)
    yield {
        "lead": staff.lead.session_token,
        "operator": staff.operator.session_token,
        "in the course": first.person.session_token,
        "in the project": working.person.session_token,
        "invited": third.person.session_token,
        "visitor": "",
        "run": run,
    }
    await made.services.http.aclose()
    await later.services.http.aclose()


async def _reports(one: Member, other: Member) -> None:
    body = {
        "subject": "profile",
        "subject_id": other.enrolment_id,
        "reason": "other",
        "text": "Only to see how a report looks.",
    }
    await one.person.create("partnering", "/v1/reports", body, "report")


async def _in_the_project(programme: Programme, lead: Person) -> Member:
    """Two pairs whose plans are reviewed and approved; the first has handed in a result."""
    cohort = await programme.cohort(lead, days_to_course=0)
    pairs = [await crowd.pair(programme, lead, cohort) for _ in range(2)]
    await learning.advance(lead, cohort, "course")
    for number, pair in enumerate(pairs):
        await crowd.course_opened(pair)
        await learning.write_plan(pair, number)
        await learning.submit_plan(pair[0])
    await learning.give_reviews(pairs[0])
    await learning.approve_plans(lead, cohort)
    await learning.advance(lead, cohort, "project")
    for number, pair in enumerate(pairs):
        await crowd.project_opened(pair)
        await carrying_out.write_result(pair, number)
    mine = await lead.get("projects", "/v1/results", status="submitted")
    (published,) = [
        one for one in mine["items"] if one["partnership_id"] == pairs[1][0].partnership_id
    ]
    await lead.post(
        "projects", f"/v1/results/{published['id']}/publish", {"version": published["version"]}
    )
    return pairs[0][0]


def shape(address: str) -> str:
    """Pages that differ only by an id or a cursor are one page."""
    plain = re.sub(r"cursor=[^&]*", "", ID.sub("…", address.split("#", maxsplit=1)[0]))
    return re.sub(r"/(showcase|certificates)/[^/?]+", r"/\1/…", plain)


def first_pages(who: str, sessions: dict[str, str]) -> list[str]:
    """Where a walk through the pages of this person begins."""
    return {
        "lead": ["/staff", f"/staff/runs/{sessions['run']}"],
        "operator": ["/staff"],
        "visitor": ["/", "/developers", "/status", "/privacy", "/accessibility"],
    }.get(who, ["/today"])
