"""Staff match a cohort and publish, teachers shake hands and use their room: web over the real
partnering service and Postgres, without JavaScript."""

import html
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from partnering.app import create_app as create_partnering
from partnering.classes.actions import add_class
from partnering.classes.schemas import ClassIn
from partnering.cohorts.actions import remember_cohort
from partnering.enrolments.actions import join_cohort
from partnering.enrolments.schemas import Joining
from partnering.matching.solving import solve_next
from partnering.people.actions import remember_person
from partnering.profiles.actions import save_profile
from partnering.profiles.schemas import ProfileIn
from partnering.schools.actions import add_school
from partnering.schools.schemas import NewSchool
from partnering.settings import Settings as PartneringSettings
from shared import clock
from shared.contracts.accounts import PersonChanged
from shared.contracts.course import CohortChanged
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import bearer, nobody_there, principal
from web.app import create_app as create_web
from web.session import AccessTokens
from web.settings import Settings as WebSettings

TODAY = clock.now().date()
STARTS = TODAY + timedelta(days=56 - TODAY.weekday())
"""A Monday, on whatever day this runs."""
FIRST_CALL = (STARTS + timedelta(days=2)).isoformat()


@pytest.fixture(scope="session")
def service() -> str:
    return "partnering"


class Browser:
    """Follows links and sends forms as a browser without JavaScript does."""

    def __init__(self, web: Any, who: Principal, name: str, zone: str) -> None:
        self.who, self.name, self.zone = who, name, zone
        self.session = f"session-of-{who.person_id}"
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(web),
            base_url="http://127.0.0.1:8400",
            headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
            cookies={"meridian": self.session},
        )

    async def get(self, address: str, status: int = 200) -> str:
        return self._text(await self.client.get(address, follow_redirects=True), status)

    async def send(self, address: str, /, status: int = 200, **fields: Any) -> str:
        data = {"_key": str(new_id()), **fields}
        return self._text(await self.client.post(address, data=data, follow_redirects=True), status)

    @staticmethod
    def _text(answer: httpx.Response, status: int) -> str:
        assert answer.status_code == status, (answer.url, answer.status_code, answer.text[-2000:])
        assert "%(" not in answer.text
        return html.unescape(answer.text)


class Town:
    def __init__(self, database: Database, web: Any) -> None:
        self.database, self.web = database, web
        self.people: dict[str, Browser] = {}
        self.cohort_id = new_id()

    async def opens(self) -> None:
        async with self.database.transaction() as session:
            await remember_cohort(
                session,
                CohortChanged(
                    cohort_id=self.cohort_id, slug="spring", title="Spring", pace="fixed",
                    phase="partnering", languages=("en",), seats=50,
                    partnering_starts_on=STARTS - timedelta(days=40), course_starts_on=STARTS,
                    project_starts_on=STARTS + timedelta(days=28),
                    closes_on=STARTS + timedelta(days=200),
                ),
            )  # fmt: skip

    def visits(self, name: str, zone: str, *roles: Role) -> Browser:
        browser = Browser(self.web, principal(None, *roles), name, zone)
        self.people[browser.session] = browser
        return browser

    async def joins(self, name: str, country: str, zone: str) -> Browser:
        browser = self.visits(name, zone)
        who = browser.who
        async with self.database.transaction() as session:
            await remember_person(
                session,
                PersonChanged(
                    person_id=who.person_id, name=name, email=f"{name}@school.example".lower(),
                    country=country, language="en", zone=zone, verification="verified",
                ),
            )  # fmt: skip
            profile = {"languages": [{"language": "en", "level": "B2"}]}
            await save_profile(session, who, ProfileIn.model_validate(profile))
            school = await add_school(
                session,
                who,
                NewSchool(
                    name=f"School of {name}", place="Town", country=country, region="", zone=zone
                ),
            )
            group = {
                "name": "6B", "school_id": str(school.id), "subjects": ["science"],
                "topics": ["climate"], "pupils_age_from": 11, "pupils_age_to": 13, "size": 22,
                "availability": [{"weekday": 1, "from": "10:00", "to": "12:00"}],
            }  # fmt: skip
            added = await add_class(session, who, ClassIn.model_validate(group))
            await join_cohort(session, who, self.cohort_id, Joining(class_id=added.id))
        return browser

    def accounts(self, request: httpx.Request) -> httpx.Response:
        browser = self.people[request.headers["meridian-session"]]
        token = bearer(browser.who, json.loads(request.content)["audience"])["Authorization"]
        person = {
            "id": str(browser.who.person_id), "name": browser.name, "language": "en",
            "zone": browser.zone, "roles": sorted(str(one) for one in browser.who.roles),
            "verified": True,
        }  # fmt: skip
        answer = {"access_token": token.split()[1], "expires_in": 60, "person": person}
        return httpx.Response(200, json=answer)

    def course(self, _request: httpx.Request) -> httpx.Response:
        answer = {"id": str(self.cohort_id), "title": "Spring", "phase": "partnering"}
        return httpx.Response(200, json=answer)


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    settings = WebSettings(log_level="error")
    web = create_web(settings)
    partnering = create_partnering(PartneringSettings())
    living = Town(database, web)
    mounts = {
        "all://": nobody_there(),
        settings.partnering_url: httpx.ASGITransport(partnering),
        settings.accounts_url: httpx.MockTransport(living.accounts),
        settings.course_url: httpx.MockTransport(living.course),
        settings.notifications_url: httpx.MockTransport(
            lambda _request: httpx.Response(200, json={"unread": 0, "waiting": 0})
        ),
    }
    async with (
        web.router.lifespan_context(web),
        httpx.AsyncClient(mounts=mounts, trust_env=False) as client,
    ):
        web.state.client = client
        web.state.tokens = AccessTokens(client, settings.accounts_url)
        await living.opens()
        yield living
        for browser in living.people.values():
            await browser.client.aclose()
    await partnering.state.database.close()


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, (pattern, page[-3000:])
    return match[1]


async def _published(town: Town, lead: Browser) -> None:
    runs = f"/staff/cohorts/{town.cohort_id}/runs"
    page = await lead.get(runs)
    fields = dict(re.findall(r'name="(weights\.\w+|years_between)"[^>]*value="(\d+)"', page))
    page = await lead.send(runs, level="A2", trios="willing", **fields)
    run = found(r'action="(/staff/runs/[^/"]+)/cancel"', page)
    assert await solve_next(town.database)
    page = await lead.get(run)
    assert "4 of 4" in page
    assert "Everybody has a partner. More is not possible." in page
    explained = await lead.get(found(r'href="(/staff/runs/[^"]+/matches/[^"]+)"', page))
    assert "Common language: English" in explained
    seats = re.findall(r'name="enrolment" value="([^"]+)"', page)
    priced = await lead.send(f"{run}/decide", enrolment=[seats[0], seats[1]], what="price")
    assert "What it would cost" in priced
    locked = await lead.send(f"{run}/decide", enrolment=[seats[0], seats[1]], what="lock")
    assert "Something has changed since" in locked
    await lead.send(f"{run}/solve")
    assert await solve_next(town.database)
    page = await lead.get(run)
    assert "Something has changed since" not in page
    page = await lead.send(f"{run}/publish")
    assert "Suggested partnerships published: 2." in page
    assert "Confirmation asked" in page


async def test_staff_match_and_publish_and_teachers_shake_hands_and_work_in_their_room(
    town: Town,
) -> None:
    teachers = {
        "Ayşe": await town.joins("Ayşe", "TR", "Europe/Istanbul"),
        "Bianca": await town.joins("Bianca", "IT", "Europe/Rome"),
        "Can": await town.joins("Can", "TR", "Europe/Istanbul"),
        "Dora": await town.joins("Dora", "ES", "Europe/Madrid"),
    }
    lead = town.visits("Lena", "Europe/Berlin", Role.PROGRAMME_LEAD)
    officer = town.visits("Olaf", "Europe/Berlin", Role.SAFEGUARDING_OFFICER)
    await _published(town, lead)

    ayse = teachers["Ayşe"]
    page = await ayse.get("/partnerships")
    assert "Waits for everybody's yes" in page
    shake = found(r'href="(/partnerships/[^"]+/handshake)"', page)
    here = shake.removesuffix("/handshake")
    page = await ayse.get(here)
    assert "Do you want to work together?" in page
    partner = next(one for name, one in teachers.items() if name != "Ayşe" and f">{name}<" in page)
    assert "You both work in English" in page
    assert "You said yes" in await ayse.send(f"{here}/confirm")
    assert "Welcome to your room" in await partner.send(f"{here}/confirm")

    await partner.send(f"{here}/conversation", text="Merhaba <b>you</b>")
    page = await ayse.get(f"{here}/conversation")
    assert "Merhaba" in page
    raw = (await ayse.client.get(f"{here}/conversation")).text
    assert "&lt;b&gt;you" in raw
    assert "<b>you" not in raw
    report = found(r'href="(/report\?subject=message&id=[^"]+)"', page)
    subject = dict(re.findall(r"(subject|id)=([^&]+)", report))
    assert "Thank you" in await ayse.send("/report", **subject, reason="unkind", text="")

    await ayse.send(f"{here}/agreement", version='"0"', reply_within_days="2", roles="Ayşe films")
    page = await partner.get(f"{here}/agreement")
    assert "Ayşe films" in page
    assert "Signed." in await partner.send(f"{here}/agreement/sign", version='"1"')
    assert "Signed by all" in await ayse.get(here)

    page = await ayse.send(
        f"{here}/calendar", title="First call", date=FIRST_CALL, time="12:00", minutes="30"
    )
    assert "First call" in page
    accept = found(r'action="([^"]+/meetings/[^"]+/accept)"', await partner.get(f"{here}/calendar"))
    assert "Everybody comes" in await partner.send(accept)

    page = await ayse.send(f"{here}/tasks", title="Choose a river", assignee_id="", due_on="")
    page = await partner.send(found(r'action="([^"]+/tasks/[^"]+/done)"', page))
    assert "1 task is done" in page
    assert "We film it" in await ayse.send(f"{here}/decisions", text="We film it")
    page = await ayse.send(f"{here}/links", text="Map", address="https://example.org/map")
    assert 'href="https://example.org/map"' in page

    page = await officer.get("/staff/reports")
    case = found(r'href="(/staff/reports/[0-9a-f-]+)"', page)
    page = await officer.get(case)
    assert "Merhaba" in page
    person = found(r'name="person_id" value="([^"]+)"', page)
    await officer.send(f"{case}/freeze", person_id=person, why="to look into it")
    assert "Contact is paused" in await ayse.send(f"{here}/conversation", text="Hi", status=409)
    await officer.send(f"{case}/release", person_id=person)
    await officer.send(f"{case}/resolve", outcome="talked_to", note="They talked.")
    await ayse.send(f"{here}/conversation", text="Hi again")
    assert "We help your partners to continue" in await ayse.send(
        f"{here}/leave", sure="yes", reason="new job"
    )
    page = await partner.get(here)
    assert "A member left, and no two countries were left together." in page
    assert "Choose a river" not in page
