"""Pages on the way to a partner show what is there already."""

from collections.abc import Callable

import httpx
import respx

from web.settings import Settings

SENT = {
    "id": "01890000-0000-7000-8000-000000000001",
    "cohort_title": "Autumn",
    "message": "Shall we compare our rivers?",
    "status": "open",
    "expires_at": "2026-11-30T10:00:00Z",
    "can_answer": False,
    "partnership_id": None,
    "recipient": {
        "name": "Luca Rossi",
        "enrolment_id": "01890000-0000-7000-8000-000000000002",
        "class_name": "5A",
        "country": "IT",
    },
}


async def test_whoever_has_only_sent_invitations_meets_those_first(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()

    def boxes(request: httpx.Request) -> httpx.Response:
        items = [SENT] if request.url.params["box"] == "sent" else []
        return httpx.Response(200, json={"items": items, "next_cursor": None})

    services.get(f"{settings.partnering_url}/v1/me/invitations").mock(side_effect=boxes)
    assert "Luca Rossi" in (await client.get("/invitations")).text
    assert "No invitations yet" in (await client.get("/invitations?box=received")).text


async def test_the_search_of_a_class_with_an_open_confirmation_shows_only_that(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    mine, pair, base = SENT["id"], SENT["recipient"]["enrolment_id"], settings.partnering_url
    enrolment = {
        "id": mine,
        "cohort_id": mine,
        "cohort_title": "Autumn",
        "class_name": "5b",
        "status": "partnered",
        "partnership_id": pair,
        "unmatched_because": None,
        "pace": "fixed",
    }
    found = {
        "items": [],
        "total": 0,
        "next_cursor": None,
        "blocking_filter": None,
        "nobody_because": "ages_apart",
        "facets": {name: [] for name in ("countries", "languages", "subjects", "topics")},
    }
    services.get(f"{base}/v1/me/enrolments").respond(json=[enrolment])
    services.get(f"{base}/v1/cohorts/{mine}/search").respond(json=found)
    services.get(f"{base}/v1/me/saved-searches").respond(json=[])
    room = services.get(f"{base}/v1/partnerships/{pair}")
    room.respond(json={"id": pair, "state": "handshake"})
    page = (await client.get(f"/find/{mine}")).text
    assert f'href="/partnerships/{pair}/handshake"' in page
    assert "This class has a partner" not in page
    assert "pupils of this age" not in page
    room.respond(json={"id": pair, "state": "confirmed"})
    page = (await client.get(f"/find/{mine}")).text
    assert "This class has a partner" in page
    assert "pupils of this age" not in page


async def test_the_country_of_the_preview_needs_no_second_choice_at_registration(
    client: httpx.AsyncClient,
) -> None:
    page = await client.get("/register?country=TR")
    assert '<option value="TR" selected>' in page.text
