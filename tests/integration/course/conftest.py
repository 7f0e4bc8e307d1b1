"""A browser per person over the real pages, the real course service and Postgres."""

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
from shared.testing import bearer, nobody_there, principal
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

    async def hand_in(self, room: str, **fields: str) -> str:
        """Save the plan with all its fields, and hand it in."""
        page = await self.get(f"{room}/plan")
        version = found(r'name="version" value="([^>]+)">', page)
        return await self.send(
            f"{room}/plan", **{**PLAN, "version": version, "then": "submit", **fields}
        )

    async def send(self, address: str, status: int = 200, **fields: Any) -> str:
        data = {"_key": str(new_id()), **fields}
        answer = await self.client.post(address, data=data, follow_redirects=True)
        assert answer.status_code == status, (address, answer.status_code, answer.text[-2000:])
        return html.unescape(answer.text)


class School:
    """The service, the pages, and a browser per person."""

    found = staticmethod(found)
    plan = PLAN
    feedback = FEEDBACK

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
                "all://": nobody_there(),
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
