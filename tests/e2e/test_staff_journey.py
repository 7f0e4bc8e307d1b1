"""Course staff run a cohort in a browser: from a template to results in the showcase."""

import asyncio
from datetime import timedelta

import pytest

from meridian.demo import carrying_out, learning, pairing, staff
from meridian.demo.joining import Member
from shared import clock

from ..conftest import Programme
from . import crowd
from .conftest import Arrive
from .visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("system"),
    pytest.mark.timeout(600),
]

COUNTRIES = ("TR", "TR", "TR", "IT", "ES", "PL")


@pytest.mark.parametrize(
    "js", [True, pytest.param(False, marks=pytest.mark.full)], ids=["scripts", "no-scripts"]
)
async def test_staff_run_a_cohort_from_its_template_to_the_showcase(
    programme: Programme, arrive: Arrive, js: bool
) -> None:
    hands = (await programme.engage()).lead
    lead = await _at_the_pages(programme, arrive, staff.LEAD, js=js)
    cohort = await _makes_a_cohort(lead, programme)
    await _advances(lead, cohort, "Partnering")
    teachers = crowd.newcomers(programme, *COUNTRIES)
    await crowd.may_be_joined(hands, cohort)
    members = list(
        await asyncio.gather(*(crowd.arrive(programme, one, cohort) for one in teachers))
    )
    await _recognises_everybody(lead, members)
    await _sees_who_registered(lead, cohort, members)
    await _matches_everybody(lead, cohort)
    partnerships = await pairing.partnerships_of(members)
    assert sorted(len(one) for one in partnerships.values()) == [2, 2, 2]
    await pairing.confirm_all(partnerships)

    await _opens_the_course_takes_it_back_and_opens_it_again(lead, cohort)
    pairs = list(partnerships.values())
    await crowd.course_opened(members, weeks=False)
    for number, pair in enumerate(pairs):
        await learning.write_plan(pair, number)
        await learning.submit_plan(pair[0])
    await _decides_on_the_plans(lead, cohort, pairs)
    await _advances_those_who_are_ready(lead, cohort)
    await crowd.project_opened(pairs[0])
    await carrying_out.write_result(pairs[0], 0)
    await _publishes(lead, programme)
    await _reads_it_all_in_the_audit(lead, programme, cohort)


async def _at_the_pages(
    programme: Programme, arrive: Arrive, who: staff.Engagement, *, js: bool
) -> Visitor:
    link = await staff._link(programme.system.installation, who)
    visitor = await arrive(f"/sign-in/link?token={link}", js=js)
    await visitor.press("Sign in")
    return visitor


def _title(programme: Programme) -> str:
    return f"Autumn {programme.seed}"


async def _makes_a_cohort(lead: Visitor, programme: Programme) -> str:
    await lead.go("/staff")
    await lead.follow("New cohort")
    await lead.follow("Use this template")
    today = clock.real_now().date()
    await lead.fill(
        {
            "title": _title(programme),
            "slug": f"autumn-{programme.seed}",
            "languages": ["en"],
            "seats": 24,
            "partnering_starts_on": today,
            "course_starts_on": today + timedelta(days=7),
            "project_starts_on": today + timedelta(days=35),
            "closes_on": today + timedelta(days=120),
        }
    )
    await lead.press("Make a draft")
    await lead.sees("The cohort is a draft: open it when it is right.", "Draft")
    return lead.path.removeprefix("/staff/cohorts/")


async def _advances(lead: Visitor, cohort: str, phase: str) -> None:
    """Looks at the dry run, then does exactly that."""
    await lead.go(f"/staff/cohorts/{cohort}")
    await lead.follow("Advance")
    await lead.sees("This is a preview. Nothing has happened yet.")
    await lead.press("Start Finding partners")
    await lead.sees("Advanced. You can take it back for 24 hours.")


async def _recognises_everybody(lead: Visitor, members: list[Member]) -> None:
    for member in members:
        await lead.go("/staff/verifications")
        card = lead.page.locator(".card").filter(has_text=member.teacher.email)
        await lead.press("Yes, a teacher", within=card)
    await lead.go("/staff/verifications?status=verified")
    await lead.sees(*(member.teacher.email for member in members))


async def _sees_who_registered(lead: Visitor, cohort: str, members: list[Member]) -> None:
    participants = f"/staff/cohorts/{cohort}/participants"
    await lead.until(members[-1].teacher.name, f"{participants}?verified=true")
    await lead.go(participants)
    await lead.sees(*(member.teacher.name for member in members))
    await lead.fill({"country": "PL"})
    await lead.press("Show")
    await lead.sees(members[-1].teacher.name)
    assert await lead.page.locator(".fold").count() == 1
    for member in members:
        await lead.until(member.teacher.name, f"{participants}?verified=true")


async def _matches_everybody(lead: Visitor, cohort: str) -> None:
    await lead.go(f"/staff/cohorts/{cohort}/runs")
    await lead.press("Match everybody who is free")
    await lead.until("Publish and ask all to confirm")
    await lead.sees("6 of 6", "Teachers placed", "Proved: it cannot be more")
    (explanation, *_others) = await lead.links(f"{lead.path}/matches/")
    run = lead.path
    await lead.go(explanation)
    await lead.sees("Why these", "points. They work in English.")
    await lead.go(run)
    await lead.page.locator(".fold > summary").first.click()
    await lead.page.get_by_text("Change this draft: lock, keep apart, swap").click()
    boxes = lead.page.locator('input[name="enrolment"]')
    for one in range(2):
        await boxes.nth(one).check()
    await lead.press("Lock together")
    await lead.sees(
        "Locked together. Run the matching again to apply it.", "Something has changed since"
    )
    await lead.press("Run matching again")
    await lead.until("Locked", run)
    await lead.until("Publish and ask all to confirm", run)
    await lead.press("Publish and ask all to confirm")
    await lead.sees("Suggested partnerships published: 3.", "Confirmation asked")


async def _opens_the_course_takes_it_back_and_opens_it_again(lead: Visitor, cohort: str) -> None:
    advance = f"/staff/cohorts/{cohort}/advance"
    await lead.until("3 partnerships move", advance)
    await lead.sees("Messages that go out", "to 6 people")
    await lead.page.locator('input[name="hold"]').first.check()
    await lead.press("Show preview again")
    await lead.sees("2 partnerships move", "1 partnership stays behind", "to 4 people")
    await lead.press("Start Course")
    await lead.sees("2 moved, 1 held back.")
    await lead.press("Take it back")
    await lead.sees("Taken back: everybody is where they were.")
    await lead.go(advance)
    await lead.sees("3 partnerships move")
    await lead.press("Start Course")
    await lead.sees("3 moved, 0 held back.")


async def _decides_on_the_plans(lead: Visitor, cohort: str, pairs: list[list[Member]]) -> None:
    queue = f"/staff/plans?cohort_id={cohort}"
    await lead.go(queue)
    plans = await lead.links("/partnerships/")
    assert len(plans) == len(pairs)
    unready = f"/partnerships/{pairs[-1][0].partnership_id}/plan"
    for plan in plans:
        await lead.go(plan)
        if plan == unready:
            await lead.press("Request changes", status=422)
            await lead.fill({"note": "Lovely question. Please name what pupils will make."})
            await lead.press("Request changes")
        else:
            await lead.press("Approve")
    await lead.go(queue)
    await lead.sees("No plans here")


async def _advances_those_who_are_ready(lead: Visitor, cohort: str) -> None:
    await lead.go(f"/staff/cohorts/{cohort}/advance?to=project")
    await lead.sees("2 partnerships move", "1 partnership stays behind", "to 4 people")
    await lead.press("Start Project")
    await lead.sees("2 moved, 1 held back.")
    await lead.until("Two rivers", f"/staff/cohorts/{cohort}/projects")


async def _publishes(lead: Visitor, programme: Programme) -> None:
    await lead.go("/staff/results")
    waiting = lead.page.locator("tr").filter(has_text=_title(programme))
    await lead.follow("Two rivers", within=waiting)
    await lead.press("Publish in the showcase")
    await lead.go("/staff/results?status=published")
    await lead.sees(_title(programme))
    await lead.until("Two rivers", "/showcase?text=Two+rivers")


async def _reads_it_all_in_the_audit(lead: Visitor, programme: Programme, cohort: str) -> None:
    title = _title(programme)
    await lead.until("Published a project result", f"/staff/audit?cohort={cohort}")
    await lead.go(f"/staff/cohorts/{cohort}")
    await lead.follow("Audit log")
    await lead.sees(
        f"Created the cohort {title}",
        f"Started a matching of {title}",
        "Kept teachers together in a matching",
        f"Published the matching of {title}: 3 suggested matches",
        f"Undid the change of the phase of {title}: Course to Finding partners",
        "Approved a project plan",
    )
