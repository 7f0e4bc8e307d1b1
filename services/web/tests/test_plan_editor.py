"""The editor of a plan: first opened, saved by both, compared with older versions."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.settings import Settings

PAIR = "01900000-0000-7000-8000-0000000000f1"
TICKED = 'name="subjects" value="science" checked'
EMPTY = {
    "title": "",
    "summary": "",
    "driving_question": "",
    "subjects": [],
    "languages": [],
    "pupils_age_from": None,
    "pupils_age_to": None,
    "product": "",
    "timeline": [],
    "roles": "",
    "assessment": "",
    "tools": "",
}


def _member(subjects: list[str], ages: tuple[int, int], *, present: bool = True) -> dict[str, Any]:
    return {
        "subjects": subjects,
        "pupils_age_from": ages[0],
        "pupils_age_to": ages[1],
        "present": present,
    }


@pytest.fixture
def editor(
    services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]
) -> Callable[[str | None], None]:
    """An editable plan, last saved at this time, of two classes and one that has left."""
    sign_in()
    members = [
        _member(["science", "arts"], (10, 12)),
        _member(["science", "maths"], (11, 13)),
        _member(["music"], (4, 6), present=False),
    ]
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(
        json={"language": "fr", "members": members}
    )

    def answers(edited_at: str | None) -> None:
        plan = {
            "content": EMPTY,
            "status": "draft",
            "version": 0,
            "missing": [],
            "edited_by": None,
            "edited_by_name": "",
            "edited_at": edited_at,
            "submitted_at": None,
            "decided_at": None,
            "note": "",
            "reviews_received": 0,
            "may_edit": True,
            "may_decide": False,
        }
        services.get(f"{settings.course_url}/v1/partnerships/{PAIR}/plan").respond(
            json=plan, headers={"ETag": '"0"'}
        )

    return answers


async def test_a_new_plan_begins_with_what_the_classes_have_in_common(
    client: httpx.AsyncClient, editor: Callable[[str | None], None]
) -> None:
    editor(None)
    page = (await client.get(f"/partnerships/{PAIR}/plan")).text
    assert TICKED in page
    assert 'value="arts" checked' not in page
    assert 'value="music" checked' not in page
    assert 'name="languages" value="fr" checked' in page
    assert 'value="10"' in page
    assert 'value="13"' in page


async def test_what_the_partners_left_empty_stays_empty(
    client: httpx.AsyncClient, editor: Callable[[str | None], None]
) -> None:
    editor("2026-11-22T10:00:00Z")
    page = (await client.get(f"/partnerships/{PAIR}/plan")).text
    assert "checked" not in page
    assert 'value="10"' not in page


def plan_of(**content: Any) -> dict[str, Any]:
    return {
        "content": {**EMPTY, **content},
        "status": "draft",
        "version": 3,
        "missing": [],
        "edited_by": "01900000-0000-7000-8000-00000000000b",
        "edited_by_name": "Maria",
        "edited_at": "2026-11-22T10:00:00Z",
        "submitted_at": None,
        "decided_at": None,
        "note": "",
        "reviews_received": 0,
        "may_edit": True,
        "may_decide": False,
    }


async def opened_form(client: httpx.AsyncClient) -> dict[str, str]:
    """The hidden fields of the editor as it was opened."""
    page = (await client.get(f"/partnerships/{PAIR}/plan")).text
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value.replace("&#34;", '"') for name, value in found}


async def test_when_both_changed_a_section_the_page_shows_both_and_takes_the_rest_over(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    sign_in()
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(
        json={"language": "fr", "members": []}
    )
    address = f"{settings.course_url}/v1/partnerships/{PAIR}/plan"
    services.get(address).respond(
        json=plan_of(title="First", roles="First"), headers={"ETag": '"2"'}
    )
    opened = await opened_form(client)
    newest = plan_of(title="Maria's title", roles="First", product="Maria's product")
    services.get(address).respond(json=newest, headers={"ETag": '"3"'})
    services.put(address).respond(
        412, json={"type": "stale-version", "title": "x", "conflicts": ["title"]}
    )
    mine = {"title": "My title", "roles": "My roles", "product": "", "then": "save"}
    answer = await client.post(f"/partnerships/{PAIR}/plan", data={**opened, **mine})
    assert answer.status_code == 412
    page = answer.text
    assert "Maria saved this:" in page
    assert "Maria&#39;s title" in page
    assert 'value="My title"' in page
    assert "My roles</textarea>" in page
    assert "Maria&#39;s product</textarea>" in page
    assert page.count('name="_take"') == 1
    assert 'name="version" value="&#34;3&#34;"' in page


async def test_after_saving_without_handing_in_the_form_stands_on_what_was_joined(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    """The partner's section must not be put back by the next save."""
    sign_in()
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(
        json={"language": "fr", "members": []}
    )
    address = f"{settings.course_url}/v1/partnerships/{PAIR}/plan"
    services.get(address).respond(json=plan_of(title="First"), headers={"ETag": '"2"'})
    opened = await opened_form(client)
    joined = {**plan_of(title="My title", roles="Maria's roles"), "version": 4}
    services.put(address).respond(json=joined)
    services.get(address).respond(json=joined, headers={"ETag": '"4"'})
    services.post(f"{address}/submit").respond(
        422,
        json={
            "type": "invalid-input",
            "title": "x",
            "errors": [{"pointer": "/summary", "detail": "is still empty"}],
        },
    )
    mine = {"title": "My title", "roles": "", "then": "submit"}
    answer = await client.post(f"/partnerships/{PAIR}/plan", data={**opened, **mine})
    assert answer.status_code == 422
    assert "Maria&#39;s roles</textarea>" in answer.text
    assert 'name="version" value="&#34;4&#34;"' in answer.text


async def test_before_the_course_opens_the_plan_explains_itself(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    sign_in()
    course, partnering = settings.course_url, settings.partnering_url
    services.get(f"{course}/v1/partnerships/{PAIR}/plan").respond(404, json={"type": "not-found"})
    services.get(f"{course}/v1/cohorts/c1").respond(
        json={"pace": "fixed", "course_starts_on": "2027-01-18"}
    )
    room = {
        "id": PAIR,
        "state": "confirmed",
        "cohort_id": "c1",
        "contact_paused": False,
        "members": [],
    }
    services.get(f"{partnering}/v1/partnerships/{PAIR}").respond(json=room)
    answer = await client.get(f"/partnerships/{PAIR}/plan")
    assert answer.status_code == 200
    assert "Your project plan opens with the course" in answer.text
    assert "18 Jan" in answer.text
    services.get(f"{partnering}/v1/partnerships/{PAIR}").respond(404, json={"type": "not-found"})
    assert (await client.get(f"/partnerships/{PAIR}/plan")).status_code == 404


async def test_two_versions_stand_side_by_side_with_what_differs(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    sign_in()
    address = f"{settings.course_url}/v1/partnerships/{PAIR}/plan"
    services.get(address).respond(json=plan_of(), headers={"ETag": '"3"'})
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(404)
    version = {"edited_by_name": "", "edited_at": "2026-11-22T10:00:00Z"}
    services.get(f"{address}/compare").respond(
        json={
            "before": {**version, "version": 2, "content": {**EMPTY, "title": "Our <b> old title"}},
            "after": {**version, "version": 3, "content": {**EMPTY, "title": "Our new title"}},
            "sections": ["title"],
        }
    )
    page = (await client.get(f"/partnerships/{PAIR}/plan/versions/2")).text
    assert "<del>&lt;b&gt; old </del><ins>new </ins>title" in page
    assert "a former member" in page
    assert 'name="sections" value="title"' in page
    restored = services.post(f"{address}/versions/2/restore").respond(json=plan_of())
    none = await client.post(
        f"/partnerships/{PAIR}/plan/versions/2/restore", data={"version": '"3"'}
    )
    assert (none.status_code, restored.call_count) == (422, 0)
    done = await client.post(
        f"/partnerships/{PAIR}/plan/versions/2/restore",
        data={"version": '"3"', "sections": "title"},
    )
    assert done.status_code == 303
    assert restored.calls.last.request.headers["If-Match"] == '"3"'


async def test_a_plan_that_nobody_saved_does_not_list_what_is_filled_in_as_missing(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    sign_in()
    address = f"{settings.course_url}/v1/partnerships/{PAIR}/plan"
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(404)
    plan = {**plan_of(), "missing": ["subjects"]}
    services.get(address).respond(json=plan, headers={"ETag": '"3"'})
    assert "Before you submit" in (await client.get(f"/partnerships/{PAIR}/plan")).text
    services.get(address).respond(json={**plan, "edited_at": None}, headers={"ETag": '"1"'})
    assert "Before you submit" not in (await client.get(f"/partnerships/{PAIR}/plan")).text


async def test_a_plan_is_only_read_while_contact_is_paused(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    sign_in()
    address = f"{settings.course_url}/v1/partnerships/{PAIR}/plan"
    services.get(address).respond(json=plan_of(title="Two rivers"), headers={"ETag": '"3"'})
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(
        json={"contact_paused": True, "language": "en", "members": []}
    )
    page = (await client.get(f"/partnerships/{PAIR}/plan")).text
    assert "Contact is paused" in page
    assert "Two rivers" in page
    assert "<textarea" not in page
