"""A town of teachers with browsers: web over the real partnering service and Postgres."""

import base64
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from partnering.app import create_app as create_partnering
from partnering.cohorts.actions import remember_cohort
from partnering.people.actions import remember_person
from partnering.settings import Settings as PartneringSettings
from shared.contracts.accounts import PersonChanged
from shared.contracts.course import CohortChanged
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import bearer, nobody_there, principal
from web.app import create_app as create_web
from web.session import AccessTokens
from web.settings import Settings as WebSettings

COURSE_STARTS = date(2027, 1, 18)
BEGINS = {"TR": "10:00", "IT": "09:00"}
"""In January 09:00 in Rome is 11:00 in Istanbul: until noon there an hour is common."""


@pytest.fixture(scope="session")
def service() -> str:
    return "partnering"


@dataclass
class Somebody:
    who: Principal
    name: str
    country: str
    zone: str
    browser: httpx.AsyncClient

    async def get(self, address: str) -> str:
        answer = await self.browser.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[-2000:])
        assert "%(" not in answer.text, address
        return answer.text

    async def send(self, address: str, status: int = 200, **fields: Any) -> str:
        """Send a form as the page would, and follow to where it leads."""
        data = {"_key": str(new_id()), **{name.replace("__", "."): v for name, v in fields.items()}}
        answer = await self.browser.post(address, data=data, follow_redirects=True)
        assert answer.status_code == status, (address, answer.status_code, answer.text[-3000:])
        return answer.text


def first_match(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, page[:4000]
    return match[1]


class Town:
    """Everybody's browser, the pages, and the service behind them."""

    found = staticmethod(first_match)

    def __init__(self, database: Database, web: Any) -> None:
        self.database = database
        self.web = web
        self.people: dict[str, Somebody] = {}
        self.cohort_id = new_id()

    async def open_cohort(self, seats: int = 50) -> None:
        async with self.database.transaction() as session:
            await remember_cohort(
                session,
                CohortChanged(
                    cohort_id=self.cohort_id, slug="spring", title="Spring cohort", pace="fixed",
                    phase="partnering", languages=("en",), seats=seats,
                    partnering_starts_on=COURSE_STARTS - timedelta(days=40),
                    course_starts_on=COURSE_STARTS,
                    project_starts_on=COURSE_STARTS + timedelta(days=28),
                    closes_on=COURSE_STARTS + timedelta(days=200),
                ),
            )  # fmt: skip

    async def arrives(
        self, name: str, country: str, zone: str, *roles: Role, verified: bool = True
    ) -> Somebody:
        session_cookie = f"session-{new_id()}"
        who = principal(None, *roles, verified=verified)
        browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.web),
            base_url="http://127.0.0.1:8400",
            headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
            cookies={"meridian": session_cookie},
        )
        somebody = Somebody(who, name, country, zone, browser)
        self.people[session_cookie] = somebody
        async with self.database.transaction() as session:
            await remember_person(
                session,
                PersonChanged(
                    person_id=who.person_id, name=name, email=f"{name.lower()}@school.example",
                    country=country, language="en", zone=zone,
                    verification="verified" if verified else "pending",
                ),
            )  # fmt: skip
        return somebody

    async def settles(self, somebody: Somebody, school: str = "") -> None:
        """Fill in the profile, the school and the class, as a newcomer does."""
        await somebody.send(
            "/profile/about", headline=f"{somebody.name} measures rivers", about="We go outside."
        )
        await somebody.send(
            "/profile/languages", languages__0__language="en", languages__0__level="B2"
        )
        await somebody.send("/profile/wishes", wishes__group_size="2")
        page = await somebody.send(
            "/classes/schools", name=school or f"School of {somebody.name}", place="Old Town",
            country=somebody.country, region="", zone=somebody.zone,
        )  # fmt: skip
        school_id = first_match(r'name="school_id" value="([^"]+)"', page)
        await somebody.browser.post(
            "/classes",
            data={
                "_key": str(new_id()), "school_id": school_id, "name": "6B", "size": "22",
                "pupils_age_from": "11", "pupils_age_to": "12", "subjects": ["science"],
                "topics": ["water", "climate"], "availability.1.from": BEGINS[somebody.country],
                "availability.1.to": "12:00",
            },
        )  # fmt: skip

    async def joins(self, somebody: Somebody, **how: Any) -> str:
        page = await somebody.get(f"/cohorts/{self.cohort_id}/join")
        class_id = first_match(r'name="class_id" value="([^"]+)"', page)
        return await somebody.send(
            f"/cohorts/{self.cohort_id}/join", class_id=class_id, **{"how": "alone", **how}
        )

    def answer_for_accounts(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/me":
            claims = request.headers["authorization"].split(".")[1]
            sub = json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
            me = next(one for one in self.people.values() if str(one.who.person_id) == sub)
            return httpx.Response(200, json={"country": me.country})
        somebody = self.people.get(request.headers.get("meridian-session", ""))
        if somebody is None:
            return httpx.Response(401, json={"type": "sign-in-required"})
        audience = json.loads(request.content)["audience"]
        token = bearer(somebody.who, audience)["Authorization"].removeprefix("Bearer ")
        person = {
            "id": str(somebody.who.person_id), "name": somebody.name, "language": "en",
            "zone": somebody.zone, "roles": sorted(str(one) for one in somebody.who.roles),
            "verified": somebody.who.verified,
        }  # fmt: skip
        return httpx.Response(200, json={"access_token": token, "expires_in": 60, "person": person})

    def answer_for_course(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == f"/v1/cohorts/{self.cohort_id}":
            return httpx.Response(
                200,
                json={
                    "id": str(self.cohort_id), "title": "Spring cohort", "pace": "fixed",
                    "phase": "partnering", "seats": 50, "languages": ["en"],
                    "partnering_starts_on": str(COURSE_STARTS - timedelta(days=40)),
                    "course_starts_on": str(COURSE_STARTS),
                },
            )  # fmt: skip
        return httpx.Response(404, json={"type": "not-found"})


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    settings = WebSettings(log_level="error")
    web = create_web(settings)
    partnering = create_partnering(PartneringSettings())
    living = Town(database, web)

    async with web.router.lifespan_context(web), _client(settings, partnering, living) as client:
        web.state.client = client
        web.state.tokens = AccessTokens(client, settings.accounts_url)
        yield living
        for somebody in living.people.values():
            await somebody.browser.aclose()
    await partnering.state.database.close()


@asynccontextmanager
async def _client(
    settings: WebSettings, partnering: Any, town: Town
) -> AsyncIterator[httpx.AsyncClient]:
    mounts = {
        "all://": nobody_there(),
        settings.partnering_url: httpx.ASGITransport(partnering),
        settings.accounts_url: httpx.MockTransport(town.answer_for_accounts),
        settings.course_url: httpx.MockTransport(town.answer_for_course),
        settings.notifications_url: httpx.MockTransport(
            lambda _request: httpx.Response(200, json={"unread": 0, "waiting": 0})
        ),
    }
    async with httpx.AsyncClient(mounts=mounts, trust_env=False) as client:
        yield client
