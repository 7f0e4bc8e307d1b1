"""A teacher's whole way in a browser: from a stranger's question to a page in the showcase."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from meridian.demo import carrying_out, joining, learning
from meridian.demo.client import Person
from shared import clock

from ..conftest import Programme
from . import crowd, newcomer
from .conftest import Arrive
from .visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("system"),
    pytest.mark.timeout(600),
]

FEEDBACK = {
    "strength": "The question makes pupils want to know.",
    "specific_example": "In the second milestone only one class measures.",
    "suggested_action": "Let both classes measure on the same day.",
    "scores.question": "4",
}
RESULT = {
    "title": "Two rivers, one sea",
    "summary": "Two classes measured their rivers and wrote to their mayors.",
    "what_we_did": "We **measured** for six weeks.\n\n- acid\n- life",
    "what_pupils_learned": "To measure twice, and to ask why two numbers differ.",
    "pupils_age_from": 11,
    "pupils_age_to": 13,
    "pupils_count": 46,
    "subjects": ["science"],
    "languages": ["en"],
    "credits": "The river school and the school by the lake",
}


@dataclass
class Pair:
    """Two at their browsers, and where their partnership is."""

    ayse: Visitor
    luca: Visitor
    here: str

    @property
    def both(self) -> tuple[Visitor, Visitor]:
        return self.ayse, self.luca


@pytest.mark.parametrize(
    "js", [True, pytest.param(False, marks=pytest.mark.full)], ids=["scripts", "no-scripts"]
)
async def test_a_teacher_goes_from_the_preview_to_the_showcase(
    programme: Programme, arrive: Arrive, js: bool
) -> None:
    lead = (await programme.engage()).lead
    cohort = await programme.cohort(lead, days_to_course=0)
    luca_as, *_ = crowd.newcomers(programme, "IT")
    _luca, neighbours = await asyncio.gather(
        crowd.arrive(programme, luca_as, cohort, lead), _two_pairs(programme, lead, cohort)
    )

    ayse = await newcomer.registers(programme, arrive, js)
    await newcomer.proves_to_be_a_teacher(ayse, lead, newcomer.address(programme))
    ayse = await arrive("/sign-in", width=360, js=js)
    await newcomer.signs_in(ayse, newcomer.address(programme), newcomer.PASSWORD)
    await newcomer.describes_herself(ayse)
    await newcomer.joins(ayse, cohort)

    luca = await arrive("/sign-in", js=js)
    await newcomer.signs_in(luca, luca_as.email, joining.password_of(luca_as, programme.secret))
    here = await _become_partners(ayse, luca, luca_as.name, js=js)
    pair = Pair(ayse, luca, here)
    await _talk(pair)

    await learning.advance(lead, cohort, "course")
    await _learn(pair)
    await crowd.course_opened(neighbours)
    await asyncio.gather(*(_hands_in(neighbours[n : n + 2], n) for n in (0, 2)))
    await _plan_together(pair)
    await _review_and_are_reviewed(pair, neighbours)

    await learning.approve_plans(lead, cohort)
    await ayse.until("Approved", f"{here}/plan")
    await learning.advance(lead, cohort, "project")
    await _carry_out(pair)
    await _write_the_result(pair)
    await carrying_out.publish_results(lead)
    await ayse.until("See it in the showcase", f"{here}/project")
    await _is_seen_by_everybody(arrive, js, programme)


async def _two_pairs(programme: Programme, lead: Person, cohort: str) -> list[joining.Member]:
    pairs = await asyncio.gather(*(crowd.pair(programme, lead, cohort) for _ in range(2)))
    return [member for pair in pairs for member in pair]


async def _hands_in(members: list[joining.Member], number: int) -> None:
    await learning.write_plan(members, number)
    await learning.submit_plan(members[0])


async def _become_partners(ayse: Visitor, luca: Visitor, luca_name: str, *, js: bool) -> str:
    """Search with reasons, invite, accept, shake hands. Where their room is."""
    await ayse.until(luca_name)
    await ayse.sees("You both work in English (B2)")
    await ayse.follow(luca_name)
    await ayse.fill({"message": "Your pupils and mine: shall we compare our rivers?"})
    if js:
        await luca.go("/today")
    await ayse.press("Send the invitation")
    await ayse.sees(f"You have invited {luca_name}")
    if js:
        # The dot lights up on the page that he already has open.
        await luca.page.wait_for_selector(".top__nav [data-news]:not([hidden])")
    await luca.until("Ayşe Demir", "/invitations")
    await luca.follow("Read and answer")
    await luca.sees("shall we compare our rivers?")
    await luca.press("Accept")
    here = luca.path.partition("?")[0].removesuffix("/handshake")
    assert re.fullmatch(r"/partnerships/[0-9a-f-]{36}", here)
    await luca.press("Yes, let us work together")
    await ayse.go(f"{here}/handshake")
    await ayse.sees("Said yes", "To begin with, you could talk about")
    await ayse.press("Yes, let us work together")
    await ayse.go(here)
    await ayse.sees(f"With {luca_name}", "Time there now", "Report this profile")
    return here


async def _talk(pair: Pair) -> None:
    await pair.ayse.go(f"{pair.here}/conversation")
    await pair.ayse.fill({"text": "Which river is yours?"})
    await pair.ayse.press("Send")
    await pair.luca.go(f"{pair.here}/conversation")
    await pair.luca.sees("Which river is yours?", "Report")
    await pair.luca.fill({"text": "The Arno."})
    await pair.luca.press("Send")
    await pair.ayse.go(pair.here)
    await pair.ayse.sees("The Arno.")


async def _learn(pair: Pair) -> None:
    """A joint step is done when both have ticked it, an individual one for each alone."""
    course = f"{pair.here}/course"
    await pair.ayse.until("Your next step", course)
    joint = await _first_step(pair.ayse, "Together")
    await pair.ayse.go(joint)
    await pair.ayse.press("We have done this")
    await pair.ayse.sees("Done. Your partner can see it.")
    await pair.luca.go(joint)
    await pair.luca.sees("Ticked by: Ayşe Demir", "Not yet ticked by: you")
    await pair.luca.press("We have done this")
    await pair.ayse.go(joint)
    assert not await pair.ayse.page.get_by_text("Not yet ticked by").count()
    await pair.ayse.go(course)
    await pair.ayse.go(await _first_step(pair.ayse, "On your own"))
    await pair.ayse.press("I have done this")


async def _first_step(visitor: Visitor, kind: str) -> str:
    step = visitor.page.locator(".things .thing").filter(has_text=kind).first
    return await step.locator("a").get_attribute("href") or ""


async def _plan_together(pair: Pair) -> None:
    """Both edit at once: nobody's words are lost, and both versions are kept."""
    plan = f"{pair.here}/plan"
    for visitor in pair.both:
        await visitor.go(plan)
    await pair.luca.fill({"title": "Rivers", "roles": "Luca keeps the table."})
    await pair.luca.press("Save")
    await pair.luca.sees("Saved. Your partner sees this version.")
    start = clock.real_now().date()
    await pair.ayse.fill(
        {
            "title": "Two rivers",
            "driving_question": "What does our river tell us about how we live?",
            "summary": "Two classes measure, compare and write to their mayors.",
            "subjects": ["science"],
            "languages": ["en"],
            "pupils_age_from": 11,
            "pupils_age_to": 13,
            "product": "A letter with measurements.",
            "timeline.0.title": "First measurements",
            "timeline.0.due_on": start + timedelta(days=21),
            "timeline.1.title": "Letters sent",
            "timeline.1.due_on": start + timedelta(days=49),
            "roles": "Ayşe writes the letters.",
            "assessment": "The same task before and after.",
        }
    )
    await pair.ayse.press("Save and submit", status=412)
    await pair.ayse.sees("You both changed these parts", "Luca keeps the table.")
    assert await pair.ayse.page.input_value("[name=roles]") == "Ayşe writes the letters."
    await pair.ayse.fill({"roles": "Ayşe writes the letters, Luca keeps the table."})
    await pair.ayse.press("Save and submit")
    await pair.ayse.sees("Your plan is submitted")
    await pair.luca.go(f"{plan}/versions")
    await pair.luca.sees("Luca keeps the table.", "Ayşe writes the letters, Luca keeps the table.")


async def _review_and_are_reviewed(pair: Pair, neighbours: list[joining.Member]) -> None:
    await pair.luca.until("0 of 2", "/reviews")
    given = await pair.luca.links("/reviews/")
    assert len(given) == 2
    for review in given:
        await pair.luca.go(review)
        await pair.luca.fill(FEEDBACK)
        await pair.luca.press("Give this feedback")
    await learning.give_reviews([neighbours[0], neighbours[2]])
    await pair.ayse.go("/reviews")
    await pair.ayse.sees("Agree now on who answers whom in the first two weeks.")
    received = pair.ayse.page.get_by_text("Feedback from another partnership")
    assert await received.count() == 2


async def _carry_out(pair: Pair) -> None:
    await pair.ayse.until("First measurements", f"{pair.here}/project")
    await pair.ayse.press("We reached it")
    await pair.ayse.sees("Milestone reached. Your partners hear of it.")
    await pair.luca.go(f"{pair.here}/project")
    await pair.luca.sees("says Ayşe Demir")
    await pair.luca.follow("Write the report")
    await pair.luca.fill({"went_well": "Both classes have met.", "next_step": "Compare."})
    await pair.luca.press("Send the report")
    await pair.luca.sees("Reported. Thank you, that was all.")


async def _write_the_result(pair: Pair) -> None:
    await pair.ayse.go(f"{pair.here}/project")
    await pair.ayse.follow("Begin the result")
    await pair.ayse.fill(RESULT)
    await pair.ayse.press("Preview")
    await pair.ayse.sees("Preview: nothing is saved yet", "measured")
    await pair.ayse.press("Save and submit")
    await pair.ayse.sees("Course staff are reading it")


async def _is_seen_by_everybody(arrive: Arrive, js: bool, programme: Programme) -> None:
    visitor = await arrive("/showcase", js=js)
    await visitor.fill({"text": RESULT["title"]})
    await visitor.press("Show")
    mine = visitor.page.locator(".showcase__card").filter(has_text=str(RESULT["title"]))
    assert await mine.count() >= 1
    await visitor.follow(str(RESULT["title"]))
    await visitor.sees(
        f"Cohort {programme.seed}", "Italy", "Türkiye", "The river school", "To measure twice"
    )
