"""A region's holidays in a form: only differences are sent, so that nothing can be lost by saving."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.settings import Settings

YEARS = [
    {
        "year": year, "label": f"{year}/{year - 1999}", "starts_on": f"{year}-08-01",
        "ends_on": f"{year + 1}-07-31", "holidays": 0, "complete": False,
        "complete_for_country": False, "running": year == 2026,
    }
    for year in (2025, 2026, 2027)
]  # fmt: skip


def _holidays(count: int) -> list[dict[str, str]]:
    return [
        {
            "name": f"Day {number} / {number}",
            "starts_on": f"{2026 + number // 40}-{9 - number // 40 * 8 + number % 40 // 14:02}-{1 + number % 14:02}",
            "ends_on": f"{2026 + number // 40}-{9 - number // 40 * 8 + number % 40 // 14:02}-{1 + number % 14:02}",
        }
        for number in range(count)
    ]


@pytest.fixture
def region(
    services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]
) -> Callable[[int], respx.Route]:
    """A region with so many holidays; gives what the service is asked to change."""
    sign_in("programme_lead")
    url = f"{settings.partnering_url}/v1"

    def with_holidays(count: int, *, example: bool = False) -> respx.Route:
        services.get(f"{url}/calendars/FJ", params={"region": "North"}).respond(
            json={
                "country": "FJ", "region": "North", "example": example, "updated_at": None,
                "holidays": _holidays(count), "inherited": [], "years": YEARS,
            }
        )  # fmt: skip
        services.get(f"{url}/calendars/FJ/versions").respond(json=[])
        services.get(f"{url}/countries/FJ/regions").respond(json=[])
        return services.patch(f"{url}/calendars/FJ").respond(204)

    return with_holidays


def _fields(page: str) -> dict[str, str]:
    """What a browser would send of the form with the holidays."""
    form = next(one for one in page.split("<form")[1:] if 'action="/staff/calendars/region"' in one)
    form = form.split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = html.unescape(value[1]) if value else ""
    return found


async def _opened(client: httpx.AsyncClient) -> dict[str, str]:
    return _fields((await client.get("/staff/calendars/region?country=FJ&region=North")).text)


def _sent(route: respx.Route) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = json.loads(route.calls.last.request.content)["changes"]
    return changes


@pytest.mark.parametrize("count", [0, 1, 16, 60])
async def test_opening_and_saving_a_region_changes_nothing_however_long_it_is(
    client: httpx.AsyncClient, region: Callable[[int], respx.Route], count: int
) -> None:
    changed = region(count)
    fields = await _opened(client)
    assert sum(name.startswith("was.") for name in fields) == count
    answer = await client.post("/staff/calendars/region", data=fields)
    assert answer.status_code == 303
    assert _sent(changed) == []


@pytest.mark.parametrize("example", [True, False])
async def test_the_mark_of_examples_is_sent_only_when_it_was_changed(
    client: httpx.AsyncClient, region: Callable[..., respx.Route], example: bool
) -> None:
    changed = region(2, example=example)
    fields = await _opened(client)
    await client.post("/staff/calendars/region", data=fields)
    assert json.loads(changed.calls.last.request.content)["example"] is None
    other = {**fields, "example": "" if example else "yes"}
    await client.post("/staff/calendars/region", data=other)
    assert json.loads(changed.calls.last.request.content)["example"] is not example


async def test_only_what_was_changed_is_sent(
    client: httpx.AsyncClient, region: Callable[[int], respx.Route]
) -> None:
    changed = region(60)
    fields = await _opened(client)
    fields["holidays.3.ends_on"] = fields["holidays.3.starts_on"][:8] + "09"
    fields["remove.7"] = "yes"
    fields["holidays.61.starts_on"] = "2027-05-01"
    await client.post("/staff/calendars/region", data=fields)
    three, seven = _holidays(60)[3], _holidays(60)[7]
    assert _sent(changed) == [
        {"was": three, "now": {**three, "ends_on": fields["holidays.3.ends_on"]}},
        {"was": seven, "now": None},
        {"was": None, "now": {"starts_on": "2027-05-01", "ends_on": "2027-05-01", "name": ""}},
    ]


async def test_a_refused_row_is_marked_and_every_word_stays(
    client: httpx.AsyncClient, region: Callable[[int], respx.Route]
) -> None:
    changed = region(16)
    errors = [{"pointer": "/changes/0/now/ends_on", "detail": "must not end before it starts"}]
    changed.respond(422, json={"type": "/problems/invalid", "title": "No", "errors": errors})
    fields = await _opened(client)
    fields["holidays.9.ends_on"] = "2026-01-01"
    page = await client.post("/staff/calendars/region", data=fields)
    assert page.status_code == 422
    assert 'href="#f-holidays-9-ends_on"' in page.text
    assert "The last day is before the first day." in page.text
    assert {**_fields(page.text), "_key": ""} == {**fields, "_key": ""}


def _since_opened(form: dict[str, str], now: str) -> dict[str, str]:
    """The form as if its second holiday had been opened under another name, and renamed to `now`."""
    first, last, _name = form["was.1"].split("/", 2)
    return {**form, "was.1": f"{first}/{last}/Opened as", "holidays.1.name": now}


def _refuse_once(route: respx.Route) -> None:
    changed = {"pointer": "/changes/0", "detail": "somebody else has changed this"}
    problem = {"type": "holiday-changed", "title": "Changed.", "status": 409, "errors": [changed]}
    route.side_effect = [httpx.Response(409, json=problem), httpx.Response(204)]


async def test_a_holiday_that_two_change_shows_the_newer_one_and_can_be_saved_again(client, region):
    patched = region(3)
    _refuse_once(patched)
    mine = _since_opened(await _opened(client), "Mine")
    refused = await client.post("/staff/calendars/region", data=mine)
    assert refused.status_code == 409
    assert "Somebody else has saved: Day 1 / 1, " in refused.text
    again = _fields(refused.text)
    assert again["holidays.1.name"] == "Mine"
    assert (await client.post("/staff/calendars/region", data=again)).status_code == 303
    (change,) = _sent(patched)
    assert (change["was"]["name"], change["now"]["name"]) == ("Day 1 / 1", "Mine")


async def test_a_holiday_that_only_others_changed_takes_their_words(client, region):
    patched = region(3)
    _refuse_once(patched)
    form = _since_opened(await _opened(client), "Opened as")
    refused = await client.post("/staff/calendars/region", data={**form, "holidays.0.name": "Mine"})
    again = _fields(refused.text)
    assert again["holidays.1.name"] == "Day 1 / 1"
    assert again["holidays.0.name"] == "Mine"
    await client.post("/staff/calendars/region", data=again)
    assert [one["now"]["name"] for one in _sent(patched)] == ["Mine"]


async def test_a_holiday_that_others_removed_can_be_entered_anew(client, region):
    patched = region(1)
    _refuse_once(patched)
    form = await _opened(client)
    gone = {
        **form, "was.1": "2026-12-20/2026-12-31/Winter", "holidays.1.name": "Winter break",
        "holidays.1.starts_on": "2026-12-20", "holidays.1.ends_on": "2026-12-31",
    }  # fmt: skip
    refused = await client.post("/staff/calendars/region", data=gone)
    assert "Somebody else has removed this holiday." in refused.text
    await client.post("/staff/calendars/region", data=_fields(refused.text))
    (change,) = _sent(patched)
    assert change["was"] is None
    assert change["now"]["name"] == "Winter break"


async def test_a_region_opens_in_a_year_that_has_holidays(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    region: Callable[..., respx.Route],
) -> None:
    region(0)
    break_of_2027 = {"name": "Break", "starts_on": "2027-09-06", "ends_on": "2027-09-10"}
    services.get(f"{settings.partnering_url}/v1/calendars/FJ", params={"region": "North"}).respond(
        json={
            "country": "FJ", "region": "North", "example": False, "updated_at": None,
            "holidays": [break_of_2027], "inherited": [], "years": YEARS,
        }
    )  # fmt: skip
    opened = await client.get(
        "/staff/calendars/region", params={"country": "FJ", "region": "North"}
    )
    assert 'value="2027-09-06"' in opened.text
    asked = await client.get(
        "/staff/calendars/region", params={"country": "FJ", "region": "North", "year": "2026"}
    )
    assert 'value="2027-09-06"' not in asked.text
