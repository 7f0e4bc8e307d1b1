"""A project from its board to its certificate through the pages, without JavaScript: web over the real
projects service and Postgres."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from projects.app import create_app as create_projects
from projects.reactions import REACTIONS
from projects.worker import create_worker
from shared import clock
from shared.bus import Message
from shared.contracts.accounts import PersonChanged
from shared.contracts.course import CohortChanged, PlanApproved, PlanMilestone
from shared.contracts.event import Event
from shared.contracts.partnering import PartnershipConfirmed, PartnershipMember
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import bearer, nobody_there, principal
from web.app import create_app as create_web
from web.session import AccessTokens
from web.settings import Settings as WebSettings


@pytest.fixture(scope="session")
def service() -> str:
    return "projects"


class School:
    """The service, the pages, and a browser per person."""

    def __init__(self, database: Database, stack: AsyncExitStack) -> None:
        self.database = database
        self.stack = stack
        self.people: dict[str, tuple[Principal, str]] = {}
        self.web = create_web(WebSettings(log_level="error"))
        self.partnership_id, self.cohort_id = new_id(), new_id()

    def services(self, projects: FastAPI) -> httpx.AsyncClient:
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
                settings.projects_url: httpx.ASGITransport(projects),
                settings.accounts_url: httpx.ASGITransport(away),
                settings.notifications_url: httpx.ASGITransport(away),
            }
        )

    async def browser(self, name: str, *roles: Role, visitor: bool = False) -> "Browser":
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

    async def begin(self, ada: Principal, can: Principal) -> None:
        """What the other services announce until the board is open."""
        today = clock.today()
        seats = [(ada, "Ada Nowak", "PL", "Szkoła 5"), (can, "Can Öz", "TR", "Deniz Lisesi")]
        await self.hear(
            CohortChanged(
                cohort_id=self.cohort_id, slug="autumn", title="Autumn", pace="fixed",
                phase="project", languages=("en",), seats=60, partnering_starts_on=today,
                course_starts_on=today, project_starts_on=today,
                closes_on=today + timedelta(days=60),
            ),
            *(
                PersonChanged(
                    person_id=who.person_id, name=name, email=f"{country}@school.example",
                    country=country, language="en", zone="UTC", verification="verified",
                )
                for who, name, country, _school in seats
            ),
            PartnershipConfirmed(
                partnership_id=self.partnership_id, cohort_id=self.cohort_id, origin="run",
                language="en",
                members=tuple(
                    PartnershipMember(
                        enrolment_id=new_id(), person_id=who.person_id, class_name="6B",
                        school_name=school, country=country, zone="UTC",
                    )
                    for who, _name, country, school in seats
                ),
            ),
            PlanApproved(
                partnership_id=self.partnership_id, cohort_id=self.cohort_id,
                person_ids=(ada.person_id, can.person_id), title="Rivers we share",
                summary="Two classes measure.", subjects=("science",), languages=("en",),
                pupils_age_from=11, pupils_age_to=13,
                milestones=(PlanMilestone(title="Meet online", due_on=today),),
            ),
        )  # fmt: skip


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


@pytest.fixture
async def school(database: Database) -> AsyncIterator[School]:
    projects = create_projects()
    async with AsyncExitStack() as stack:
        made = School(database, stack)
        await stack.enter_async_context(made.web.router.lifespan_context(made.web))
        client = await stack.enter_async_context(made.services(projects))
        made.web.state.client = client
        made.web.state.tokens = AccessTokens(client, made.web.state.settings.accounts_url)
        yield made
    await projects.state.database.close()


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match is not None, pattern
    return match[1]


RESULT: dict[str, Any] = {
    "version": '"0"',
    "title": "Rivers we share",
    "summary": "What two rivers told us.",
    "what_we_did": "We **measured** <script>alert(1)</script>.",
    "what_pupils_learned": "- to ask",
    "subjects": "science",
    "other_subjects": "Maps",
    "languages": ["en", "tr"],
    "pupils_age_from": "11",
    "pupils_age_to": "13",
    "pupils_count": "44",
    "links.0.title": "Our film",
    "links.0.url": "https://example.org/film",
    "then": "submit",
}


async def test_partners_carry_a_project_from_its_board_to_their_certificates(
    school: School,
) -> None:
    ada, can = await school.browser("Ada Nowak"), await school.browser("Can Öz")
    lead = await school.browser("Lena", Role.PROGRAMME_LEAD)
    visitor = await school.browser("", visitor=True)
    await school.begin(ada.who, can.who)
    here = f"/partnerships/{school.partnership_id}"

    board = await ada.get(f"{here}/project")
    assert "Meet online" in board
    reached = found(rf'action="({here}/milestones/[^"]+/reached)"', board)
    assert "Your partners hear of it" in await ada.send(reached)

    checkpoint = found(rf'href="({here}/checkpoints/[^"]+)"', board)
    assert "Write what went well." in await can.send(checkpoint, 422, went_well="")
    sent = await can.send(checkpoint, went_well="Both classes met.", needs_help="yes")
    assert "see that you ask for help" in sent
    projects = await lead.get(f"/staff/cohorts/{school.cohort_id}/projects")
    assert "Asks for help" in projects
    assert "Both classes met." in await lead.get(checkpoint)
    assert "this call for help is answered" in await lead.send(f"{checkpoint}/helped")

    await can.send(f"{here}/result", **{**RESULT, "then": "save", "title": "Faster"})
    conflict = await ada.send(f"{here}/result", 412, **RESULT)
    assert 'value="Rivers we share"' in conflict
    assert "Faster" in conflict
    version = found(r'name="version" value="("\d+")"', conflict)
    assert "Submitted" in await ada.send(f"{here}/result", **{**RESULT, "version": version})

    waiting = await lead.get("/staff/results")
    decision = found(r'href="(/staff/results/[0-9a-f-]{36})"', waiting)
    assert "<strong>measured</strong>" in await lead.get(decision)
    assert "Or say what to change" in await lead.send(f"{decision}/return", 422, note="")
    assert "a newer version" in await lead.send(f"{decision}/publish", 409, version="1")
    seen = found(r'name="version" value="(\d+)"', await lead.get(decision))
    await lead.send(f"{decision}/publish", version=seen)
    async with school.database.transaction() as session:
        for tick in create_worker().ticks:
            await tick.run(session)

    page = await visitor.get("/showcase?text=rıvers&country=TR&age=12")
    slug = found(r'href="(/showcase/rivers-we-share-[^"]+)"', page)
    result = await visitor.get(slug)
    assert "Poland and Türkiye" in result
    assert "<script>alert" not in (await visitor.client.get(slug)).text
    assert "Nowak" not in result

    code = found(r'href="/certificates/([0-9A-Z-]{14})"', await can.get("/certificates"))
    certificate = await visitor.get(f"/certificates?code={code.lower().replace('-', '')}")
    assert "This certificate is genuine" in certificate
    assert "Can Öz" in certificate


async def test_a_project_that_has_not_begun_says_what_it_waits_for(school: School) -> None:
    ada, can = await school.browser("Ada Nowak"), await school.browser("Can Öz")
    await school.hear(
        PartnershipConfirmed(
            partnership_id=school.partnership_id, cohort_id=school.cohort_id, origin="run",
            language="en",
            members=tuple(
                PartnershipMember(
                    enrolment_id=new_id(), person_id=one.who.person_id, class_name="6B",
                    school_name="A school", country=country, zone="UTC",
                )
                for one, country in ((ada, "PL"), (can, "TR"))
            ),
        )
    )  # fmt: skip
    page = await ada.get(f"/partnerships/{school.partnership_id}/project")
    assert "Course staff approve your plan." in page
    stranger = await school.browser("Somebody")
    # While partnering is away nobody can tell whether it only has not begun.
    await stranger.get(f"/partnerships/{school.partnership_id}/project", 503)
