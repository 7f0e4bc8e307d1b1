"""The browser's Back to a refused form, drafts that belong to a person, and signing out."""

from collections.abc import Callable

import httpx
import pytest
import respx

from web.settings import Settings

LONG = "Words that took a while. " * 200


async def test_a_refused_form_may_be_kept_by_the_browser_and_other_pages_may_not(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in()
    refused = await client.post("/styleguide", data={"email": "nobody"})
    assert refused.status_code == 422
    assert refused.headers["cache-control"] == "private, max-age=0"
    assert "cookie" in refused.headers["vary"].lower()
    assert (await client.get("/styleguide")).headers["cache-control"] == "no-store"


async def test_the_page_that_keeps_the_words_while_a_service_is_away_can_be_revisited(
    client: httpx.AsyncClient, services: respx.MockRouter, sign_in: Callable[..., None]
) -> None:
    sign_in()
    services.route().mock(side_effect=httpx.ConnectError("away"))
    answer = await client.post(
        "/partnerships/01900000-0000-7000-8000-0000000000f1/conversation", data={"text": LONG}
    )
    assert answer.status_code == 503
    assert answer.headers["cache-control"] == "private, max-age=0"
    assert LONG.strip() in answer.text


async def test_a_form_that_is_answered_with_a_page_can_be_reached_by_back(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in("programme_lead")
    calendars = f"{settings.partnering_url}/v1/calendars"
    services.get(calendars).respond(json=[])
    services.get(f"{settings.partnering_url}/v1/calendar-proposals").respond(json=[])
    question = {"text": "03/04/2027", "day_first": "2027-04-03", "month_first": "2027-03-04"}
    services.post(f"{calendars}/import").respond(
        json={
            **dict.fromkeys(("calendars", "holidays", "added", "changed", "removed"), 0),
            **dict.fromkeys(("outside", "names", "refused_count"), 0),
            "encoding": "utf-8",
            "change_id": None,
            "refused": [],
            "question": question,
            "text": "03/04/2027",
            "spellings": [],
        }
    )
    asked = await client.post("/staff/calendars/import", data={"content": "03/04/2027"})
    assert asked.status_code == 200
    assert asked.headers["cache-control"] == "private, max-age=0"
    assert (await client.get("/staff/calendars")).headers["cache-control"] == "no-store"


async def test_a_sign_in_code_is_not_kept_by_the_browser(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in("programme_lead")
    number = "01900000-0000-7000-8000-0000000000a7"
    services.post(f"{settings.accounts_url}/v1/registrations/{number}/sign-in-code").respond(
        json={
            "code": "ABCD-EFGH",
            "email": "a@b.example",
            "expires_at": "2026-11-28T10:00:00Z",
        }
    )
    address = f"/staff/registrations/{number}/code"
    told = {"reason": "I know her voice", "identity_checked": "yes"}
    shown = await client.post(address, data=told)
    assert (shown.status_code, "ABCD" in shown.text) == (200, True)
    assert shown.headers["cache-control"] == "no-store"


async def test_signing_out_leaves_neither_pages_nor_drafts_in_the_browser(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    services.delete(f"{settings.accounts_url}/v1/sessions/current").respond(204)
    answer = await client.post("/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'


async def test_a_page_names_its_person_to_the_drafts_by_a_mark_that_is_no_name(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    assert "data-person" not in (await client.get("/styleguide")).text
    sign_in()
    page = (await client.get("/styleguide")).text
    assert 'data-person="' in page
    assert "Ay\u015fe" not in page.split("<body", 1)[0]


@pytest.mark.parametrize("answer", [True, False])
async def test_only_a_saved_form_ends_its_draft(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
    *,
    answer: bool,
) -> None:
    sign_in()
    room = f"{settings.partnering_url}/v1/partnerships/01900000-0000-7000-8000-0000000000f1"
    services.post(f"{room}/messages").respond(201 if answer else 422, json={"id": "m"})
    services.get(f"{room}/messages").respond(json={"items": [], "next_cursor": None})
    services.get(room).respond(
        json={
            "id": "01900000-0000-7000-8000-0000000000f1",
            "state": "confirmed",
            "contact_paused": False,
            "members": [],
        }
    )
    here = "/partnerships/01900000-0000-7000-8000-0000000000f1/conversation"
    sent = await client.post(here, data={"text": "Hello", "_key": "the-key"})
    assert sent.status_code == (303 if answer else 422)
    page = (await client.get(here)).text
    assert ('data-saved="the-key"' in page) == answer
