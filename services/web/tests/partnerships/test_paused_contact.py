"""While contact is paused, no page offers a form that the services refuse."""

import pytest
from answers import MAYA, MEETING, PARTNERSHIP, partnership


@pytest.fixture
def paused(services, settings, room):
    services.get(room).respond(
        json=partnership(
            state="confirmed", reply_by=None, your_answer="confirmed", contact_paused=True
        )
    )
    return room


@pytest.mark.parametrize("tab", ["conversation", "agreement", "calendar", "tasks"])
async def test_paused_contact_leaves_no_form_in_the_room(client, paused, tab):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/{tab}")).text
    assert "Contact is paused" in page
    assert f'action="/partnerships/{PARTNERSHIP}' not in page


async def test_paused_contact_still_shows_what_was_agreed(client, paused):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/agreement")).text
    assert "Maya films" in page


async def test_words_refused_by_a_new_pause_stay_in_their_form(client, services, settings, paused):
    services.post(f"{settings.partnering_url}/v1/meetings/{MEETING['id']}/accept").respond(
        409, json={"type": "contact-blocked", "title": "x"}
    )
    services.post(f"{paused}/messages").respond(409, json={"type": "contact-blocked", "title": "x"})
    page = await client.post(
        f"/partnerships/{PARTNERSHIP}/conversation", data={"text": "My long answer"}
    )
    assert page.status_code == 409
    assert "My long answer</textarea>" in page.text


async def test_the_room_offers_to_allow_contact_with_whom_the_reader_blocked(
    client, services, settings, paused
):
    services.get(f"{settings.partnering_url}/v1/me/blocks").respond(
        json=[{"enrolment_id": MAYA, "name": "Maya", "country": "NP", "blocked_at": "x"}]
    )
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert "Allow contact again" in page
    assert f"/people/{MAYA}/block" not in page
    assert "#write" not in page


async def test_a_message_of_an_erased_author_says_so_and_cannot_be_reported(client, services, room):
    message = {
        "id": MAYA,
        "author_id": MAYA,
        "author_name": "",
        "yours": False,
        "text": "",
        "posted_at": "2026-11-22T10:00:00Z",
    }
    services.get(f"{room}/messages").respond(json={"items": [message], "next_cursor": None})
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/conversation")).text
    assert "deleted with its author" in page
    assert "subject=message" not in page


async def test_nobody_is_offered_to_write_to_an_empty_room(client, services, room):
    alone = partnership(state="confirmed", reply_by=None, your_answer="confirmed")
    alone["members"][1]["present"] = False
    services.get(room).respond(json=alone)
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/conversation")).text
    assert "You have no partner now" in page
    assert "<textarea" not in page


async def test_a_form_of_somebody_else_is_neither_sent_nor_shown(client, services, room):
    sent = services.post(f"{room}/messages").respond(201, json={})
    page = await client.post(
        f"/partnerships/{PARTNERSHIP}/conversation",
        data={"text": "Words of another", "_person": "0123456789ab"},
    )
    assert page.status_code == 409
    assert not sent.called
    assert "Someone else wrote this" in page.text
    assert "Words of another" not in page.text


async def test_while_contact_is_paused_the_room_names_no_next_step(client, paused):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert "Contact is paused" in page
    assert "Reach the next milestone" not in page
