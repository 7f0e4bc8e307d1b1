"""The control room shows each role its own queues, and every running cohort."""

from collections.abc import Callable

import httpx
import pytest
import respx

from web.settings import Settings

COHORT = {"id": "c1", "title": "Autumn cohort", "phase": "course", "pace": "fixed"}


@pytest.fixture
def programme(services: respx.MockRouter, settings: Settings) -> None:
    course, partnering = settings.course_url, settings.partnering_url
    services.get(f"{course}/v1/cohorts/c1/overview").respond(
        json={
            "partnerships": {"handshake": 1, "course": 10},
            "plans": {"approved": 4},
            "next_phases": [],
        }
    )
    services.get(f"{course}/v1/cohorts/c1/health").respond(
        json={"green": 8, "amber": 1, "red": 2, "items": []}
    )
    services.get(f"{course}/v1/cohorts").respond(
        json={"items": [COHORT, {**COHORT, "id": "c2", "phase": "draft", "title": "Spring"}]}
    )
    services.get(f"{course}/v1/plans").respond(json={"items": [{}] * 3, "next_cursor": "more"})
    services.get(f"{partnering}/v1/cohorts/c1/seats").respond(
        json={"seats": 24, "free": 2, "waiting": 0}
    )
    services.get(f"{partnering}/v1/reports").respond(json={"items": []})
    services.get(f"{settings.accounts_url}/v1/verifications").respond(json={"items": [{}]})
    services.get(f"{settings.projects_url}/v1/results").respond(403, json={"type": "forbidden"})


@pytest.mark.usefixtures("programme")
async def test_the_control_room_counts_what_waits_and_shows_the_funnel(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in("programme_lead")
    page = (await client.get("/staff")).text
    assert "<strong>1</strong> Teachers to verify" in page
    assert "<strong>3+</strong> Plans to decide on" in page
    assert "<strong>2</strong> Partnerships at risk" in page
    assert "Autumn cohort" in page
    assert '<td class="number">22</td>' in page
    assert "Spring" in page
    assert "Reports to read" not in page


@pytest.mark.usefixtures("programme")
async def test_reports_are_for_the_safeguarding_officer(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in("safeguarding_officer")
    page = (await client.get("/staff")).text
    assert "Reports to read" in page
    assert "Teachers to verify" not in page


async def test_teachers_have_no_control_room(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in()
    answer = await client.get("/staff")
    assert answer.status_code == 403
    assert "for course staff" in answer.text
