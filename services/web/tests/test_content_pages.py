"""Course content that two people edit at the same time: nothing is saved over unseen."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.settings import Settings

COHORT = "01900000-0000-7000-8000-0000000000c1"
STEP = "01900000-0000-7000-8000-0000000000d1"
PAGE = f"/staff/cohorts/{COHORT}/content/{STEP}"


@pytest.fixture
def content(
    services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]
) -> Callable[..., None]:
    """A step as staff read it at this version."""
    sign_in("programme_lead")

    def answers(version: int, **changed: Any) -> None:
        step = {
            "id": STEP, "cohort_id": COHORT, "key": "hello", "week": 1, "position": 1,
            "kind": "joint", "minutes": 30, "language": "en", "title": "Say hello",
            "body": "Meet.", "version": version, **changed,
        }  # fmt: skip
        services.get(f"{settings.course_url}/v1/steps/{STEP}").respond(
            json=step, headers={"ETag": f'"{version}"'}
        )

    return answers


@pytest.fixture
def saving(services: respx.MockRouter, settings: Settings) -> respx.Route:
    """Saving a step that somebody else has saved since it was opened."""
    return services.patch(f"{settings.course_url}/v1/steps/{STEP}").respond(
        412, json={"type": "stale-version", "title": "Somebody changed this meanwhile."}
    )


async def _opened(client: httpx.AsyncClient) -> dict[str, str]:
    page = (await client.get(PAGE)).text
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value.replace("&#34;", '"').replace("&quot;", '"') for name, value in hidden}


def _typed(hidden: dict[str, str], **changed: str) -> dict[str, str]:
    shown = {"title": "Say hello", "body": "Meet.", "kind": "joint", "minutes": "30"}
    return {**hidden, **shown, **changed}


async def test_a_second_save_of_content_shows_both_texts_and_names_the_version_it_read(
    client: httpx.AsyncClient, content: Callable[..., None], saving: respx.Route
) -> None:
    content(1)
    hidden = await _opened(client)
    content(2, body="Meet. Edit one")
    answer = await client.post(PAGE, data=_typed(hidden, body="Meet. Edit two"))
    assert answer.status_code == 412
    assert saving.calls.last.request.headers["If-Match"] == '"1"'
    assert "Meet. Edit two</textarea>" in answer.text
    assert "Meet. Edit one" in answer.text
    assert "Saved by someone else:" in answer.text


async def test_content_that_only_the_other_changed_is_taken_over(
    client: httpx.AsyncClient, content: Callable[..., None], saving: respx.Route
) -> None:
    content(1)
    hidden = await _opened(client)
    content(2, title="Say hello, face to face")
    answer = await client.post(PAGE, data=_typed(hidden, body="Meet. Edit two"))
    assert answer.status_code == 412
    assert 'value="Say hello, face to face"' in answer.text
    assert "Meet. Edit two</textarea>" in answer.text
    again = re.search(r'name="version" value="([^"]+)"', answer.text)
    assert again is not None
    saving.respond(json={})
    version = again[1].replace("&#34;", '"')
    done = await client.post(PAGE, data=_typed({**hidden, "version": version}))
    assert done.status_code == 303
    sent = saving.calls.last.request
    assert sent.headers["If-Match"] == '"2"'
    assert json.loads(sent.content)["kind"] == "joint"


async def test_a_page_without_a_version_shows_what_is_saved_before_it_saves(
    client: httpx.AsyncClient, content: Callable[..., None], saving: respx.Route
) -> None:
    """Such as a page that was open while Meridian was upgraded."""
    saving.respond(428, json={"type": "if-match-required", "title": "Say which version you edit."})
    content(2, body="Meet. Edit one")
    answer = await client.post(PAGE, data=_typed({"language": "en"}, body="Meet. Edit two"))
    assert answer.status_code == 412
    assert "Meet. Edit one" in answer.text
    assert "Meet. Edit two</textarea>" in answer.text
