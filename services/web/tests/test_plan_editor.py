"""The editor of a plan, before and after the partners have saved it."""

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
