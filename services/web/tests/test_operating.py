"""Announcements by staff, and the system page of the operator."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import respx

from web.settings import Settings

SignIn = Callable[..., None]


async def test_staff_announce_to_a_cohort_that_they_look_after(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in("tutor")
    cohort = {"id": str(uuid4()), "title": "Autumn 2026"}
    services.get(f"{settings.course_url}/v1/cohorts").respond(
        json={"items": [cohort], "next_cursor": None}
    )
    base = f"{settings.notifications_url}/v1/announcements"
    sent_id = str(uuid4())
    item = {
        "id": sent_id,
        "cohort_id": cohort["id"],
        "title": "Welcome",
        "body": "We start.",
        "recipients": 120,
        "created_at": "2026-11-24T15:30:00Z",
    }
    services.get(base).respond(json={"items": [item], "next_cursor": None})
    sent = services.post(base).respond(201, json={"id": sent_id, "location": "x"})
    page = (await client.get("/staff/announcements")).text
    assert "Autumn 2026" in page
    assert "Everybody in every cohort</option>" not in page
    forgotten = await client.post("/staff/announcements", data={"title": "Hi", "body": "All"})
    assert forgotten.status_code == 422
    assert not sent.called
    answer = await client.post(
        "/staff/announcements",
        data={"cohort_id": cohort["id"], "title": "Welcome", "body": "We start."},
    )
    assert answer.headers["location"] == "/staff/announcements"
    assert "120" in (await client.get("/staff/announcements")).text


def a_system(services: respx.MockRouter, settings: Settings, parked: list[dict[str, Any]]) -> None:
    for service, url in settings.upstreams().items():
        services.get(f"{url}/readyz").respond(json={"ready": True})
        services.get(f"{url}/v1/delivery").respond(
            json={
                "service": service,
                "last_number": 1500,
                "published_number": 1500,
                "unnumbered": 0,
                "oldest_waiting_seconds": 0.0,
                "positions": [{"producer": "accounts", "next_number": 1494}],
                "parked": parked if service == "course" else [],
            }
        )
    services.get(f"{settings.notifications_url}/v1/deliveries/queue").respond(
        json={
            "queued": 4,
            "gathered": 0,
            "sent": 9,
            "refused": 0,
            "oldest_due_at": None,
            "server_reachable": False,
        }
    )


async def test_the_operator_sees_lag_mail_and_what_is_set_aside_and_can_try_again(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in("operator")
    parked = {
        "id": str(uuid4()),
        "producer": "partnering",
        "number": 7,
        "type": "partnering.partnership.confirmed.v1",
        "aggregate_id": str(uuid4()),
        "error": "KeyError('zone')",
        "status": "waiting",
        "parked_at": "2026-11-24T15:30:00Z",
    }
    a_system(services, settings, [parked])
    page = (await client.get("/staff/system")).text
    assert "7 from accounts" in page
    assert "The mail server does not answer" in page
    assert "KeyError(&#39;zone&#39;)" in page
    base = f"{settings.course_url}/v1/delivery/parked/{parked['id']}"
    retried = services.post(f"{base}/retry").respond(204)
    discarded = services.post(f"{base}/discard").respond(204)
    address = f"/staff/system/parked/course/{parked['id']}"
    await client.post(f"{address}/retry")
    await client.post(f"{address}/discard", data={"reason": "A test that went wrong"})
    assert retried.called
    assert json.loads(discarded.calls.last.request.content)["reason"] == "A test that went wrong"


async def test_the_system_page_stands_when_a_service_is_away(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in("operator")
    a_system(services, settings, [])
    for path in ("/readyz", "/v1/delivery"):
        services.get(f"{settings.projects_url}{path}").mock(side_effect=httpx.ConnectError("away"))
    page = await client.get("/staff/system")
    assert page.status_code == 200
    assert "Does not answer" in page.text


async def test_teachers_do_not_see_the_system_page(
    client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    sign_in()
    assert (await client.get("/staff/system")).status_code == 403


async def test_the_operator_sees_that_emails_wait_and_none_goes_out(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: SignIn
) -> None:
    sign_in("operator")
    a_system(services, settings, [])
    told = services.get(f"{settings.accounts_url}/v1/delivery")
    stuck = {"part": "mail", "waiting": 3, "oldest_seconds": 540.0, "done_at": None, "stuck": True}
    status = {"service": "accounts", "last_number": 1500, "published_number": 1500}
    quiet = {"unnumbered": 0, "oldest_waiting_seconds": 0.0, "positions": [], "parked": []}
    told.respond(json={**status, **quiet, "backlogs": [stuck]})
    page = (await client.get("/staff/system")).text
    assert "Emails of accounts do not go out" in page
    assert "3 emails wait. The oldest waits for 9 minutes." in page
    assert "Something needs a look." in page
