"""What a teacher wishes for, and on what they insist."""

import json
from collections.abc import Callable

import httpx
import pytest
import respx

from web.settings import Settings

PROFILE = {
    "headline": "Rivers",
    "about": "",
    "languages": [],
    "strengths": [],
    "needs": [],
    "avoid": [],
    "wishes": {"countries": ["TR"], "musts": ["countries"], "group_size": "2"},
    "first_timer": False,
    "willing_third": False,
    "willing_spare": True,
    "tasks": [],
    "complete": False,
}


@pytest.fixture
def saved(
    services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]
) -> respx.Route:
    """What the service is asked to save."""
    sign_in()
    services.get(f"{settings.partnering_url}/v1/me/profile").respond(json=PROFILE)
    services.get(f"{settings.partnering_url}/v1/me/blocks").respond(json=[])
    return services.put(f"{settings.partnering_url}/v1/me/profile").respond(json=PROFILE)


async def test_what_was_insisted_on_is_shown_and_ticked(
    client: httpx.AsyncClient, saved: respx.Route
) -> None:
    assert "Only countries hoped for" in (await client.get("/profile")).text
    page = (await client.get("/profile/wishes")).text
    assert 'name="wishes.musts" value="countries" checked' in page
    assert 'name="wishes.musts" value="hours">' in page
    assert not saved.called


async def test_ticks_are_saved_beside_the_wishes(
    client: httpx.AsyncClient, saved: respx.Route
) -> None:
    sent = {"wishes.group_size": "either", "wishes.musts": ["hours", "subjects"]}
    assert (await client.post("/profile/wishes", data=sent)).status_code == 303
    body = json.loads(saved.calls.last.request.content)
    assert body["wishes"] == {
        "countries": [],
        "musts": ["hours", "subjects"],
        "group_size": "either",
    }


async def test_to_insist_on_countries_one_names_them(
    client: httpx.AsyncClient, saved: respx.Route
) -> None:
    error = {
        "pointer": "/wishes/musts",
        "detail": "Value error, insists on countries but names none",
    }
    saved.respond(422, json={"type": "validation", "title": "Not valid", "errors": [error]})
    answer = await client.post("/profile/wishes", data={"wishes.musts": ["countries"]})
    assert answer.status_code == 422
    assert "Choose the countries above, or do not make them a must-have." in answer.text
    assert 'value="countries" checked' in answer.text
