"""Today: one next step with its deadline and its minutes, then what waits."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
import respx

from shared import clock
from web.reader import Reader, read_as
from web.settings import Settings
from web.today.things import Facts, to_do
from web.today.waiting import waiting

ME = "01900000-0000-7000-8000-000000000001"
PARTNER = "01900000-0000-7000-8000-000000000002"


def _in(days: float) -> str:
    return (clock.now() + timedelta(days=days)).isoformat()


def _day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def facts(**parts: Any) -> Facts:
    empty: dict[str, Any] = {
        "profile": {},
        "enrolments": [],
        "received": [],
        "sent": [],
        "partnerships": [],
        "courses": [],
        "reviews": {},
        "projects": [],
    }
    return Facts(**{**empty, **parts})


def side(name: str, country: str = "IT") -> dict[str, str]:
    return {
        "enrolment_id": f"e-{name}",
        "person_id": PARTNER,
        "name": name,
        "country": country,
        "class_name": "5B",
    }


def invitation(status: str = "open", days: float = 3) -> dict[str, Any]:
    return {
        "id": "i1",
        "status": status,
        "sender": side("Lucia"),
        "recipient": side("Lucia"),
        "expires_at": _in(days),
        "can_answer": True,
    }


def partnership(answer: str, state: str = "handshake") -> dict[str, Any]:
    members = [
        {
            "you": True,
            "name": "Ayşe",
            "country": "TR",
            "zone": "Europe/Istanbul",
            "person_id": ME,
            "place": "Bursa",
        },
        {
            "you": False,
            "name": "Lucia",
            "country": "IT",
            "zone": "Europe/Rome",
            "person_id": PARTNER,
            "place": "Turin",
        },
    ]
    return {
        "id": "p1",
        "state": state,
        "phase": "partnering",
        "your_answer": answer,
        "reply_by": _in(2),
        "members": members,
    }


def course(waits_for: list[str], **more: Any) -> dict[str, Any]:
    step = {
        "week": 2,
        "step_id": "s1",
        "title": "Choose a question",
        "kind": "joint",
        "minutes": 20,
        "waits_for": waits_for,
    }
    return {
        "partnership_id": "p1",
        "cohort_title": "Autumn",
        "phase": "course",
        "completed_at": None,
        "next_step": step,
        "plan_status": "draft",
        **more,
    }


@pytest.fixture(autouse=True)
def _in_english() -> None:
    read_as(Reader(zone="Europe/Istanbul"))


def test_what_sets_somebody_free_comes_before_everything_else() -> None:
    things = to_do(
        facts(
            received=[invitation()],
            partnerships=[partnership("waiting")],
            courses=[course([ME])],
            profile={"tasks": [{"task": "class", "done": False}]},
        ),
        ME,
    )
    assert [thing.href for thing in things] == [
        "/partnerships/p1/handshake",
        "/invitations/i1",
        "/partnerships/p1/course/steps/s1",
        "/classes/new",
    ]
    assert things[0].zone == "Europe/Rome"


def test_a_step_that_only_the_partner_can_do_is_waiting_not_the_next_step_to_do_first() -> None:
    found = facts(courses=[course([PARTNER])], reviews={"partnerships": [], "staff": []})
    assert [thing.urgency for thing in to_do(found, ME)] == [7]
    assert "Choose a question" in waiting(found, ME)[0].title


@pytest.mark.parametrize("status", ["accepted", "declined", "expired", "withdrawn", "superseded"])
def test_what_is_settled_waits_for_nobody(status: str) -> None:
    found = facts(received=[invitation(status)], sent=[invitation(status)])
    assert to_do(found, ME) == []
    assert waiting(found, ME) == []


def test_a_checkpoint_shows_a_week_before_it_is_due() -> None:
    project = {
        "partnership_id": "p1",
        "title": "Water",
        "state": "on_track",
        "next_checkpoint_id": "c1",
        "result_status": "none",
        "next_milestone": "x",
        "next_milestone_due_on": _day(2),
    }
    near = to_do(facts(projects=[{**project, "next_due_on": _day(6)}]), ME)
    far = to_do(facts(projects=[{**project, "next_due_on": _day(20)}]), ME)
    assert near[0].href == "/partnerships/p1/checkpoints/c1"
    assert [thing.href for thing in far] == ["/partnerships/p1/project"]


@pytest.mark.parametrize(
    ("state", "shown"), [("finished", ["/certificates"]), ("closed", [])], ids=["open", "closed"]
)
def test_a_published_result_leads_to_the_certificate_while_the_cohort_runs(
    state: str, shown: list[str]
) -> None:
    project = {
        "partnership_id": "p1",
        "title": "Water",
        "state": state,
        "next_due_on": None,
        "result_status": "published",
        "next_milestone": "x",
    }
    assert [thing.href for thing in to_do(facts(projects=[project]), ME)] == shown


def test_every_waiting_invitation_names_the_day_by_which_it_is_settled() -> None:
    assert waiting(facts(sent=[invitation()]), ME)[0].due


def test_whoever_is_free_and_has_asked_nobody_is_led_to_the_search() -> None:
    enrolment = {
        "id": "e-Ayşe",
        "status": "free",
        "class_name": "5A",
        "cohort_title": "Autumn",
        "cohort_id": "c",
    }
    assert to_do(facts(enrolments=[enrolment]), ME)[0].href == "/find/e-Ayşe"
    sent = {**invitation(), "sender": {**side("Ayşe"), "enrolment_id": "e-Ayşe"}}
    assert to_do(facts(enrolments=[enrolment], sent=[sent]), ME) == []


async def test_the_page_shows_one_next_step_in_both_zones(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    answers = {
        "/v1/me/profile": {"tasks": []},
        "/v1/me/enrolments": [],
        "/v1/me/invitations": {"items": []},
        "/v1/me/partnerships": [partnership("waiting")],
    }
    for path, body in answers.items():
        services.get(f"{settings.partnering_url}{path}").respond(json=body)
    services.get(f"{settings.course_url}/v1/me/courses").respond(json={"items": []})
    services.get(f"{settings.course_url}/v1/me/reviews").respond(
        json={"partnerships": [], "staff": []}
    )
    services.get(f"{settings.projects_url}/v1/me/projects").mock(
        side_effect=httpx.ConnectError("away")
    )
    answer = await client.get("/today")
    assert answer.status_code == 200
    assert answer.text.count('class="card card--next') == 1
    assert "Say whether you will work together" in answer.text
    assert "about 5 minutes" in answer.text
    assert "for Lucia" in answer.text
    assert "Not everything could be asked just now" in answer.text


async def test_a_newcomer_is_led_through_the_task_list(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    sign_in()
    tasks = [
        {"task": "about_you", "done": True},
        {"task": "languages", "done": False},
        {"task": "cohort", "done": False},
    ]
    services.get(f"{settings.partnering_url}/v1/me/profile").respond(json={"tasks": tasks})
    services.route(path__startswith="/v1/me/").respond(json=None)
    page = (await client.get("/today")).text
    assert "Say which languages you work in" in page
    assert page.index("Say which languages") < page.index("Join a cohort")
    assert "Write a few words about you" not in page


TASKS = [
    {"task": "about_you", "done": False},
    {"task": "class", "done": True},
    {"task": "verification", "done": False},
]


def test_showing_that_one_teaches_comes_first_because_staff_need_time() -> None:
    enrolment = {"id": "e1", "class_name": "5B", "cohort_title": "Autumn", "status": "free"}
    unknown = {"verification": "none", "verification_waiting": False}
    found = facts(profile={"tasks": TASKS}, enrolments=[enrolment], me=unknown)
    assert [thing.href for thing in to_do(found, ME)] == [
        "/settings/verification",
        "/profile/about",
        "/find/e1",
    ]


def test_what_staff_look_at_already_is_waiting_and_not_asked_for_again() -> None:
    found = facts(profile={"tasks": TASKS}, me={"verification_waiting": True})
    assert [thing.href for thing in to_do(found, ME)] == ["/profile/about"]
    assert [thing.href for thing in waiting(found, ME)] == ["/settings/verification"]


@pytest.mark.parametrize(("role", "room"), [("course", "/staff"), ("operator", "/staff/system")])
def test_staff_who_do_not_teach_here_begin_in_their_own_room(role: str, room: str) -> None:
    fresh = [{"task": "about_you", "done": False}, {"task": "verification", "done": True}]
    assert [t.href for t in to_do(facts(profile={"tasks": fresh}, staff=role), ME)] == [room]
    teaching = facts(profile={"tasks": TASKS}, staff=role)
    assert room not in [thing.href for thing in to_do(teaching, ME)]


def test_while_contact_is_paused_no_step_is_asked_for_and_staff_are_named_instead() -> None:
    project = {
        "partnership_id": "p1",
        "title": "Water",
        "state": "on_track",
        "next_milestone": "Measure the river",
    }
    resting = {**partnership("confirmed", "confirmed"), "contact_paused": True}
    shown = to_do(facts(partnerships=[resting], projects=[project]), ME)
    assert [(one.title, one.href) for one in shown] == [("Contact is paused", "/partnerships/p1")]
    going = to_do(
        facts(partnerships=[partnership("confirmed", "confirmed")], projects=[project]), ME
    )
    assert [one.href for one in going] == ["/partnerships/p1/project"]
