"""Two teachers find each other through the pages: web over the real partnering service and Postgres."""

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
from shared.testing import bearer, principal
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


class Town:
    """Everybody's browser, the pages, and the service behind them."""

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

    async def settles(self, somebody: Somebody) -> None:
        """Fill in the profile, the school and the class, as a newcomer does."""
        await somebody.send(
            "/profile/about", headline=f"{somebody.name} measures rivers", about="We go outside."
        )
        await somebody.send(
            "/profile/languages", languages__0__language="en", languages__0__level="B2"
        )
        await somebody.send("/profile/wishes", wishes__group_size="2")
        page = await somebody.send(
            "/classes/schools", name=f"School of {somebody.name}", place="Old Town",
            country=somebody.country, region="", zone=somebody.zone,
        )  # fmt: skip
        school_id = found(r'name="school_id" value="([^"]+)"', page)
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
        class_id = found(r'name="class_id" value="([^"]+)"', page)
        return await somebody.send(
            f"/cohorts/{self.cohort_id}/join", class_id=class_id, **{"how": "alone", **how}
        )

    def answer_for_accounts(self, request: httpx.Request) -> httpx.Response:
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


def found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, page[:4000]
    return match[1]


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
        settings.partnering_url: httpx.ASGITransport(partnering),
        settings.accounts_url: httpx.MockTransport(town.answer_for_accounts),
        settings.course_url: httpx.MockTransport(town.answer_for_course),
        settings.notifications_url: httpx.MockTransport(
            lambda _request: httpx.Response(200, json={"unread": 0, "waiting": 0})
        ),
    }
    async with httpx.AsyncClient(mounts=mounts, trust_env=False) as client:
        yield client


async def test_two_teachers_find_each_other_without_javascript(town: Town) -> None:
    await town.open_cohort()
    ayse = await town.arrives("Ayşe", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    assert "Write a few words about you" in await ayse.get("/profile")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
        await town.joins(somebody)

    visitor = httpx.AsyncClient(
        transport=httpx.ASGITransport(town.web), base_url="http://127.0.0.1:8400"
    )
    async with visitor:
        preview = await visitor.get(
            "/preview?country=TR&language=en&age_from=11&age_to=13&subject=science"
        )
    assert "1 teacher in 1 country could fit" in preview.text
    assert "They work in English" in preview.text
    assert "%(" not in preview.text

    page = await ayse.get(f"/cohorts/{town.cohort_id}/join")
    find = found(r'href="(/find/[^"]+)"', page)
    results = await ayse.get(find)
    assert "Bianca measures rivers" in results
    assert "You both work in English (B2)" in results
    assert "60 minutes in common each week" in results
    blocked = await ayse.get(f"{find}?country=ES")
    assert "Most in the way: the country" in blocked

    card_address = found(r'href="(/people/[^"]+)"', results).replace("&amp;", "&")
    card = await ayse.get(card_address)
    sender = found(r'name="from_enrolment_id" value="([^"]+)"', card)
    invite = card_address.split("?")[0] + "/invite"
    refused = await ayse.send(invite, 422, from_enrolment_id=sender, message="")
    assert "This is needed." in refused
    sent = await ayse.send(invite, from_enrolment_id=sender, message="Shall we measure together?")
    assert "You have invited Bianca" in sent

    inbox = await bianca.get("/invitations")
    invitation = found(r'href="(/invitations/[0-9a-f-]{36})"', inbox)
    asked = await bianca.send(f"{invitation}/ask", question="Which river?")
    assert "Which river?" in asked
    assert "Which river?" in await ayse.get(invitation)
    accepted = await bianca.browser.post(
        f"{invitation}/accept", data={"_key": str(new_id())}, follow_redirects=False
    )
    assert re.fullmatch(r"/partnerships/[0-9a-f-]{36}/handshake", accepted.headers["location"])
    assert "Accepted" in await ayse.get("/invitations?box=sent")


async def test_a_kind_no_is_one_form_and_the_sender_reads_it(town: Town) -> None:
    await town.open_cohort()
    ayse = await town.arrives("Ayşe", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
        await town.joins(somebody)
    find = found(r'href="(/find/[^"]+)"', await ayse.get(f"/cohorts/{town.cohort_id}/join"))
    card_address = found(r'href="(/people/[^"]+)"', await ayse.get(find)).replace("&amp;", "&")
    sender = found(r'name="from_enrolment_id" value="([^"]+)"', await ayse.get(card_address))
    await ayse.send(
        card_address.split("?")[0] + "/invite", from_enrolment_id=sender, message="Shall we?"
    )
    invitation = found(r'href="(/invitations/[0-9a-f-]{36})"', await bianca.get("/invitations"))
    await bianca.send(f"{invitation}/decline", reason_code="timing", text="Write me in spring!")
    answer = await ayse.get(invitation)
    assert "Declined kindly" in answer
    assert "Write me in spring!" in answer


async def test_two_who_come_together_go_straight_to_the_handshake(town: Town) -> None:
    await town.open_cohort()
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
    await town.joins(ayse, how="partner", with_person_email="bianca@school.example")
    page = await bianca.get(f"/cohorts/{town.cohort_id}/join")
    class_id = found(r'name="class_id" value="([^"]+)"', page)
    answer = await bianca.browser.post(
        f"/cohorts/{town.cohort_id}/join",
        data={
            "_key": str(new_id()), "class_id": class_id, "how": "partner",
            "with_person_email": "ayse@school.example",
        },
    )  # fmt: skip
    assert answer.headers["location"].endswith("/handshake")


async def test_who_finds_no_seat_reads_the_place_in_the_queue(town: Town) -> None:
    await town.open_cohort(seats=1)
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
    await town.joins(ayse)
    assert "Waiting list, place 1" in await town.joins(bianca)
    page = await ayse.get(f"/cohorts/{town.cohort_id}/join")
    await ayse.browser.post(
        found(r'action="(/enrolments/[^"]+/leave)"', page), data={"_key": str(new_id())}
    )
    assert "Looks for a partner" in await bianca.get(f"/cohorts/{town.cohort_id}/join")


async def test_the_unverified_see_no_names_and_cannot_invite(town: Town) -> None:
    await town.open_cohort()
    new = await town.arrives("Newcomer", "TR", "Europe/Istanbul", verified=False)
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (new, bianca):
        await town.settles(somebody)
        await town.joins(somebody)
    find = found(r'href="(/find/[^"]+)"', await new.get(f"/cohorts/{town.cohort_id}/join"))
    results = await new.get(find)
    assert "A teacher in Italy" in results
    assert "Bianca" not in results
    card = await new.get(found(r'href="(/people/[^"]+)"', results).replace("&amp;", "&"))
    assert "Bianca" not in card
    assert "Send the invitation" not in card


async def test_wrong_times_are_marked_beside_their_day_and_words_are_kept(town: Town) -> None:
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    page = await ayse.send(
        "/classes/schools", name="Lise", place="İzmir", country="TR", region="",
        zone="Europe/Istanbul",
    )  # fmt: skip
    school_id = found(r'name="school_id" value="([^"]+)"', page)
    answer = await ayse.send(
        "/classes", 422, school_id=school_id, name="7A", size="20", pupils_age_from="12",
        pupils_age_to="13", subjects="science", availability__3__from="11:00",
        availability__3__to="10:00",
    )  # fmt: skip
    assert 'value="7A"' in answer
    assert "must end after it starts" in answer


async def test_a_class_moves_to_another_school_and_keeps_everything_else(town: Town) -> None:
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    await town.settles(ayse)
    address = found(r'href="(/classes/[0-9a-f-]{36})"', await ayse.get("/classes"))
    page = await ayse.get(f"{address}/school?query=nothing")
    assert "No school with these words" in page
    moved = await ayse.send(
        "/classes/schools", name="New School", place="Bursa", country="TR", region="",
        zone="Europe/Istanbul", chosen=found(r'name="chosen" value="([^"]+)"', page),
    )  # fmt: skip
    assert "New School, Bursa" in moved
    assert 'value="6B"' in moved
    school_id = found(r'name="school_id" value="([^"]+)"', moved)
    saved = await ayse.send(
        address, school_id=school_id, name="6B", size="22", pupils_age_from="11",
        pupils_age_to="12", subjects="science",
    )  # fmt: skip
    assert "New School, Bursa" in saved


async def test_staff_see_participants_and_take_a_safe_table_away(town: Town) -> None:
    await town.open_cohort()
    lead = await town.arrives("Lead", "TR", "Europe/Istanbul", Role.PROGRAMME_LEAD)
    bianca = await town.arrives("=Bianca()", "IT", "Europe/Rome")
    await town.settles(bianca)
    await town.joins(bianca)
    address = f"/staff/cohorts/{town.cohort_id}/participants"
    assert "School of =Bianca()" in await lead.get(f"{address}?country=IT")
    assert "Nobody here" in await lead.get(f"{address}?country=ES")
    table = await lead.get(f"{address}.csv")
    assert "'=Bianca()" in table
    assert (await bianca.browser.get(address)).status_code == 403
