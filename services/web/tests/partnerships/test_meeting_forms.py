"""Each form of the calendar page shows its own refusal, once and beside what was sent."""

import re

import pytest
from answers import MAYA, ME, MEETING, PARTNERSHIP, partnership

OTHER = "01900000-0000-7000-8000-0000000000c1"
HERE = f"/partnerships/{PARTNERSHIP}"
REFUSAL = {"type": "meeting-over", "title": "This meeting is over."}
WRONG = {"type": "invalid", "errors": [{"pointer": "/other_at", "detail": "lies in the past"}]}


@pytest.fixture
def two(services, room):
    """Two meetings that Maya proposes."""
    services.get(f"{room}/meetings").respond(json=[MEETING, {**MEETING, "id": OTHER}])
    return room.rpartition("/partnerships")[0]


def _form(page: str, action: str) -> str:
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert found, action
    return found[0]


async def test_a_refused_other_hour_is_shown_in_the_form_of_its_meeting_alone(
    client, services, two
):
    services.post(f"{two}/meetings/{OTHER}/decline").respond(422, json=WRONG)
    sent = {"other_date": "2020-01-01", "other_time": "10:00"}
    answer = await client.post(f"{HERE}/meetings/{OTHER}/decline", data=sent)
    assert answer.status_code == 422
    assert answer.text.count("error-summary__title") == 1
    mine = _form(answer.text, f"{HERE}/meetings/{OTHER}/decline")
    assert "error-summary" in mine
    assert 'value="2020-01-01"' in mine
    assert f'href="#other-date-{OTHER}"' in mine
    assert "2020-01-01" not in _form(answer.text, f"{HERE}/meetings/{MAYA}/decline")
    assert "error-summary" not in _form(answer.text, f"{HERE}/calendar")


async def test_half_of_another_hour_marks_its_own_field(client, two):
    sent = {"other_time": "10:00"}
    answer = await client.post(f"{HERE}/meetings/{OTHER}/decline", data=sent)
    mine = _form(answer.text, f"{HERE}/meetings/{OTHER}/decline")
    assert f'id="other-date-{OTHER}-error"' in mine
    assert answer.text.count("Choose a day and an hour.") == mine.count("Choose a day and an hour.")


@pytest.mark.parametrize("act", ["accept", "cancel"])
async def test_a_refused_answer_is_shown_once_at_its_meeting(client, services, two, act):
    services.post(f"{two}/meetings/{OTHER}/{act}").respond(409, json=REFUSAL)
    answer = await client.post(f"{HERE}/meetings/{OTHER}/{act}", data={})
    assert answer.status_code == 409
    page = answer.text
    assert page.count("error-summary__title") == 1
    assert page.index("error-summary__title") < page.index("Propose a meeting")
    assert "error-summary" not in _form(page, f"{HERE}/calendar")
    assert "error-summary" not in _form(page, f"{HERE}/meetings/{MAYA}/decline")


async def test_a_refused_proposal_is_shown_in_its_own_form_alone(client, two):
    answer = await client.post(f"{HERE}/calendar", data={"title": "Call", "date": "", "time": ""})
    assert answer.text.count("error-summary__title") == 1
    assert "error-summary" in _form(answer.text, f"{HERE}/calendar")


@pytest.mark.parametrize("act", ["accept", "decline", "cancel"])
@pytest.mark.parametrize(
    "listed",
    [[], [{**MEETING, "status": "cancelled", "declined": []}]],
    ids=["gone", "cancelled"],
)
async def test_a_refusal_about_a_meeting_that_is_gone_heads_the_page(
    client, services, two, room, act, listed
):
    services.get(f"{room}/meetings").respond(json=listed)
    services.post(f"{two}/meetings/{MAYA}/{act}").respond(409, json=REFUSAL)
    page = (await client.post(f"{HERE}/meetings/{MAYA}/{act}", data={})).text
    assert page.count("error-summary__title") == 1
    assert page.index("error-summary__title") < page.index("card__title")


async def test_a_refusal_after_contact_was_paused_is_not_lost(client, services, two, room):
    paused = partnership(state="confirmed", reply_by=None, your_answer="confirmed")
    services.get(room).respond(json={**paused, "contact_paused": True})
    services.post(f"{two}/meetings/{OTHER}/decline").respond(409, json=REFUSAL)
    page = (await client.post(f"{HERE}/meetings/{OTHER}/decline", data={})).text
    assert page.count("error-summary__title") == 1


async def test_the_one_who_proposed_reads_why_it_cannot_be_declined(client, services, two, room):
    own = {**MEETING, "proposed_by": ME}
    services.get(f"{room}/meetings").respond(json=[own])
    services.post(f"{two}/meetings/{MAYA}/decline").respond(409, json=REFUSAL)
    page = (await client.post(f"{HERE}/meetings/{MAYA}/decline", data={})).text
    assert page.count("error-summary__title") == 1


async def test_cancelling_asks_once_more_and_withdrawing_says_withdrawn(
    client, services, two, room
):
    own = {**MEETING, "proposed_by": ME, "accepted_by": [ME], "declined": []}
    services.get(f"{room}/meetings").respond(
        json=[own, {**own, "id": OTHER, "status": "withdrawn"}]
    )
    services.post(f"{two}/meetings/{own['id']}/cancel").respond(204)
    page = (await client.get(f"{HERE}/calendar")).text
    assert "Withdrawn" in page
    assert "Cancelled" not in page
    asked = re.search(r"<details><summary>Withdraw meeting</summary>.*?</details>", page, re.DOTALL)
    assert asked
    assert "Yes, withdraw meeting" in asked[0]
    assert page.count(f'action="{HERE}/meetings/{own["id"]}/cancel"') == 1
    sent = await client.post(f"{HERE}/meetings/{own['id']}/cancel", data={"withdraws": "1"})
    assert "Withdrawn. We tell the others." in (await client.get(sent.headers["location"])).text


@pytest.mark.parametrize("status", ["planned", "declined"])
async def test_a_suggested_hour_can_be_proposed_with_one_button_while_it_is_to_come(
    client, services, two, room, status
):
    later, over = "2099-05-04T10:00:00Z", "2020-05-04T10:00:00Z"
    no = [{"name": "Maya", "other_at": later}, {"name": "Luca", "other_at": over}]
    services.get(f"{room}/meetings").respond(json=[{**MEETING, "status": status, "declined": no}])
    page = (await client.get(f"{HERE}/calendar")).text
    (address,) = re.findall(rf'href="({HERE}/calendar\?date[^"#]*)#propose"', page)
    form = (await client.get(address.replace("&amp;", "&"))).text
    assert 'value="2099-05-04"' in _form(form, f"{HERE}/calendar")


@pytest.mark.parametrize(
    ("detail", "offered"),
    [
        ("must be in the future", False),
        ("lies too far ahead", False),
        ("is at night for Maya", True),
        ("is on a holiday for Maya", True),
    ],
)
async def test_only_an_hour_that_can_be_meant_may_be_proposed_anyway(
    client, services, two, room, detail, offered
):
    wrong = {"type": "invalid", "errors": [{"pointer": "/starts_at", "detail": detail}]}
    services.post(f"{room}/meetings").respond(422, json=wrong)
    sent = {"title": "Hello", "date": "2026-12-01", "time": "10:00", "minutes": "40"}
    page = (await client.post(f"{HERE}/calendar", data=sent)).text
    assert ("Propose this hour anyway" in page) is offered
