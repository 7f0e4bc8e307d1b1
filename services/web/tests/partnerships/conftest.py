"""Fixtures of the pages about partnerships, and their answers made importable."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from answers import (
    AGREEMENT,
    CALENDAR,
    CAUTION,
    COHORT,
    EXPLANATION,
    MAYA,
    ME,
    MEETING,
    MESSAGES,
    PARTNERSHIP,
    PROJECT,
    REASON,
    RUN,
    SEATS,
    TASK,
    partnership,
)


@pytest.fixture
def room(services, settings, sign_in):
    """Answers of partnering for one confirmed room."""
    sign_in()
    base = f"{settings.partnering_url}/v1/partnerships/{PARTNERSHIP}"
    confirmed = partnership(state="confirmed", reply_by=None, your_answer="confirmed")
    services.get(base).respond(json=confirmed)
    services.get(f"{base}/messages").respond(json=MESSAGES)
    services.get(f"{base}/agreement").respond(json=AGREEMENT, headers={"ETag": '"1"'})
    services.get(f"{base}/meetings").respond(json=[MEETING])
    services.get(f"{base}/tasks").respond(json=[TASK])
    services.get(f"{base}/decisions").respond(json=[])
    services.get(f"{base}/links").respond(json=[])
    services.get(f"{base}/calendar").respond(json=CALENDAR)
    services.get(f"{settings.course_url}/v1/me/courses").respond(json={"items": []})
    services.get(f"{settings.projects_url}/v1/me/projects").respond(json=[PROJECT])
    return base


@pytest.fixture
def staff(services, settings, sign_in):
    sign_in("programme_lead", "safeguarding_officer")
    services.get(f"{settings.course_url}/v1/cohorts/{COHORT}").respond(
        json={"id": COHORT, "title": "Autumn", "phase": "partnering"}
    )
    services.get(f"{settings.partnering_url}/v1/cohorts/{COHORT}/enrolments").respond(
        json={"items": [{}, {}], "next_cursor": None}
    )
    match = {
        "id": MAYA,
        "seats": SEATS,
        "points": 70,
        "out_of": 100,
        "language": "en",
        "locked": False,
        "reasons": [REASON],
        "caution": CAUTION,
        "needs_look": False,
        "outcome": None,
    }
    base = f"{settings.partnering_url}/v1"
    services.get(f"{base}/runs/{RUN}/matches").respond(json={"items": [match], "next_cursor": None})
    pair = {
        "enrolment_ids": [ME, MAYA],
        "total": 25,
        "contributions": [REASON, CAUTION],
    }
    services.get(f"{base}/runs/{RUN}/matches/{MAYA}").respond(
        json={**match, "explanation": {**EXPLANATION, "pairs": [pair]}}
    )
    return base
