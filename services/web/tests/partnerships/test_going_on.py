"""Whoever goes on elsewhere, or has to wait, reads what stays readable, what is next and by when."""

from typing import Any

import pytest
from answers import COHORT, MAYA, ME, PARTNERSHIP, member, partnership

OTHER = "01900000-0000-7000-8000-0000000000ab"
NEXT = "01900000-0000-7000-8000-0000000000cd"


def parted(**changes: Any) -> dict[str, Any]:
    item = partnership(
        state="dissolved", reply_by=None, your_answer="confirmed", end_reason="parted", **changes
    )
    for one in item["members"]:
        one["present"] = False
    return item


@pytest.fixture
def cohort(services, settings):
    def at(phase: str) -> None:
        services.get(f"{settings.course_url}/v1/cohorts/{COHORT}").respond(
            json={
                "id": COHORT,
                "title": "Autumn",
                "phase": phase,
                "course_starts_on": "2030-01-07",
            }
        )

    return at


async def test_parted_before_the_course_the_page_says_until_when_to_find_a_partner(
    client, services, settings, room, cohort
):
    services.get(room).respond(json=parted())
    services.get(f"{settings.partnering_url}/v1/me/partnerships").respond(json=[])
    cohort("partnering")
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert "Everything you wrote stays readable." in page
    assert "The course begins on" in page
    assert "7 Jan 2030" in page
    assert f'href="/cohorts/{COHORT}"' in page


async def test_parted_in_the_course_the_page_leads_to_the_new_room(
    client, services, settings, room, cohort
):
    services.get(room).respond(json=parted(phase="course"))
    alone = partnership(id=OTHER, state="confirmed", reply_by=None, your_answer="confirmed")
    services.get(f"{settings.partnering_url}/v1/me/partnerships").respond(json=[alone])
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert f'href="/partnerships/{OTHER}"' in page
    assert "You are free again" not in page


@pytest.mark.parametrize(("phase", "sought"), [("course", True), ("closed", False)])
async def test_alone_in_a_room_the_page_says_that_a_partner_is_sought_while_the_cohort_runs(
    client, services, room, cohort, phase, sought
):
    mine = partnership(state="confirmed", phase="course", reply_by=None, your_answer="confirmed")
    mine["members"] = [member(ME, "Ayşe", "TR", "Europe/Istanbul")]
    services.get(room).respond(json=mine)
    cohort(phase)
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert ("We look every hour" in page) == sought


async def test_a_pair_is_not_told_that_a_partner_is_sought(client, room):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert "We look every hour" not in page


async def test_earlier_partnerships_are_one_link_away_and_name_who_was_in_them(
    client, services, settings, sign_in
):
    sign_in()
    services.get(f"{settings.partnering_url}/v1/me/partnerships").respond(json=[parted()])
    assert 'href="/partnerships?ended=1"' in (await client.get("/partnerships")).text
    page = (await client.get("/partnerships?ended=1")).text
    assert "Maya" in page
    assert 'href="/partnerships?ended=1"' not in page


@pytest.fixture
def held(services, settings, staff):
    services.get(f"{settings.partnering_url}/v1/partnerships/{PARTNERSHIP}").respond(
        json=partnership(state="confirmed", reply_by=None, your_answer=None)
    )
    path = f"{settings.partnering_url}/v1/cohorts/{COHORT}/partnerships/{PARTNERSHIP}"
    facts = {
        "pace": "fixed",
        "phase": "partnering",
        "course_starts_on": "2030-01-07",
        "project_starts_on": "2030-02-04",
        "closes_on": "2030-06-01",
    }
    services.get(f"{path}/destinations").respond(
        json=[
            {**facts, "cohort_id": NEXT, "title": "Spring", "free_seats": 7, "obstacle": None},
            {**facts, "cohort_id": OTHER, "title": "Small", "free_seats": 1, "obstacle": "full"},
        ]
    )
    return services.post(f"{path}/transfer")


MOVE = f"/staff/cohorts/{COHORT}/extensions/{PARTNERSHIP}/move"


async def test_the_page_of_a_move_says_what_moves_who_hears_and_that_it_stays(client, held):
    page = (await client.get(MOVE)).text
    assert f'value="{NEXT}"' in page
    assert f'value="{OTHER}"' not in page
    for words in (
        "7 free places", "7 Jan 2030", "It has too few free places.", "All partners move together",
        "We tell all partners", "You cannot take this back.", "Maya",
    ):  # fmt: skip
        assert words in page


async def test_moving_asks_partnering_and_a_refusal_is_shown_on_the_page(client, held):
    held.respond(204)
    done = await client.post(MOVE, data={"to_cohort_id": NEXT})
    assert done.status_code == 303
    assert NEXT in held.calls.last.request.content.decode()
    held.respond(409, json={"type": "cohort-cannot-take", "title": "x", "why": "full"})
    page = await client.post(MOVE, data={"to_cohort_id": NEXT})
    assert page.status_code == 409
    assert "Choose another one" in page.text


@pytest.mark.parametrize("reason", ["Our school was closed <b>all</b> month", ""])
async def test_staff_read_why_a_partnership_asks(client, services, settings, staff, reason):
    row = {
        "partnership_id": PARTNERSHIP,
        "people": ["Ayşe", "Maya"],
        "phase": "course",
        "until": "2030-01-31",
        "alone": False,
        "members": 2,
        "open": [],
        "request": {
            "way": "move",
            "until": None,
            "reason": reason,
            "asked_at": "2026-11-22T10:00:00Z",
            "asked_by": MAYA,
            "answer": None,
        },
    }
    services.get(f"{settings.course_url}/v1/cohorts/{COHORT}/extensions").respond(
        json={"items": [row], "next_cursor": None}
    )
    page = (await client.get(f"/staff/cohorts/{COHORT}/extensions")).text
    assert "They ask for: To go on in another cohort" in page
    assert f'href="{MOVE}"' in page
    assert ("&lt;b&gt;all&lt;/b&gt;" in page) == bool(reason)
