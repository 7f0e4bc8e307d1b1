"""Long lists of staff: 25 at a time, two lines each, with the rest folded away."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.settings import Settings

COHORT = "01900000-0000-7000-8000-0000000000bb"
PERSON = {
    "id": COHORT, "name": "Ada", "email": "ada@school.example", "country": "PL",
    "school_email": "", "verification": "verified", "confirmed_at": "2026-11-20T10:00:00Z",
}  # fmt: skip
REQUEST = {
    "id": COHORT, "person": PERSON, "status": "verified", "requested_at": "2026-11-20T10:00:00Z",
    "decided_at": "2026-11-21T10:00:00Z", "reason": "", "evidence_kind": "school_page",
    "evidence": "https://school.example/staff", "note": "",
}  # fmt: skip
ENROLMENT = {
    "enrolment_id": COHORT, "name": None, "verified": False, "also_in": ["Spring"],
    "first_timer": True, "school_name": "Liceo", "place": "Bari", "country": "IT",
    "class_name": "6B", "status": "free", "subjects": ["science"], "pupils_age_from": 11,
    "pupils_age_to": 13, "partnership_id": None, "invitations_open": 2, "languages": [],
    "joined_at": "2026-11-01T10:00:00Z",
}  # fmt: skip


@pytest.mark.parametrize(
    ("address", "asked", "item"),
    [
        ("/staff/people", "/v1/people", PERSON),
        ("/staff/verifications?status=verified", "/v1/verifications", REQUEST),
        (f"/staff/cohorts/{COHORT}/participants", f"/v1/cohorts/{COHORT}/enrolments", ENROLMENT),
    ],
)
async def test_a_list_shows_25_folded_rows_and_leads_to_the_next(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
    address: str,
    asked: str,
    item: dict[str, Any],
) -> None:
    sign_in("programme_lead", "moderator")
    owner = settings.partnering_url if "cohorts" in asked else settings.accounts_url
    services.get(f"{settings.course_url}/v1/cohorts/{COHORT}").respond(
        json={"id": COHORT, "title": "Autumn", "phase": "partnering"}
    )
    route = services.get(f"{owner}{asked}").respond(
        json={"items": [item] * 25, "next_cursor": "on"}
    )
    page = await client.get(address)
    assert page.status_code == 200
    assert route.calls.last.request.url.params["limit"] == "25"
    assert page.text.count("fold__line") == 25
    assert page.text.count('<details class="fold">') == (0 if item is PERSON else 25)
    assert "cursor=on" in page.text


async def test_a_folded_participant_says_outside_what_staff_must_see(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in("programme_lead")
    services.get(f"{settings.course_url}/v1/cohorts/{COHORT}").respond(
        json={"id": COHORT, "title": "Autumn", "phase": "partnering"}
    )
    services.get(f"{settings.partnering_url}/v1/cohorts/{COHORT}/enrolments").respond(
        json={"items": [ENROLMENT], "next_cursor": None}
    )
    page = (await client.get(f"/staff/cohorts/{COHORT}/participants")).text
    outside = page.split('class="fold"')[1].split("</summary>")[0]
    for words in ("A former member, Italy", "Not confirmed", "Also in Spring", "No language named"):
        assert words in outside
