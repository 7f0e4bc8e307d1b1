"""Reports and rescues as people see them."""

import json

import httpx
import pytest
from answers import COHORT, EXPLANATION, MAYA, ME, PARTNERSHIP, RUN


async def test_a_report_says_what_is_kept_and_reaches_the_service(
    client, services, settings, sign_in
):
    sign_in()
    sent = services.post(f"{settings.partnering_url}/v1/reports").respond(
        201, json={"id": RUN, "location": "x"}
    )
    page = (await client.get(f"/report?subject=message&id={MAYA}")).text
    assert "keep it for a year" in page
    refused = await client.post("/report", data={"subject": "message", "id": MAYA})
    assert "Choose what comes closest." in refused.text
    thanks = await client.post(
        "/report", data={"subject": "message", "id": MAYA, "reason": "unkind", "text": "x"}
    )
    assert "Thank you" in thanks.text
    assert json.loads(sent.calls.last.request.content)["subject_id"] == MAYA


async def test_only_the_safeguarding_officer_sees_reports(client, services, sign_in):
    sign_in("programme_lead")
    assert (await client.get("/staff/reports")).status_code == 403


async def test_the_officer_reads_freezes_and_resolves(client, services, staff):
    report = {
        "id": RUN,
        "subject": "message",
        "reason": "unkind",
        "state": "open",
        "outcome": None,
        "about_person_id": MAYA,
        "about_name": "Maya",
        "reporters": 2,
        "reporter_verified": True,
        "filed_at": "2026-11-22T10:00:00Z",
        "resolved_at": None,
        "text": "",
        "snapshot": "Some <b>words</b>",
        "note": "",
        "reported_by": ME,
        "reporter_name": "Ayşe",
        "contact_frozen": False,
        "expires_at": "2027-11-22T10:00:00Z",
        "accesses": [
            {"person_id": ME, "name": "Ayşe", "act": "read", "at": "2026-11-22T10:00:00Z"}
        ],
    }
    services.get(f"{staff}/reports").respond(json={"items": [report], "next_cursor": None})
    services.get(f"{staff}/reports/{RUN}").respond(json=report)
    frozen = services.post(f"{staff}/people/{MAYA}/freeze").respond(204)
    services.post(f"{staff}/reports/{RUN}/resolve").respond(json=report)
    queue = (await client.get("/staff/reports")).text
    assert "Maya" in queue
    assert "2 people" in queue
    page = (await client.get(f"/staff/reports/{RUN}")).text
    assert "Some &lt;b&gt;words&lt;/b&gt;" in page
    answer = await client.post(
        f"/staff/reports/{RUN}/freeze", data={"person_id": MAYA, "why": "complaint"}
    )
    assert answer.status_code == 303
    assert json.loads(frozen.calls.last.request.content) == {"reason": "complaint"}
    assert (
        await client.post(f"/staff/reports/{RUN}/resolve", data={"outcome": "talked_to"})
    ).status_code == 303


async def test_a_rescue_is_applied_with_one_click(client, services, staff):
    case = {
        "id": RUN,
        "cohort_id": COHORT,
        "partnership_id": PARTNERSHIP,
        "kind": "left_alone",
        "state": "open",
        "waiting": ["Ayşe"],
        "silent": ["Maya"],
        "cause": "silence",
        "apart": [],
        "proposal": {
            "kind": "spare",
            "enrolment_id": MAYA,
            "partnership_id": PARTNERSHIP,
            "person_names": ["Ayşe", "Luca"],
            "countries": ["TR", "IT"],
            "points": 70,
            "explanation": EXPLANATION,
        },
        "opened_at": "2026-11-22T10:00:00Z",
        "decided_at": None,
        "note": "",
    }
    services.get(f"{staff}/cohorts/{COHORT}/rescues").respond(
        json={"items": [case, {**case, "proposal": None, "silent": []}], "next_cursor": None}
    )
    services.get(f"{staff}/cohorts/{COHORT}/seat-offers").respond(json=[])
    services.post(f"{staff}/rescues/{RUN}/apply").respond(json=case)
    page = (await client.get(f"/staff/cohorts/{COHORT}/rescues")).text
    assert "Together then: Ayşe" in page
    assert "Nobody fits yet" in page
    answer: httpx.Response = await client.post(f"/staff/cohorts/{COHORT}/rescues/{RUN}/apply")
    assert answer.status_code == 303


async def test_staff_decide_on_a_seat_that_a_silent_partner_holds_up(client, services, staff):
    seat = {
        "id": RUN,
        "partnership_id": PARTNERSHIP,
        "from_name": "Ayşe",
        "colleague": "Deniz",
        "school_name": "Moda Lisesi",
        "partners": ["Maya"],
        "expires_at": "2026-12-05T10:00:00Z",
    }
    none = {"items": [], "next_cursor": None}
    services.get(f"{staff}/cohorts/{COHORT}/rescues").respond(json=none)
    services.get(f"{staff}/cohorts/{COHORT}/seat-offers").respond(json=[seat])
    decided = services.post(f"{staff}/seat-offers/{RUN}/decide").respond(204)
    page = (await client.get(f"/staff/cohorts/{COHORT}/rescues")).text
    assert "Deniz would take over the class of Ayşe" in page
    assert "Everybody has a partner" not in page
    answer = await client.post(
        f"/staff/cohorts/{COHORT}/seats/{RUN}/decide", data={"then": "agree"}
    )
    assert answer.status_code == 303
    assert json.loads(decided.calls.last.request.content) == {"agree": True}


@pytest.mark.parametrize("waiting", [["Ayşe"], []])
async def test_who_has_to_stop_is_not_called_silent(client, services, staff, waiting):
    case = {
        "id": RUN, "cohort_id": COHORT, "partnership_id": PARTNERSHIP, "state": "open",
        "waiting": waiting, "silent": ["Maya"], "cause": "must_stop", "proposal": None,
        "kind": "left_alone", "apart": [],
        "opened_at": "2026-11-22T10:00:00Z", "decided_at": None, "note": "",
    }  # fmt: skip
    listed = {"items": [case], "next_cursor": None}
    services.get(f"{staff}/cohorts/{COHORT}/rescues").respond(json=listed)
    services.get(f"{staff}/cohorts/{COHORT}/seat-offers").respond(json=[])
    page = (await client.get(f"/staff/cohorts/{COHORT}/rescues")).text
    assert "Has to stop: Maya" in page
    assert "answered our reminders" not in page


async def test_staff_part_two_without_contact_after_they_confirm_it(client, services, staff):
    case = {
        "id": RUN,
        "cohort_id": COHORT,
        "partnership_id": PARTNERSHIP,
        "kind": "contact_paused",
        "state": "open",
        "waiting": ["Ayşe", "Maya"],
        "silent": [],
        "cause": "silence",
        "apart": ["Ayşe", "Maya"],
        "proposal": None,
        "opened_at": "2026-11-22T10:00:00Z",
        "decided_at": None,
        "note": "",
    }
    found = {"items": [case], "next_cursor": None}
    services.get(f"{staff}/cohorts/{COHORT}/rescues").respond(json=found)
    services.get(f"{staff}/cohorts/{COHORT}/seat-offers").respond(json=[])
    services.get(f"{staff}/rescues/{RUN}").respond(json=case)
    parted = services.post(f"{staff}/rescues/{RUN}/part").respond(json=case)
    here = f"/staff/cohorts/{COHORT}/rescues"
    page = (await client.get(here)).text
    assert "Contact is paused between two partners" in page
    assert "Their partner has left" not in page
    assert f'href="{here}/{RUN}/part"' in page
    asked = (await client.get(f"{here}/{RUN}/part")).text
    assert not parted.called
    assert "Part Ayşe and Maya?" in asked
    answer = await client.post(f"{here}/{RUN}/part")
    assert (answer.status_code, parted.called) == (303, True)
