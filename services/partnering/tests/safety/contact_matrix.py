"""Every route whose body takes words, and who reads them. A route that is missing fails the build."""

from datetime import timedelta
from typing import Any, Literal

from shared import clock

Readers = Literal["stranger", "partner", "cohort", "address", "staff", "oneself"]
"""`stranger`: one teacher one does not know yet; `cohort`: whoever looks at cards and posts;
`address`: somebody who is named by e-mail."""

# fmt: off
MATRIX: dict[str, Readers] = {
    "POST /v1/calendars/import": "staff",
    "POST /v1/cohorts/{cohort_id}/enrolments": "address",
    "POST /v1/cohorts/{cohort_id}/runs": "staff",
    "POST /v1/delivery/parked/{parked_id}/discard": "staff",
    "POST /v1/enrolments/{enrolment_id}/saved-searches": "oneself",
    "POST /v1/invitations": "stranger",
    "POST /v1/invitations/{invitation_id}/decline": "stranger",
    "POST /v1/invitations/{invitation_id}/questions": "stranger",
    "POST /v1/me/calendar-proposals": "cohort",
    "POST /v1/me/classes": "cohort",
    "POST /v1/partnerships/{partnership_id}/decisions": "partner",
    "POST /v1/partnerships/{partnership_id}/leave": "staff",
    "POST /v1/partnerships/{partnership_id}/links": "partner",
    "POST /v1/partnerships/{partnership_id}/meetings": "partner",
    "POST /v1/partnerships/{partnership_id}/messages": "partner",
    "POST /v1/partnerships/{partnership_id}/object": "staff",
    "POST /v1/partnerships/{partnership_id}/seat-offers": "address",
    "POST /v1/partnerships/{partnership_id}/tasks": "partner",
    "POST /v1/people/{person_id}/freeze": "staff",
    "POST /v1/reports": "staff",
    "POST /v1/reports/{report_id}/resolve": "staff",
    "POST /v1/rescues/{case_id}/close": "staff",
    "POST /v1/runs/{run_id}/forbids": "staff",
    "POST /v1/runs/{run_id}/locks": "staff",
    "POST /v1/runs/{run_id}/swaps": "staff",
    "POST /v1/schools": "cohort",
    "PATCH /v1/calendars/{country}": "staff",
    "POST /v1/calendars/{country}/rename": "staff",
    "PUT /v1/enrolments/{enrolment_id}/partner-post": "cohort",
    "PUT /v1/me/classes/{class_id}": "cohort",
    "PUT /v1/me/profile": "cohort",
    "PUT /v1/partnerships/{partnership_id}/agreement": "partner",
}
# fmt: on

DAILY = {
    "POST /v1/cohorts/{cohort_id}/enrolments",
    "POST /v1/invitations",
    "POST /v1/invitations/{invitation_id}/questions",
    "POST /v1/me/blocks",
    "POST /v1/me/calendar-proposals",
    "POST /v1/me/classes",
    "POST /v1/partnerships/{partnership_id}/decisions",
    "POST /v1/partnerships/{partnership_id}/links",
    "POST /v1/partnerships/{partnership_id}/meetings",
    "POST /v1/partnerships/{partnership_id}/messages",
    "POST /v1/partnerships/{partnership_id}/seat-offers",
    "POST /v1/partnerships/{partnership_id}/tasks",
    "POST /v1/reports",
    "POST /v1/schools",
    "PUT /v1/enrolments/{enrolment_id}/partner-post",
    "PUT /v1/partnerships/{partnership_id}/agreement",
}
"""What one person may do only so often on one day."""


def body_of(route: str, ids: dict[str, Any]) -> dict[str, Any]:
    """Words that would be accepted if contact were open."""
    group = {
        "name": "6B", "school_id": str(ids["school_id"]), "subjects": ["science"], "size": 20,
        "pupils_age_from": 11, "pupils_age_to": 12,
    }  # fmt: skip
    bodies: dict[str, dict[str, Any]] = {
        "POST /v1/invitations": {
            "from_enrolment_id": str(ids["from"]), "to_enrolment_id": str(ids["to"]),
            "message": "Shall we?",
        },
        "POST /v1/invitations/{invitation_id}/decline": {"text": "Maybe next year"},
        "POST /v1/invitations/{invitation_id}/questions": {"text": "When?"},
        "POST /v1/partnerships/{partnership_id}/decisions": {"text": "So be it"},
        "POST /v1/partnerships/{partnership_id}/links": {
            "text": "Pad", "address": "https://pad.example",
        },
        "POST /v1/partnerships/{partnership_id}/meetings": {
            "title": "Hello", "starts_at": (clock.now() + timedelta(days=2)).isoformat(),
            "anyway": True,
        },
        "POST /v1/partnerships/{partnership_id}/messages": {"text": "Hello"},
        "POST /v1/partnerships/{partnership_id}/tasks": {"title": "Do it"},
        "PUT /v1/partnerships/{partnership_id}/agreement": {"other": "We answer in two days"},
        "POST /v1/me/calendar-proposals": {
            "school_id": str(ids["school_id"]), "source": "Call me",
            "holidays": [
                {"name": "Call me", "starts_on": "2026-12-23", "ends_on": "2027-01-06"}
            ],
        },
        "POST /v1/me/classes": group,
        "PUT /v1/me/classes/{class_id}": group,
        "POST /v1/me/blocks": {"enrolment_id": str(ids["to"])},
        "POST /v1/reports": {
            "subject": "profile", "subject_id": str(ids["to"]), "reason": "spam",
        },
        "PUT /v1/me/profile": {"about": "I love rivers"},
        "POST /v1/schools": {
            "name": "Lise", "place": "Izmir", "country": "TR", "zone": "Europe/Istanbul",
        },
        "PUT /v1/enrolments/{enrolment_id}/partner-post": {
            "title": "Water in our towns", "text": "We look for a class that lives at a river.",
        },
        "POST /v1/partnerships/{partnership_id}/seat-offers": {
            "email": ids["colleague"], "words": "You know them better than I do",
        },
        "POST /v1/cohorts/{cohort_id}/enrolments": {
            "class_id": str(ids["class_id"]), "with_person_email": ids["named"],
        },
    }  # fmt: skip
    return bodies[route]
