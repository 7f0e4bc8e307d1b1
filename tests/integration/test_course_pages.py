"""Phase 2 through the pages, without JavaScript: web over the real course service and Postgres."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, Request

from course.app import create_app as create_course
from course.reactions import REACTIONS
from course.worker import create_worker
from shared import clock
from shared.bus import Message
from shared.contracts.accounts import PersonChanged
from shared.contracts.event import Event
from shared.contracts.partnering import PartnershipConfirmed, PartnershipMember
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import bearer, principal
from web.app import create_app as create_web
from web.session import AccessTokens
from web.settings import Settings as WebSettings

PLAN = {
    "title": "Whose tap water?",
    "summary": "Two classes test their water.",
    "driving_question": "Whose tap water would you rather drink?",
    "subjects": "science",
    "languages": "en",
    "pupils_age_from": "11",
    "pupils_age_to": "13",
    "product": "A letter with measurements.",
    "timeline.0.title": "First measurements",
    "timeline.0.due_on": "2027-01-18",
    "timeline.1.title": "Letters sent",
    "timeline.1.due_on": "2027-02-15",
    "roles": "Ada keeps the table, Can the letters.",
    "assessment": "The same task before and after.",
    "tools": "",
}
FEEDBACK = {
    "strength": "The question makes pupils want to know.",
    "specific_example": "In week three only one class measures.",
    "suggested_action": "Let both classes measure on one day.",
    "scores.question": "4",
}


@pytest.fixture(scope="session")
def service() -> str:
    return "course"


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match is not None, pattern
    return match[1]


class Browser:
    """Follows links and sends forms as a browser without JavaScript does."""

    def __init__(self, client: httpx.AsyncClient, who: Principal) -> None:
        self.client = client
        self.who = who

    async def get(self, address: str, status: int = 200) -> str:
        answer = await self.client.get(address, follow_redirects=True)
        assert answer.status_code == status, (address, answer.status_code, answer.text[-2000:])
        return html.unescape(answer.text)

    async def send(self, address: str, status: int = 200, **fields: Any) -> str:
        data = {"_key": str(new_id()), **fields}
        answer = await self.client.post(address, data=data, follow_redirects=True)
        assert answer.status_code == status, (address, answer.status_code, answer.text[-2000:])
        return html.unescape(answer.text)


class School:
    """The service, the pages, and a browser per person."""

    def __init__(self, database: Database, stack: AsyncExitStack) -> None:
        self.database = database
        self.stack = stack
        self.people: dict[str, tuple[Principal, str]] = {}
        self.web = create_web(WebSettings(log_level="error"))
        self.worker = create_worker()

    def services(self, course: FastAPI) -> httpx.AsyncClient:
        settings = self.web.state.settings
        away = FastAPI()

        @away.post("/v1/tokens")
        async def tokens(request: Request) -> dict[str, Any]:
            who, name = self.people[request.headers["Meridian-Session"]]
            token = bearer(who, (await request.json())["audience"])["Authorization"]
            held = [{"role": grant.role, "cohort_id": None} for grant in who.roles]
            person = {
                "id": str(who.person_id), "name": name, "language": "en", "zone": "Europe/Warsaw",
                "roles": held, "verified": True, "email_confirmed": True,
                "second_factor_missing": False,
            }  # fmt: skip
            return {"access_token": token.split()[1], "expires_in": 60, "person": person}

        @away.get("/v1/me/notifications/unread")
        async def unread() -> dict[str, int]:
            return {"unread": 0, "waiting": 0}

        return httpx.AsyncClient(
            mounts={
                settings.course_url: httpx.ASGITransport(course),
                settings.accounts_url: httpx.ASGITransport(away),
                settings.notifications_url: httpx.ASGITransport(away),
            }
        )

    async def browser(self, name: str, *roles: Role, visitor: bool = False) -> Browser:
        who = principal(None, *roles)
        client = await self.stack.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(self.web),
                base_url="http://127.0.0.1:8400",
                headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
            )
        )
        if not visitor:
            session = f"session-of-{new_id()}"
            client.cookies.set("meridian", session)
            self.people[session] = (who, name)
        return Browser(client, who)

    async def hear(self, *events: Event) -> None:
        for event in events:
            message = Message(
                producer=event.producer, number=1, event_id=str(new_id()), type=event.type,
                aggregate_id=str(event.aggregate_id), body=event.model_dump_json(), headers={},
            )  # fmt: skip
            async with self.database.transaction() as session:
                await REACTIONS.act(session, message)

    async def tick(self) -> None:
        await self.worker.tick_once(self.database)

    async def cohort(self, lead: Browser) -> str:
        """Made from a template by the form, and opened; its course begins today."""
        today = clock.today()
        page = await lead.send(
            "/staff/cohorts/new",
            template="four-weeks-fixed",
            title="Autumn",
            slug="autumn",
            languages="en",
            seats="60",
            partnering_starts_on=str(today),
            course_starts_on=str(today),
            project_starts_on=str(today + timedelta(days=28)),
            closes_on=str(today + timedelta(days=90)),
        )
        cohort_id = found(r'href="/cohorts/([0-9a-f-]{36})"', page)
        await self.advance(lead, cohort_id, "partnering")
        return cohort_id

    async def advance(self, lead: Browser, cohort_id: str, to: str, **more: Any) -> str:
        """Look at the dry run, then do exactly that."""
        address = f"/staff/cohorts/{cohort_id}/advance"
        dry = await lead.send(address, to=to, then="look", **more)
        seen = found(r'name="seen" value="([^"]+)"', dry)
        return await lead.send(address, to=to, seen=seen, then="do", **more)

    async def pair(self, cohort_id: str) -> tuple[str, Browser, Browser]:
        """Ada and Can, confirmed by `partnering`."""
        ada, can = await self.browser("Ada Nowak"), await self.browser("Can Öz")
        partnership_id = new_id()
        seats = [(ada.who, "Ada Nowak", "PL"), (can.who, "Can Öz", "TR")]
        await self.hear(
            *(
                PersonChanged(
                    person_id=who.person_id, name=name, email=f"{country}@school.example",
                    country=country, language="en", zone="UTC", verification="verified",
                )
                for who, name, country in seats
            ),
            PartnershipConfirmed(
                partnership_id=partnership_id, cohort_id=UUID(cohort_id), origin="run",
                language="en",
                members=tuple(
                    PartnershipMember(
                        enrolment_id=new_id(), person_id=who.person_id, class_name="6B",
                        school_name=f"School in {country}", country=country, zone="UTC",
                    )
                    for who, _name, country in seats
                ),
            ),
        )  # fmt: skip
        return f"/partnerships/{partnership_id}", ada, can


@pytest.fixture
async def school(database: Database) -> AsyncIterator[School]:
    course = create_course()
    async with AsyncExitStack() as stack:
        made = School(database, stack)
        await stack.enter_async_context(made.web.router.lifespan_context(made.web))
        client = await stack.enter_async_context(made.services(course))
        made.web.state.client = client
        made.web.state.tokens = AccessTokens(client, made.web.state.settings.accounts_url)
        yield made
    await course.state.database.close()


async def hand_in(room: str, teacher: Browser, **fields: str) -> str:
    page = await teacher.get(f"{room}/plan")
    version = found(r'name="version" value="([^>]+)">', page)
    return await teacher.send(
        f"{room}/plan", **{**PLAN, "version": version, "then": "submit", **fields}
    )


async def test_a_cohort_is_made_shown_changed_and_advanced_and_the_advance_taken_back(
    school: School,
) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    visitor = await school.browser("", visitor=True)
    cohort_id = await school.cohort(lead)
    assert "Join with a class" in await visitor.get("/cohorts")
    assert "Say hello, face to face" in await visitor.get(f"/cohorts/{cohort_id}")
    page = await lead.get(f"/staff/cohorts/{cohort_id}/edit")
    version = found(r'name="version" value="([^>]+)">', page)
    dates = {
        name: found(rf'name="{name}" type="date" value="([^"]+)"', page)
        for name in ("partnering_starts_on", "course_starts_on", "project_starts_on", "closes_on")
    }
    fields = {"title": "Autumn in colour", "languages": "en", "seats": "60", **dates}
    await lead.send(f"/staff/cohorts/{cohort_id}/edit", version=version, **fields)
    stale = await lead.send(f"/staff/cohorts/{cohort_id}/edit", 412, version=version, **fields)
    assert "Somebody saved this before you" in stale
    assert "Autumn in colour" in await visitor.get("/cohorts")
    room, ada, _can = await school.pair(cohort_id)
    done = await school.advance(lead, cohort_id, "course")
    assert "You can take it back for 24 hours" in done
    await school.tick()
    assert "A page about your school" in await ada.get(f"{room}/course")
    back = await lead.send(f"/staff/cohorts/{cohort_id}/advance/undo")
    assert "everybody is where they were" in back
    assert "Finding partners" in back


async def test_a_run_is_not_done_when_something_changed_since_the_dry_run(school: School) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    address = f"/staff/cohorts/{cohort_id}/advance"
    seen = found(r'name="seen" value="([^"]+)"', await lead.get(address))
    await school.pair(cohort_id)
    page = await lead.send(address, 409, to="course", seen=seen, then="do")
    assert "Something changed since the dry run" in page
    assert "1 partnership moves" in page


async def test_a_pair_learns_writes_its_plan_without_losing_a_word_and_is_approved(
    school: School,
) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    room, ada, can = await school.pair(cohort_id)
    await school.tick()
    step = found(r"(/course/steps/[0-9a-f-]{36})", await ada.get(f"{room}/course"))
    assert "Forty minutes are enough" in await ada.get(room + step)
    assert "Undo" in await ada.send(f"{room}{step}/done")
    assert "Not yet ticked by: you" in await can.get(room + step)
    version = found(r'name="version" value="([^>]+)">', await ada.get(f"{room}/plan"))
    saved = {**PLAN, "version": version, "then": "save"}
    await ada.send(f"{room}/plan", **saved)
    conflict = await can.send(f"{room}/plan", 412, **{**saved, "roles": "Can's own long words"})
    assert "Can's own long words" in conflict
    assert "Ada keeps the table" in conflict
    version = found(r'name="version" value="([^>]+)">', conflict)
    again = {**saved, "version": version, "roles": "Can's own long words"}
    await can.send(f"{room}/plan", **again)
    versions = await ada.get(f"{room}/plan/versions")
    assert "Ada keeps the table" in versions
    assert "Can's own long words" in versions
    await hand_in(room, ada, roles="Both of us.")
    assert "Whose tap water?" in await lead.get("/staff/plans")
    refused = await lead.send(f"{room}/plan/decision", 422, decision="return", note="")
    assert "at least 10 characters" in refused
    await lead.send(f"{room}/plan/decision", decision="approve", note="")
    assert "Approved" in await can.get(f"{room}/plan")


async def test_an_unfinished_plan_is_saved_and_says_what_is_missing(school: School) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    room, ada, _can = await school.pair(cohort_id)
    version = found(r'name="version" value="([^>]+)">', await ada.get(f"{room}/plan"))
    page = await ada.send(
        f"{room}/plan", 422, **{**PLAN, "product": "", "version": version, "then": "submit"}
    )
    assert "is still empty" in page
    assert "Whose tap water?" in await ada.get(f"{room}/plan")


async def test_partnerships_review_each_other_through_the_pages(school: School) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    pairs = [await school.pair(cohort_id) for _ in range(2)]
    for number, (room, ada, _can) in enumerate(pairs):
        await hand_in(room, ada, title=f"Plan {number}")
    (_room, ada, _can), (_other, _ada, other_can) = pairs
    review = found(r"(/reviews/[0-9a-f-]{36})", await ada.get("/reviews"))
    assert "Plan 1" in await ada.get(review)
    thin = await ada.send(review, 422, **{**FEEDBACK, "specific_example": "ok"})
    assert "at least 20 characters" in thin
    assert "Let both classes measure on one day." in thin
    await ada.send(review, **FEEDBACK)
    assert "Let both classes measure on one day." in await other_can.get("/reviews")
    assert (await other_can.client.get(review)).status_code == 404


async def test_a_silent_pair_is_asked_and_stands_red_on_the_board(school: School) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    await school.advance(lead, cohort_id, "course")
    room, ada, _can = await school.pair(cohort_id)
    await school.tick()
    for day in (3, 5, 7):
        with clock.travelled(timedelta(days=day, minutes=5)):
            await school.tick()
    with clock.travelled(timedelta(days=7, hours=1)):
        board = await lead.get(f"/staff/cohorts/{cohort_id}/health")
        assert "Has not begun for 7 days: Ada Nowak and Can Öz" in board
        assert "Ask a mentor to call them." in board
        assert "Are you still in?" in await ada.get(f"{room}/course")
        await ada.send(f"{room}/check-in", answer="need_a_week")
        assert "Are you still in?" not in await ada.get(f"{room}/course")


async def test_staff_change_a_step_in_one_language(school: School) -> None:
    lead = await school.browser("Lea", Role.PROGRAMME_LEAD)
    cohort_id = await school.cohort(lead)
    listed = await lead.get(f"/staff/cohorts/{cohort_id}/content")
    step = found(r"(/staff/cohorts/[0-9a-f-]{36}/content/[0-9a-f-]{36})", listed)
    assert "Yüz yüze merhaba deyin" in await lead.get(f"{step}?language=tr")
    fields = {"language": "tr", "title": "Merhaba!", "body": "Kısa.", "kind": "joint"}
    await lead.send(step, minutes="20", **fields)
    assert "Merhaba!" in await lead.get(f"{step}?language=tr")
    assert "Say hello, face to face" in await lead.get(step)


@pytest.mark.parametrize(
    "address", ["/staff/cohorts/new", "/staff/plans", f"/staff/cohorts/{UUID(int=1)}/advance"]
)
async def test_teachers_do_not_see_the_pages_of_staff(school: School, address: str) -> None:
    teacher = await school.browser("Ada")
    await teacher.get(address, 403)
