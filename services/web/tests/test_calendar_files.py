"""Holidays come as a file or as pasted lines; nothing of either is lost when something is wrong."""

import json
from collections.abc import Callable

import httpx
import pytest
import respx

from web.settings import Settings

LINES = "starts_on,ends_on,name\n2026-12-24,2027-01-06,Noël\n"


@pytest.fixture
def imported(
    services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]
) -> respx.Route:
    """What the service is asked to import; it takes everything."""
    sign_in("programme_lead")
    services.get(f"{settings.partnering_url}/v1/calendars").respond(json=[])
    services.get(f"{settings.partnering_url}/v1/calendar-proposals").respond(json=[])
    return services.post(f"{settings.partnering_url}/v1/calendars/import").respond(
        json={"calendars": 1, "holidays": 1, "refused": []}
    )


async def _send(client: httpx.AsyncClient, content: bytes, pasted: str = "") -> httpx.Response:
    return await client.post(
        "/staff/calendars/import",
        data={"format": "csv", "country": "FR", "region": "A", "content": pasted},
        files={"content_file": ("terms.csv", content, "text/csv")} if content else None,
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
async def test_the_words_of_a_file_reach_the_service(
    client: httpx.AsyncClient, imported: respx.Route, mark: str
) -> None:
    answer = await _send(client, (mark + LINES).encode())
    assert answer.status_code == 303
    assert json.loads(imported.calls.last.request.content)["content"] == LINES.strip()


async def test_lines_may_be_pasted_instead(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    assert (await _send(client, b"", LINES)).status_code == 303
    assert json.loads(imported.calls.last.request.content)["content"] == LINES.strip()


async def test_a_file_that_is_no_text_is_named_and_what_was_pasted_stays(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    answer = await _send(client, LINES.encode("utf-16"), "2026-12-24,pasted")
    assert answer.status_code == 422
    assert answer.text.count('class="error-summary"') == 1
    assert "This is not a text file in UTF-8." in answer.text
    assert "2026-12-24,pasted" in answer.text
    assert not imported.called


async def test_without_file_and_lines_the_field_says_so(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    answer = await _send(client, b"")
    assert answer.status_code == 422
    assert "Choose a file, or paste its lines." in answer.text
    assert not imported.called


async def test_other_forms_take_no_files(client: httpx.AsyncClient, imported: respx.Route) -> None:
    answer = await client.post(
        "/staff/calendars/region", files={"content_file": ("a.csv", b"a", "text/csv")}
    )
    assert answer.status_code == 400
    assert imported.call_count == 0


async def test_a_proposal_that_cannot_be_confirmed_says_why(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    imported: respx.Route,
) -> None:
    proposal = "01900000-0000-7000-8000-0000000000aa"
    services.post(f"{settings.partnering_url}/v1/calendar-proposals/{proposal}/accept").respond(
        409, json={"type": "/problems/already-decided", "title": "Somebody decided before you."}
    )
    answer = await client.post(f"/staff/calendars/proposals/{proposal}/accept", data={})
    assert answer.status_code == 409
    assert answer.text.count('class="error-summary"') == 1
    assert not imported.called
