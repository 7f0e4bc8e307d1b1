"""The pages of phase 3: the board, the result editor, certificates and the showcase."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.settings import Settings
from web.showcase.picture import picture

PAIR = "01900000-0000-7000-8000-0000000000aa"
COHORT = "01900000-0000-7000-8000-0000000000bb"
RESULT = "01900000-0000-7000-8000-0000000000cc"


def saved(**fields: Any) -> dict[str, Any]:
    return {
        "id": RESULT,
        "partnership_id": PAIR,
        "cohort_id": COHORT,
        "version": 4,
        "status": "draft",
        "title": "Their title",
        "summary": "Theirs.",
        "what_we_did": "Their *words*.",
        "what_pupils_learned": "",
        "credits": "",
        "product_link": "",
        "links": [],
        "subjects": ["science"],
        "languages": ["en"],
        "pupils_age_from": 11,
        "pupils_age_to": 13,
        "pupils_count": 40,
        "shows_people": False,
        "consent_attested": False,
        "edited_at": "2026-11-20T10:00:00Z",
        "submitted_at": None,
        "decided_at": None,
        "note": "",
        "slug": None,
        "still_missing": [],
        **fields,
    }


@pytest.fixture
def projects(services: respx.MockRouter, settings: Settings) -> Callable[..., respx.Route]:
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(404)

    def route(method: str, path: str, **answer: Any) -> respx.Route:
        return services.route(method=method, url=f"{settings.projects_url}/v1{path}").respond(
            **answer
        )

    return route


FORM = {
    "version": '"3"',
    "title": "My own title",
    "what_we_did": "My own words, long in the making.",
    "pupils_age_from": "11",
    "pupils_age_to": "13",
    "subjects": "science",
    "then": "save",
}


async def test_a_version_conflict_keeps_ones_words_beside_the_newer_version(
    client: httpx.AsyncClient, sign_in: Callable[..., None], projects: Callable[..., respx.Route]
) -> None:
    sign_in()
    projects("GET", f"/partnerships/{PAIR}/result", json=saved(), headers={"ETag": '"4"'})
    put = projects(
        "PUT",
        f"/partnerships/{PAIR}/result",
        status_code=412,
        json={"type": "stale-version", "title": "Somebody changed this meanwhile."},
    )
    answer = await client.post(f"/partnerships/{PAIR}/result", data=FORM)
    assert put.calls.last.request.headers["If-Match"] == '"3"'
    assert answer.status_code == 412
    assert "My own words, long in the making." in answer.text
    assert "Their *words*." in answer.text
    assert 'name="version" value="&#34;4&#34;"' in answer.text


async def test_a_result_can_be_taken_out_of_the_showcase_while_contact_is_paused(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    projects: Callable[..., respx.Route],
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(
        json={"id": PAIR, "contact_paused": True}
    )
    shown = saved(status="published", slug="rivers", note="Please name the river.")
    projects("GET", f"/partnerships/{PAIR}/result", json=shown)
    page = (await client.get(f"/partnerships/{PAIR}/result")).text
    assert f"/partnerships/{PAIR}/result/withdraw" in page
    assert f"/partnerships/{PAIR}/result/submit" not in page


async def test_a_field_that_is_not_a_number_is_marked_and_nothing_is_sent(
    client: httpx.AsyncClient, sign_in: Callable[..., None], projects: Callable[..., respx.Route]
) -> None:
    sign_in()
    projects("GET", f"/partnerships/{PAIR}/result", json=saved(), headers={"ETag": '"4"'})
    put = projects("PUT", f"/partnerships/{PAIR}/result", json=saved())
    wrong = {**FORM, "pupils_age_from": "eleven"}
    answer = await client.post(f"/partnerships/{PAIR}/result", data=wrong)
    assert answer.status_code == 422
    assert not put.called
    assert 'href="#f-pupils_age_from"' in answer.text
    assert "My own words, long in the making." in answer.text


async def test_handing_in_saves_first_and_offers_to_take_it_back(
    client: httpx.AsyncClient, sign_in: Callable[..., None], projects: Callable[..., respx.Route]
) -> None:
    sign_in()
    put = projects("PUT", f"/partnerships/{PAIR}/result", json=saved(version=5))
    submit = projects("POST", f"/partnerships/{PAIR}/result/submit", json=saved())
    answer = await client.post(f"/partnerships/{PAIR}/result", data={**FORM, "then": "submit"})
    assert (put.called, submit.called, answer.status_code) == (True, True, 303)
    projects("GET", f"/partnerships/{PAIR}/result", json=saved(), headers={"ETag": '"5"'})
    page = await client.get(answer.headers["location"])
    assert f'action="/partnerships/{PAIR}/result/take-back"' in page.text


async def test_a_preview_shows_what_the_service_rendered_and_saves_nothing(
    client: httpx.AsyncClient, sign_in: Callable[..., None], projects: Callable[..., respx.Route]
) -> None:
    sign_in()
    projects("GET", f"/partnerships/{PAIR}/result", json=saved(), headers={"ETag": '"4"'})
    shown = {
        "title": "My own <title>",
        "summary": "",
        "what_we_did_html": "<p><em>words</em></p>",
        "what_pupils_learned_html": "",
    }
    projects("POST", f"/partnerships/{PAIR}/result/preview", json=shown)
    answer = await client.post(f"/partnerships/{PAIR}/result/preview", data=FORM)
    assert "<p><em>words</em></p>" in answer.text
    assert "My own &lt;title&gt;" in answer.text
    assert "My own words, long in the making." in answer.text


async def test_a_checkpoint_of_another_partnership_is_not_shown_under_this_address(
    client: httpx.AsyncClient, sign_in: Callable[..., None], projects: Callable[..., respx.Route]
) -> None:
    sign_in()
    projects("GET", f"/checkpoints/{RESULT}", json={"partnership_id": COHORT})
    answer = await client.get(f"/partnerships/{PAIR}/checkpoints/{RESULT}")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/staff/results", f"/staff/cohorts/{COHORT}/projects"])
async def test_teachers_do_not_see_the_pages_of_staff(
    client: httpx.AsyncClient, sign_in: Callable[..., None], path: str
) -> None:
    sign_in()
    assert (await client.get(path)).status_code == 403


async def test_a_code_typed_into_the_form_leads_to_its_certificate(
    client: httpx.AsyncClient, projects: Callable[..., respx.Route]
) -> None:
    answer = await client.get("/certificates", params={"code": "k7qm 2v9x/hd4t"})
    assert answer.headers["location"] == "/certificates/k7qm%202v9x%2Fhd4t"
    projects("GET", "/certificates/NOPE", status_code=404, json={"type": "not-found"})
    unknown = await client.get("/certificates/NOPE")
    assert unknown.status_code == 404
    assert "NOPE is not a code of ours" in unknown.text


async def test_the_showcase_asks_only_for_what_was_chosen_and_ignores_a_wrong_age(
    client: httpx.AsyncClient, projects: Callable[..., respx.Route]
) -> None:
    found = projects("GET", "/showcase", json={"items": [], "next_cursor": None})
    facets = {"countries": ["TR"], "subjects": ["science"], "languages": ["en"], "total": 3}
    projects("GET", "/showcase-facets", json=facets)
    answer = await client.get("/showcase?country=TR&age=old&text=")
    assert dict(found.calls.last.request.url.params) == {"country": "TR", "limit": "8"}
    assert "Türkiye" in answer.text
    assert "Nothing fits all of that" in answer.text


def test_a_picture_is_always_the_same_for_one_seed_and_carries_no_style() -> None:
    assert picture("rivers") == picture("rivers")
    assert picture("rivers") != picture("lakes")
    assert "style" not in picture("rivers")
