"""Pages of many rows over made answers: what the services say of a cohort of sixty teachers."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import httpx
from playwright.async_api import Page, Route
from tests.bench.teachers import teachers

from partnering.matching.job import Job, perform
from web.app import create_app
from web.session import AccessTokens
from web.settings import Settings

COHORT, RUN = UUID(int=1), UUID(int=2)
NAMES = ("Ayşe Yılmaz", "Giovanni Esposito", "Katarzyna Wiśniewska", "María José Fernández")
ENOUGH = {"unread": 0, "waiting": 0}


def answers(count: int) -> dict[str, Any]:
    """By address: a matching run of so many teachers, and the same as participants."""
    people = teachers(count, seed=3)
    outcome = perform(Job(tuple(people)))
    seats = {
        str(one.enrolment_id): {
            "enrolment_id": str(one.enrolment_id),
            "person_name": NAMES[number % len(NAMES)],
            "country": one.country,
            "class_name": "6B",
            "school_name": "Liceo scientifico Galileo Galilei",
        }
        for number, one in enumerate(people)
    }
    result = outcome.result
    matches = [_match(each, seats) for each in (asdict(one) for one in outcome.matches)]
    unmatched = [
        {"seat": seats[one["enrolment_id"]], "code": one["code"], "facts": one}
        for one in result["unmatched"]
    ]
    run = {
        "id": str(RUN), "cohort_id": str(COHORT), "status": "draft", "stage": "done", "round": 1,
        "created_at": "2026-11-22T10:00:00Z", "progress": {}, "result": result, "problem": None,
        "unmatched": unmatched, "bottleneck": [], "decisions": [], "stale": False,
    }  # fmt: skip
    cohort = {"id": str(COHORT), "title": "Autumn 2026", "phase": "partnering"}
    enrolments = [_enrolment(one, seats[str(one.enrolment_id)]) for one in people]
    return {
        f"/v1/cohorts/{COHORT}": cohort,
        f"/v1/cohorts/{COHORT}/enrolments": {"items": enrolments[:50], "next_cursor": "more"},
        f"/v1/runs/{RUN}": run,
        f"/v1/runs/{RUN}/matches": {"items": matches[:20], "next_cursor": None},
        "/v1/me/notifications/unread": ENOUGH,
    }


def _match(each: dict[str, Any], seats: dict[str, Any]) -> dict[str, Any]:
    explained = each["explanation"]
    return {
        "id": str(UUID(each["enrolment_ids"][0])),
        "seats": [seats[one] for one in each["enrolment_ids"]],
        "outcome": None,
        **{name: each[name] for name in ("points", "language", "locked", "needs_look")},
        **{name: explained[name] for name in ("out_of", "reasons", "caution")},
    }


def _enrolment(one: Any, seat: dict[str, Any]) -> dict[str, Any]:
    return {
        "enrolment_id": seat["enrolment_id"], "name": seat["person_name"], "verified": True,
        "also_in": [], "first_timer": one.first_timer, "school_name": seat["school_name"],
        "place": "Bari", "country": one.country, "class_name": "6B", "status": "free",
        "subjects": sorted(one.subjects), "pupils_age_from": one.age_from,
        "pupils_age_to": one.age_to, "partnership_id": None, "invitations_open": 0,
        "languages": [{"language": name, "level": level} for name, level in one.languages.items()],
        "joined_at": "2026-11-01T10:00:00Z",
    }  # fmt: skip


class Stage:
    """The pages in this process, shown in a browser without a port of their own."""

    def __init__(self, said: dict[str, Any], roles: Sequence[str]) -> None:
        self.said, self.roles = said, roles
        self.settings = Settings(log_level="error")
        self.web = create_app(self.settings)

    async def __aenter__(self) -> "Stage":
        self._living = self.web.router.lifespan_context(self.web)
        await self._living.__aenter__()
        services = httpx.AsyncClient(transport=httpx.MockTransport(self._service))
        self.web.state.client = services
        self.web.state.tokens = AccessTokens(services, self.settings.accounts_url)
        self.browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.web), base_url="http://127.0.0.1:8400"
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.browser.aclose()
        await self.web.state.client.aclose()
        await self._living.__aexit__(None, None, None)

    async def show(self, page: Page, address: str) -> None:
        await page.context.add_cookies(
            [
                {
                    "name": "meridian",
                    "value": "a-session-that-is-long",
                    "url": "http://127.0.0.1:8400",
                }
            ]
        )
        await page.route("**/*", self._browsed)
        await page.goto(f"http://127.0.0.1:8400{address}")

    async def _browsed(self, route: Route) -> None:
        answer = await self.browser.get(
            route.request.url, headers=await route.request.all_headers()
        )
        headers = {k: v for k, v in answer.headers.items() if not k.startswith("content-")}
        kind = answer.headers.get("content-type", "text/html")
        await route.fulfill(
            status=answer.status_code, headers=headers, content_type=kind, body=answer.content
        )

    def _service(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/tokens":
            held = [{"role": role, "cohort_id": None} for role in self.roles]
            person = {
                "id": str(UUID(int=3)), "name": "Lena", "language": "en", "zone": "Europe/Rome",
                "roles": held, "verified": True, "email_confirmed": True,
                "second_factor_missing": False,
            }  # fmt: skip
            token = {"access_token": "a-token", "expires_in": 60, "person": person}
            return httpx.Response(200, json=token)
        found = self.said.get(request.url.path)
        if request.url.path.endswith("/enrolments") and request.url.params.get("verified"):
            found = {"items": [], "next_cursor": None}
        return httpx.Response(404 if found is None else 200, json=found or {})
