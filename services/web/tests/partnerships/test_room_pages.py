"""Handshake and room as their members see them."""

import json
import re

from answers import (
    AGREEMENT,
    CALENDAR,
    EXPLANATION,
    MAYA,
    PAIR,
    PARTNERSHIP,
    member,
    partnership,
)


async def test_the_handshake_says_why_and_until_when_and_offers_yes_no_and_a_question(
    client, services, settings, sign_in
):
    sign_in()
    base = f"{settings.partnering_url}/v1/partnerships/{PARTNERSHIP}"
    services.get(base).respond(json=partnership())
    services.get(f"{base}/calendar").respond(json=CALENDAR)
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/handshake")).text
    assert "You both work in English (B2)" in page
    assert "A school calendar is not known yet" in page
    assert "1 fall into school holidays and 1 are not known" in page
    assert f'action="/partnerships/{PARTNERSHIP}/confirm"' in page
    assert f'action="/partnerships/{PARTNERSHIP}/object"' in page
    assert "Reply by" in page


async def test_opening_the_room_during_the_handshake_leads_to_the_handshake(
    client, services, settings, sign_in
):
    sign_in()
    base = f"{settings.partnering_url}/v1/partnerships/{PARTNERSHIP}"
    services.get(base).respond(json=partnership())
    answer = await client.get(f"/partnerships/{PARTNERSHIP}")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/handshake")


async def test_the_room_begins_with_the_next_step_of_its_members(client, room):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert page.index("Reach the next milestone: Measure the river") < page.index("Time there now")


async def test_a_language_is_chosen_by_its_name_and_older_words_stay(client, room):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/agreement")).text
    assert re.search(r'<option value="tr"[^>]*>Turkish', page)


async def test_every_tab_of_the_room_opens(client, room):
    for tab, words in (
        ("", "Maya"),
        ("/conversation", "Namaste"),
        ("/agreement", "Maya films"),
        ("/calendar", "Common hours on your clock"),
        ("/tasks", "Choose a topic"),
        ("/leave", "Your partners continue"),
    ):
        answer = await client.get(f"/partnerships/{PARTNERSHIP}{tab}")
        assert answer.status_code == 200, tab
        assert words in answer.text
        assert "<script>alert" not in answer.text


async def test_each_message_of_others_can_be_reported(client, room):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/conversation")).text
    assert f"/report?subject=message&amp;id={MAYA}" in page


async def test_a_meeting_stands_there_on_both_clocks(client, room):
    page = (await client.get(f"/partnerships/{PARTNERSHIP}/calendar")).text
    assert re.search(r"Ayşe: .*12:00", page)
    assert re.search(r"Maya: .*14:45", page)
    assert "60 minutes less ahead" in page


async def test_a_meeting_is_proposed_on_the_readers_own_clock(client, services, room):
    sent = services.post(f"{room}/meetings").respond(
        201, json={"id": MAYA, "location": f"/v1/meetings/{MAYA}"}
    )
    answer = await client.post(
        f"/partnerships/{PARTNERSHIP}/calendar",
        data={"title": "Call", "date": "2031-01-15", "time": "10:00", "minutes": "30"},
    )
    assert answer.status_code == 303
    body = json.loads(sent.calls.last.request.content)
    assert body["starts_at"] == "2031-01-15T10:00:00+03:00"


async def test_an_unfinished_meeting_keeps_its_words_and_marks_the_day(client, room):
    answer = await client.post(
        f"/partnerships/{PARTNERSHIP}/calendar", data={"title": "Our call", "date": "", "time": ""}
    )
    assert answer.status_code == 422
    assert "Choose a day and an hour." in answer.text
    assert "Our call" in answer.text


async def test_signing_names_the_version_that_was_read(client, services, room):
    sent = services.post(f"{room}/agreement/sign").respond(json=AGREEMENT)
    answer = await client.post(
        f"/partnerships/{PARTNERSHIP}/agreement/sign", data={"version": '"1"'}
    )
    assert answer.status_code == 303
    assert sent.calls.last.request.headers["if-match"] == '"1"'


async def test_when_somebody_was_faster_the_agreement_keeps_my_words(client, services, room):
    services.put(f"{room}/agreement").respond(
        412, json={"type": "stale-version", "title": "Somebody changed this meanwhile."}
    )
    answer = await client.post(
        f"/partnerships/{PARTNERSHIP}/agreement",
        data={"version": '"0"', "roles": "I write the story", "reply_within_days": "2"},
    )
    assert answer.status_code == 412
    assert "I write the story" in answer.text
    assert "Someone saved a newer version" in answer.text


async def test_leaving_needs_a_tick(client, room):
    answer = await client.post(f"/partnerships/{PARTNERSHIP}/leave", data={"reason": ""})
    assert answer.status_code == 422
    assert "Tick this box to leave." in answer.text


async def test_three_read_what_holds_for_all_and_then_each_two(client, services, room):
    elif_ = member("01900000-0000-7000-8000-000000000003", "Elif", "TR", "Europe/Istanbul")
    three = partnership(state="confirmed", reply_by=None, your_answer="confirmed")
    three["members"] = [*three["members"], elif_]
    others = {**PAIR, "enrolment_ids": [MAYA, elif_["enrolment_id"]]}
    three["explanation"] = {**EXPLANATION, "pairs": [PAIR, others]}
    services.get(room).respond(json=three)
    page = (await client.get(f"/partnerships/{PARTNERSHIP}")).text
    assert "All of you together:" in page
    assert "Common language: English" in page
    assert "You and Maya" in page
    assert "Maya and Elif" in page
    assert "A school calendar is not known" in page
