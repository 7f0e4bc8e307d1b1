"""Holidays come as a file or as pasted lines; nothing of either is lost when something is wrong."""

import json
import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.settings import Settings

REPORT: dict[str, Any] = {
    "calendars": 1, "holidays": 1, "added": 1, "changed": 0, "removed": 0, "outside": 0,
    "names": 0, "encoding": "utf-8", "change_id": "01900000-0000-7000-8000-0000000000bb",
    "refused": [], "refused_count": 0, "question": None, "text": "", "spellings": [],
}  # fmt: skip
LINES = "starts_on,ends_on,name\n2026-12-24,2027-01-06,Noël\n"


@pytest.fixture
def imported(
    services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]
) -> respx.Route:
    """What the service is asked to import; it takes everything."""
    sign_in("programme_lead")
    services.get(f"{settings.partnering_url}/v1/calendars").respond(json=[])
    services.get(f"{settings.partnering_url}/v1/calendar-proposals").respond(json=[])
    return services.post(f"{settings.partnering_url}/v1/calendars/import").respond(json=REPORT)


async def _send(client: httpx.AsyncClient, content: bytes, pasted: str = "") -> httpx.Response:
    return await client.post(
        "/staff/calendars/import",
        data={"country": "FR", "region": "A", "content": pasted},
        files={"content_file": ("terms.csv", content, "text/csv")} if content else None,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
async def test_a_file_reaches_the_service_as_it_was_saved(
    client: httpx.AsyncClient, imported: respx.Route, encoding: str
) -> None:
    answer = await _send(client, LINES.encode(encoding), "2026-12-24,pasted")
    assert answer.status_code == 303
    sent = json.loads(imported.calls.last.request.content)
    assert b64decode(sent["file"]).decode(encoding) == LINES
    assert sent["content"] == ""


async def test_a_date_that_can_be_read_in_two_ways_is_asked_with_the_file_kept(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    question = {"text": "03/04/2027", "day_first": "2027-04-03", "month_first": "2027-03-04"}
    imported.respond(
        json={**REPORT, "holidays": 0, "question": question, "text": "03/04/2027,kept"}
    )
    asked = (await _send(client, b"03/04/2027")).text
    assert "Which day is 03/04/2027?" in asked
    assert "03/04/2027,kept</textarea>" in asked
    assert 'name="day_first" value="yes"' in asked
    imported.respond(json=REPORT)
    answer = await client.post(
        "/staff/calendars/import", data={"content": "03/04/2027,kept", "day_first": "no"}
    )
    assert answer.status_code == 303
    assert json.loads(imported.calls.last.request.content)["day_first"] is False


async def test_each_line_that_was_left_out_says_why_and_the_import_can_be_undone(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    row = {"line": 7, "code": "some-hours", "value": "17:00-19:00", "why": "…", "name": ""}
    named = {**row, "line": 9, "code": "cancelled", "name": "Founders day"}
    imported.respond(json={**REPORT, "refused": [row, named], "refused_count": 2})
    page = (await _send(client, b"x")).text
    assert "Line 7: This event lasts some hours only (17:00-19:00)." in page
    assert f"/staff/calendars/changes/{REPORT['change_id']}/undo" in page
    assert "Line 9, Founders day: This event is cancelled." in page


async def test_how_names_are_written_is_asked_with_the_names_and_the_file_kept(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    asked = [
        {"encoding": "cp1254", "names": ["Şubat tatili"]},
        {"encoding": "cp1252", "names": ["Þubat tatili"]},
    ]
    imported.respond(json={**REPORT, "holidays": 0, "spellings": asked, "change_id": None})
    content = "starts_on,name\n2027-02-01,Şubat tatili\n".encode("cp1254")
    answer = await _send(client, content, "2026-12-24,pasted")
    assert answer.status_code == 200
    assert "Which letters are right?" in answer.text
    assert "Şubat tatili" in answer.text
    assert "Þubat tatili" in answer.text
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
    assert kept is not None
    imported.respond(json=REPORT)
    answer = await client.post(
        "/staff/calendars/import",
        data={"content": "2026-12-24,pasted", "kept": kept[1], "encoding": "cp1254"},
    )
    assert answer.status_code == 303
    sent = json.loads(imported.calls.last.request.content)
    assert (b64decode(sent["file"]), sent["encoding"], sent["content"]) == (content, "cp1254", "")


async def test_another_file_takes_the_place_of_the_one_that_was_asked_about(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    await client.post(
        "/staff/calendars/import",
        data={"kept": "/v8=", "encoding": "cp1254", "content": ""},
        files={"content_file": ("terms.csv", LINES.encode(), "text/csv")},
    )
    sent = json.loads(imported.calls.last.request.content)
    assert (b64decode(sent["file"]), sent["encoding"]) == (LINES.encode(), None)


async def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    answer = await _send(client, b"x" * 700_001)
    assert answer.status_code == 422
    assert "larger than 700 kB" in answer.text
    assert not imported.called


async def test_lines_may_be_pasted_instead(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    assert (await _send(client, b"", LINES)).status_code == 303
    assert json.loads(imported.calls.last.request.content)["content"] == LINES.strip()


async def test_a_file_that_is_no_text_is_named_and_what_was_pasted_stays(
    client: httpx.AsyncClient, imported: respx.Route
) -> None:
    problem = {"errors": [{"pointer": "/file", "detail": "is a workbook: save it as CSV"}]}
    imported.respond(422, json={"type": "/problems/invalid", "title": "No", **problem})
    answer = await _send(client, b"PK\x03\x04", "2026-12-24,pasted")
    assert answer.status_code == 422
    assert answer.text.count('class="error-summary"') == 1
    assert "This is a workbook. Save it as CSV" in answer.text
    assert "2026-12-24,pasted" in answer.text


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
