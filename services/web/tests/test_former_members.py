"""Whoever has deleted their account is shown as a former member, never as nothing."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from web import vocabulary
from web.reader import Reader, read_as
from web.settings import Settings

PAIR = "01900000-0000-7000-8000-0000000000aa"
COHORT = "01900000-0000-7000-8000-0000000000bb"
CHECKPOINT = "01900000-0000-7000-8000-0000000000cc"
PAGES = Path(vocabulary.__file__).parent / "templates"
AT = "2026-11-20T10:00:00Z"
MAY_BE_GONE = re.compile(
    r"\w+\.(?:author|person|edited_by|written_by|reporter|from|made_by|about|proposed_by|assignee)"
    r'_name\b(?! \| known| or _\(")'
)
"""Names that a service takes from its copy of people; anonymous cards have words of their own."""


def entry(named: str) -> dict[str, Any]:
    return {
        "slug": "rivers", "title": "Rivers", "summary": "Two rivers.", "what_we_did_html": "",
        "what_pupils_learned_html": "", "subjects": [], "languages": ["en"], "countries": ["TR"],
        "pupils_age_from": 11, "pupils_age_to": 13, "pupils_count": 40, "credits": named,
        "cohort_title": "Autumn", "published_at": AT, "product_link": "", "links": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("…", "a former member"),
        ("… and Maya Sharma", "a former member and Maya Sharma"),
        ("Maya Sharma, …, Lena", "Maya Sharma, a former member, Lena"),
        ("Maya (…)", "Maya (a former member)"),
        ("Maya and others…", "Maya and others…"),
        ("", ""),
    ],
)
def test_a_name_that_was_taken_out_of_credits_is_a_former_member(written: str, shown: str) -> None:
    read_as(Reader())
    assert vocabulary.known_credits(written) == shown


@pytest.mark.parametrize(("language", "words"), [("en", "a former member"), ("tr", "eski bir üye")])
async def test_the_showcase_names_an_erased_author_as_a_former_member(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    language: str,
    words: str,
) -> None:
    services.get(f"{settings.projects_url}/v1/showcase/rivers").respond(json=entry("… & Maya"))
    page = await client.get("/showcase/rivers", headers={"Accept-Language": language})
    assert f"<dd>{words} &amp; Maya</dd>" in page.text


async def test_the_board_names_who_reached_and_who_reported_after_their_erasure(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    services.get(f"{settings.partnering_url}/v1/partnerships/{PAIR}").respond(404)
    base = f"{settings.projects_url}/v1"
    milestone = {
        "id": COHORT, "title": "Measure", "due_on": "2026-11-20", "own": False, "reached_at": AT,
        "on_holiday_for": [], "reached_by": "",
    }  # fmt: skip
    line = {
        "id": CHECKPOINT, "number": 1, "due_on": "2026-11-20", "may_report": False,
        "reported_at": AT, "reported_by": "", "needs_help": False, "helped_at": None,
    }  # fmt: skip
    board = {
        "partnership_id": PAIR, "cohort_id": COHORT, "cohort_title": "Autumn", "title": "Rivers",
        "state": "on_track", "plan_approved_at": AT, "opened_at": AT, "partner_lost": False,
        "cohort_closes_on": None, "may_edit": False, "waiting_for": [], "summary": "", "checkpoints": [line],
        "milestones": [milestone, {**milestone, "reached_at": None, "on_holiday_for": [""]}],
        "members": [
            {"person_id": PAIR, "name": "", "country": "", "school_name": "", "present": False}
        ],
        "result": {"status": "none", "title": "", "note": "", "submitted_at": None, "slug": None},
    }  # fmt: skip
    services.get(f"{base}/partnerships/{PAIR}/project").respond(json=board)
    page = (await client.get(f"/partnerships/{PAIR}/project")).text
    assert "says a former member" in page
    assert "by a former member" in page
    assert "School holiday: a former member" in page
    assert '<p class="person__name">A former member</p>' in page
    report = {
        **line, "partnership_id": PAIR, "cohort_id": COHORT, "project_title": "Rivers",
        "went_well": "", "difficulty": "",
        "next_step": "",
    }  # fmt: skip
    services.get(f"{base}/checkpoints/{CHECKPOINT}").respond(json=report)
    page = (await client.get(f"/partnerships/{PAIR}/checkpoints/{CHECKPOINT}")).text
    assert "by a former member" in page


def test_no_page_prints_the_name_of_somebody_who_may_be_gone_as_it_comes() -> None:
    found = {
        f"{path.relative_to(PAGES)}: {match[0]}"
        for path in PAGES.rglob("*.html")
        for match in MAY_BE_GONE.finditer(path.read_text())
    }
    assert found == set()
