"""The audit log in sentences: what staff did in all services, for those who may read it."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from web.audit.acts import ACTS, CODES, OF_COHORT
from web.audit.words import particulars, sentence
from web.i18n import LANGUAGES, catalogue
from web.reader import Reader, read_as
from web.settings import Settings

COHORT = "01900000-0000-7000-8000-00000000000a"
OTHER = "01900000-0000-7000-8000-00000000000b"
ADA = "01900000-0000-7000-8000-0000000000aa"
GONE = "01900000-0000-7000-8000-0000000000bb"


def entry(**facts: Any) -> dict[str, Any]:
    return {
        "id": "01900000-0000-7000-8000-0000000000cc",
        "at": "2026-11-06T14:00:00Z",
        "service": "partnering",
        "actor_id": ADA,
        "actor_name": "Ada Wiśniewska",
        "action": "publish_run",
        "outcome": "done",
        "subject_id": None,
        "subject_name": None,
        "people": [],
        "cohort_id": COHORT,
        "detail": "",
        "reason": None,
        **facts,
    }


@pytest.fixture
def log(services: respx.MockRouter, settings: Settings) -> Callable[..., respx.Route]:
    """What accounts answers; returns the route that was asked."""
    services.get(f"{settings.course_url}/v1/cohorts").respond(
        json={
            "items": [
                {"id": COHORT, "title": "Autumn 2026"},
                {"id": OTHER, "title": "Spring 2027"},
            ]
        }
    )

    def holds(*items: dict[str, Any]) -> respx.Route:
        return services.get(f"{settings.accounts_url}/v1/audit").respond(
            json={"items": list(items), "next_cursor": None}
        )

    return holds


async def test_an_act_is_a_sentence_with_its_cohort_its_people_and_its_actor(
    client: httpx.AsyncClient, sign_in: Callable[..., None], log: Callable[..., respx.Route]
) -> None:
    log(
        entry(detail="12"),
        entry(
            service="course",
            action="advance_cohort",
            detail="partnering course",
            actor_id=GONE,
            actor_name=None,
        ),
        entry(
            service="course",
            action="approve_plan",
            outcome="denied",
            people=[{"id": ADA, "name": "Ada Wiśniewska"}, {"id": GONE, "name": None}],
        ),
    )
    sign_in("programme_lead")
    page = (await client.get("/staff/audit")).text
    assert "Published the matching of Autumn 2026: 12 suggested matches" in page
    assert "Changed the phase of Autumn 2026: Finding partners to Course" in page
    assert f'<a href="/staff/audit?person={GONE}">A former member</a>' in page
    assert f'<a href="/staff/audit?person={ADA}">Ada Wiśniewska</a>' in page
    assert f'<a href="/staff/cohorts/{COHORT}">Autumn 2026</a>' in page
    assert "Approved a project plan" in page
    assert page.count("Denied") == 1


async def test_who_acted_is_told_apart_from_time_and_from_the_operator(
    client: httpx.AsyncClient, sign_in: Callable[..., None], log: Callable[..., respx.Route]
) -> None:
    nobody = {"actor_id": None, "actor_name": None}
    log(
        entry(action="start_run", detail="by_schedule", **nobody),
        entry(action="discard_parked", **nobody),
    )
    sign_in("operator")
    page = (await client.get("/staff/audit")).text
    assert "Meridian, by schedule" in page
    assert "Started a matching of Autumn 2026" in page
    assert "Operator on the machine" in page
    assert "Discarded a failed event" in page


async def test_filters_are_passed_on_and_kept_in_every_link(
    client: httpx.AsyncClient, sign_in: Callable[..., None], log: Callable[..., respx.Route]
) -> None:
    asked = log(entry())
    sign_in("programme_lead")
    chosen = {"cohort": COHORT, "service": "partnering", "action": "publish_run", "person": ADA}
    page = (await client.get("/staff/audit", params=chosen)).text
    assert dict(asked.calls.last.request.url.params) == {
        "cohort_id": COHORT,
        "service": "partnering",
        "action": "publish_run",
        "person_id": ADA,
        "limit": "25",
    }
    assert f'<option value="{COHORT}" selected>Autumn 2026</option>' in page
    assert "Only what Ada Wiśniewska did, and what was done about them." in page
    assert "/staff/audit?cohort=" in page


@pytest.mark.parametrize(
    "query", ["cohort=x", "person='--", "service=elsewhere", "cohort=%00", "service=<b>"]
)
async def test_filters_that_are_none_are_left_out(
    client: httpx.AsyncClient,
    sign_in: Callable[..., None],
    log: Callable[..., respx.Route],
    query: str,
) -> None:
    asked = log()
    sign_in("programme_lead")
    answer = await client.get(f"/staff/audit?{query}")
    assert answer.status_code == 200
    assert dict(asked.calls.last.request.url.params) == {"limit": "25"}


async def test_a_lead_of_one_cohort_chooses_among_their_own_cohorts(
    client: httpx.AsyncClient, sign_in: Callable[..., None], log: Callable[..., respx.Route]
) -> None:
    log(entry())
    held = [{"role": "programme_lead", "cohort_id": COHORT}, {"role": "teacher", "cohort_id": None}]
    sign_in(roles=held)
    page = (await client.get("/staff/audit")).text
    assert "Autumn 2026" in page
    assert "Spring 2027" not in page


async def test_the_log_is_read_although_course_is_away(
    client: httpx.AsyncClient,
    sign_in: Callable[..., None],
    services: respx.MockRouter,
    settings: Settings,
) -> None:
    services.get(f"{settings.accounts_url}/v1/audit").respond(
        json={"items": [entry()], "next_cursor": None}
    )
    services.get(f"{settings.course_url}/v1/cohorts").mock(side_effect=httpx.ConnectError)
    sign_in("programme_lead")
    answer = await client.get("/staff/audit")
    assert answer.status_code == 200
    assert "Published a matching" in answer.text


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_act_has_words_in_every_language(language: str) -> None:
    read_as(Reader(language=language))
    words = [sentence(entry(service=one, action=act), "") for one in ACTS for act in ACTS[one]]
    words += [sentence(entry(action=act), "Güz 2026") for act in OF_COHORT]
    assert all(words)
    assert all("Güz 2026" in one for one in words[-len(OF_COHORT) :])
    if language != "en":
        english = {text for acts in ACTS.values() for text in acts.values()}
        assert not english & set(words)
        assert not set(CODES.values()) & {
            catalogue(language).gettext(one) for one in CODES.values()
        }


def test_an_act_that_the_page_does_not_know_is_shown_by_its_name() -> None:
    read_as(Reader())
    assert sentence(entry(service="course", action="do_new_thing"), "Autumn") == "do new thing"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"action": "grant_role", "detail": "tutor"}, "Tutor"),
        ({"action": "change_cohort", "detail": "closes_on title"}, "last day and title"),
        ({"action": "declare_year", "detail": "TR 2026"}, "Türkiye and 2026"),
        ({"action": "publish_run", "detail": "1"}, "1 suggested match"),
        (
            {"action": "advance_cohort", "detail": "course project 12 2"},
            "Course to Project. 12 moved, 2 held back.",
        ),
        ({"action": "undo_advance", "detail": "project course"}, "Project to Course"),
        ({"action": "send_announcement", "detail": "120"}, "120 people"),
        ({"action": "resolve_report", "detail": "passed_on"}, "passed on"),
        ({"action": "edit_step", "detail": ""}, ""),
        ({"action": "make_sign_in_link", "detail": "demo_link"}, ""),
        ({"action": "change_cohort", "detail": "seats some_new_field"}, "places"),
    ],
)
def test_the_codes_of_an_entry_are_shown_as_words(facts: dict[str, str], words: str) -> None:
    read_as(Reader())
    assert particulars(entry(**facts)) == words
