"""A plan is handed in: milestones in school holidays are named first."""

import re
from typing import Any

import httpx
import respx

from web.settings import Settings

from .test_plan_editor import PAIR, opened_form, plan_of


async def test_milestones_in_holidays_are_named_before_the_plan_is_handed_in(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    """They may be meant: the second time the same days are handed in, and no others."""
    sign_in()
    room = f"{settings.partnering_url}/v1/partnerships/{PAIR}"
    services.get(room).respond(json={"language": "fr", "members": []})
    timeline = [
        {"title": "Exhibition", "due_on": "2027-02-03"},
        {"title": "First letters", "due_on": "2026-12-25"},
        {"title": "A film", "due_on": "2027-01-20"},
    ]
    plan = plan_of(title="Two rivers", timeline=timeline)
    address = f"{settings.course_url}/v1/partnerships/{PAIR}/plan"
    services.get(address).respond(json=plan, headers={"ETag": '"3"'})
    services.put(address).respond(json=plan)
    handed_in = services.post(f"{address}/submit").respond(json=plan)
    asked = services.get(f"{room}/holidays").respond(
        json=[
            {"day": "2026-12-25", "on_holiday_for": ["Hélène", "Małgorzata"]},
            {"day": "2027-02-03", "on_holiday_for": ["Małgorzata"]},
        ]
    )
    opened = await opened_form(client)
    sent = {**opened, "title": "Two rivers", "then": "submit"}
    answer = await client.post(f"/partnerships/{PAIR}/plan", data=sent)
    assert answer.status_code == 422
    assert not handed_in.called
    assert asked.calls.last.request.url.params.get_list("day") == [
        "2026-12-25",
        "2027-01-20",
        "2027-02-03",
    ]
    assert "not submitted yet: milestones are in school holidays" in answer.text
    named = re.findall(r"<li>([^:,]+), [^:]+: school holiday of ([^<]+)<", answer.text)
    assert named == [("First letters", "Hélène and Małgorzata"), ("Exhibition", "Małgorzata")]
    assert "A film, " not in answer.text
    assert "Submit anyway" in answer.text
    known = re.findall(r'name="known_free" value="([^"]+)"', answer.text)
    other = await client.post(f"/partnerships/{PAIR}/plan", data={**sent, "known_free": known[:1]})
    assert (other.status_code, handed_in.called) == (422, False)
    meant = await client.post(f"/partnerships/{PAIR}/plan", data={**sent, "known_free": known})
    assert (meant.status_code, handed_in.called) == (303, True)


async def test_a_plan_is_handed_in_while_nobody_answers_about_holidays(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings, sign_in: Any
) -> None:
    sign_in()
    room = f"{settings.partnering_url}/v1/partnerships/{PAIR}"
    services.get(room).respond(json={"language": "fr", "members": []})
    plan = plan_of(title="Two rivers", timeline=[{"title": "A film", "due_on": "2027-01-20"}])
    address = f"{settings.course_url}/v1/partnerships/{PAIR}/plan"
    services.get(address).respond(json=plan, headers={"ETag": '"3"'})
    services.put(address).respond(json=plan)
    handed_in = services.post(f"{address}/submit").respond(json=plan)
    services.get(f"{room}/holidays").respond(503)
    answer = await client.post(f"/partnerships/{PAIR}/plan", data={"then": "submit"})
    assert (answer.status_code, handed_in.called) == (303, True)
