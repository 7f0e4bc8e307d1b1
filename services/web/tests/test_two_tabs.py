"""A teacher with two tabs: the second save undoes nothing of the first unseen."""

import html
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.settings import Settings

from .test_class_form import CLASS, SAVED, SCHOOL, Fields
from .test_wishes import PROFILE

STALE = {"type": "stale-version", "title": "Somebody changed this meanwhile.", "status": 412}


def _form(page: str) -> dict[str, list[str]]:
    return Fields(page.split("<main", 1)[1].split("</main>", 1)[0]).sent


def _stored(services: respx.MockRouter, address: str, value: Any, version: int) -> None:
    services.get(address).respond(json=value, headers={"ETag": f'"{version}"'})


@pytest.fixture
def school(services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]) -> str:
    sign_in()
    services.get(f"{settings.partnering_url}/v1/schools/{SCHOOL['id']}").respond(json=SCHOOL)
    return f"{settings.partnering_url}/v1/me/classes/{CLASS}"


async def test_a_class_names_the_version_it_was_opened_with(
    client: httpx.AsyncClient, services: respx.MockRouter, school: str
) -> None:
    _stored(services, school, SAVED, 3)
    saved = services.put(school).respond(json=SAVED)
    form = _form((await client.get(f"/classes/{CLASS}")).text)
    assert (await client.post(f"/classes/{CLASS}", data=form)).status_code == 303
    assert saved.calls.last.request.headers["if-match"] == '"3"'


async def test_the_newer_words_of_a_class_are_shown_beside_mine_and_the_rest_is_taken_over(
    client: httpx.AsyncClient, services: respx.MockRouter, school: str
) -> None:
    _stored(services, school, SAVED, 3)
    form = _form((await client.get(f"/classes/{CLASS}")).text)
    _stored(services, school, {**SAVED, "name": "6B measures", "size": 19}, 4)
    services.put(school).respond(412, json=STALE)
    form["name"] = ["6B on the river"]
    answer = await client.post(f"/classes/{CLASS}", data=form)
    page = html.unescape(answer.text)
    assert answer.status_code == 412
    assert ("6B on the river" in page, "6B measures" in page) == (True, True)
    again = _form(answer.text)
    assert (again["size"], again["version"]) == (["19"], ['"4"'])


@pytest.fixture
def profile(services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]) -> str:
    sign_in()
    return f"{settings.partnering_url}/v1/me/profile"


async def test_another_step_of_the_profile_saved_meanwhile_disturbs_nobody(
    client: httpx.AsyncClient, services: respx.MockRouter, profile: str
) -> None:
    _stored(services, profile, {**PROFILE, "version": 1}, 1)
    form = _form((await client.get("/profile/about")).text)
    _stored(services, profile, {**PROFILE, "version": 2, "willing_third": True}, 2)
    saved = services.put(profile).respond(json=PROFILE)
    form["headline"] = ["Rivers and lakes"]
    assert (await client.post("/profile/about", data=form)).status_code == 303
    request = saved.calls.last.request
    body = json.loads(request.content)
    assert (body["headline"], body["willing_third"]) == ("Rivers and lakes", True)
    assert request.headers["if-match"] == '"2"'


async def test_the_same_step_saved_meanwhile_shows_both_and_saves_nothing(
    client: httpx.AsyncClient, services: respx.MockRouter, profile: str
) -> None:
    _stored(services, profile, {**PROFILE, "version": 1}, 1)
    form = _form((await client.get("/profile/about")).text)
    _stored(services, profile, {**PROFILE, "version": 2, "headline": "Seas"}, 2)
    saved = services.put(profile).respond(json=PROFILE)
    form["headline"] = ["Lakes"]
    answer = await client.post("/profile/about", data=form)
    assert (answer.status_code, saved.called) == (412, False)
    assert "Seas" in answer.text
    assert "Lakes" in answer.text
    assert (await client.post("/profile/about", data=_form(answer.text))).status_code == 303
