"""Who gets which answer on which route of partnering, and what is sent to ask."""

from datetime import timedelta
from typing import Any

from shared import clock
from shared.ids import new_id

ASKING = ("nobody", "stranger", "ana", "ben", "cem", "lead", "tutor there", "officer", "evaluator")
"""Ana has invited Ben; Cem is in a partnership; the tutor is one of another cohort."""
# Per route what each of ASKING is answered; 2 is any 2xx. 409, 412 and 422 mean: let in, and then
# refused by a rule.
# fmt: off
MATRIX: dict[str, tuple[int, ...]] = {
    "GET /v1/calendar-proposals": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "POST /v1/calendar-proposals/{proposal_id}/accept": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "POST /v1/calendar-proposals/{proposal_id}/refuse": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "GET /v1/calendars": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/calendars/import": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "GET /v1/calendars/{country}": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/calendars/{country}/versions": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "PATCH /v1/calendars/{country}": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "PUT /v1/calendars/{country}/years/{year}": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "POST /v1/calendars/{country}/rename": (401, 403, 403, 403, 403, 422, 403, 403, 403),
    "DELETE /v1/calendars/{country}": (401, 403, 403, 403, 403, 404, 403, 403, 403),
    "POST /v1/calendar-changes/{change_id}/undo": (401, 403, 403, 403, 403, 404, 403, 403, 403),
    "POST /v1/cohorts/{cohort_id}/advance-notices": (401, 403, 403, 403, 403, 2, 403, 403, 403),
    "GET /v1/cohorts/{cohort_id}/enrolments": (401, 403, 403, 403, 403, 2, 404, 2, 2),
    "POST /v1/cohorts/{cohort_id}/enrolments": (401, 422, 422, 422, 422, 422, 422, 422, 422),
    "GET /v1/cohorts/{cohort_id}/enrolments.csv": (401, 403, 403, 403, 403, 2, 404, 2, 2),
    "GET /v1/cohorts/{cohort_id}/partnerships": (401, 403, 403, 403, 403, 2, 404, 403, 2),
    "GET /v1/cohorts/{cohort_id}/partnerships/{partnership_id}/destinations": (401, 403, 403, 403, 403, 409, 403, 403, 403),
    "POST /v1/cohorts/{cohort_id}/partnerships/{partnership_id}/transfer": (401, 403, 403, 403, 403, 409, 403, 403, 403),
    "GET /v1/cohorts/{cohort_id}/reasons": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/cohorts/{cohort_id}/rescues": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/cohorts/{cohort_id}/runs": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/cohorts/{cohort_id}/runs": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "GET /v1/cohorts/{cohort_id}/search": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "GET /v1/cohorts/{cohort_id}/seat-offers": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/cohorts/{cohort_id}/seats": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/cohorts/{cohort_id}/start-dates": (401, 403, 403, 403, 403, 2, 404, 403, 2),
    "GET /v1/countries/{country}/regions": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/enrolments/{enrolment_id}": (401, 404, 2, 2, 2, 2, 404, 2, 404),
    "DELETE /v1/enrolments/{enrolment_id}": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "PUT /v1/enrolments/{enrolment_id}/partner-post": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "DELETE /v1/enrolments/{enrolment_id}/partner-post": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "GET /v1/enrolments/{enrolment_id}/partner-posts": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "POST /v1/enrolments/{enrolment_id}/saved-searches": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "POST /v1/invitations": (401, 404, 409, 404, 404, 404, 404, 404, 404),
    "GET /v1/invitations/{invitation_id}": (401, 404, 2, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/accept": (401, 404, 404, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/decline": (401, 404, 404, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/questions": (401, 404, 2, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/withdraw": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "GET /v1/me/export": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/blocks": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/me/blocks": (401, 404, 2, 422, 2, 404, 404, 404, 404),
    "DELETE /v1/me/blocks/{enrolment_id}": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/calendar-proposals": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/me/calendar-proposals": (401, 422, 422, 422, 422, 422, 422, 422, 422),
    "GET /v1/me/classes": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/me/classes": (401, 422, 422, 422, 422, 422, 422, 422, 422),
    "GET /v1/me/classes/{class_id}": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "PUT /v1/me/classes/{class_id}": (401, 404, 422, 404, 404, 404, 404, 404, 404),
    "GET /v1/me/enrolments": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/invitations": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/partnerships": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/profile": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "PUT /v1/me/profile": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/saved-searches": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "DELETE /v1/me/saved-searches/{search_id}": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "GET /v1/me/seat-offers": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/meetings/{meeting_id}/accept": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/meetings/{meeting_id}/decline": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/meetings/{meeting_id}/cancel": (401, 404, 404, 404, 409, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/meetings.ics": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}": (401, 404, 404, 404, 2, 2, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/agreement": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "PUT /v1/partnerships/{partnership_id}/agreement": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/agreement/sign": (401, 404, 404, 404, 412, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/calendar": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/holidays": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/confirm": (401, 404, 404, 404, 409, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/decisions": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/decisions": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/leave": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/links": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/links": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/meetings": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/meetings": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/messages": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/messages": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/object": (401, 404, 404, 404, 409, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/seat-offers": (401, 404, 404, 404, 409, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/tasks": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/tasks": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/people/{person_id}/freeze": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "POST /v1/people/{person_id}/release": (401, 403, 403, 403, 403, 403, 403, 409, 403),
    "GET /v1/preview": (2, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/preview/map": (2, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/reports": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "POST /v1/reports": (401, 404, 2, 404, 2, 2, 404, 2, 404),
    "GET /v1/reports/{report_id}": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "POST /v1/reports/{report_id}/resolve": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "GET /v1/rescues/{case_id}": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/rescues/{case_id}/apply": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/rescues/{case_id}/close": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/rescues/{case_id}/part": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/rescues/{case_id}/propose": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/runs/{run_id}": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/runs/{run_id}/cancel": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/runs/{run_id}/compare/{other_id}": (401, 403, 403, 403, 403, 404, 404, 403, 403),
    "DELETE /v1/runs/{run_id}/decisions/{decision_id}": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "GET /v1/runs/{run_id}/enrolments/{enrolment_id}": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/runs/{run_id}/forbids": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/locks": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "GET /v1/runs/{run_id}/matches": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/runs/{run_id}/matches/{match_id}": (401, 403, 403, 403, 403, 404, 404, 403, 403),
    "POST /v1/runs/{run_id}/publish": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/solve": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/swaps": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/what-if": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "GET /v1/schools": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/schools": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/schools/{school_id}": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "GET /v1/seat-offers/{offer_id}": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/seat-offers/{offer_id}/agree": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST /v1/seat-offers/{offer_id}/decide": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/seat-offers/{offer_id}/decline": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST /v1/seat-offers/{offer_id}/refuse": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST /v1/seat-offers/{offer_id}/take": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST /v1/seat-offers/{offer_id}/withdraw": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/tasks/{task_id}/done": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/tasks/{task_id}/undone": (401, 404, 404, 404, 2, 404, 404, 404, 404),
}
# fmt: on


def body_of(route: str, ids: dict[str, Any]) -> Any:
    good_class = {
        "name": "6B", "school_id": str(new_id()), "subjects": ["science"], "size": 20,
        "pupils_age_from": 11, "pupils_age_to": 12,
    }  # fmt: skip
    pair = {"enrolment_ids": [str(ids["from"]), str(ids["to"])], "reason": "They know each other"}
    bodies: dict[str, Any] = {
        "POST /v1/enrolments/{enrolment_id}/saved-searches": {"name": "Italy"},
        "PUT /v1/enrolments/{enrolment_id}/partner-post": {
            "title": "Water in our towns", "text": "We look for a class that lives at a river.",
        },
        "POST /v1/me/calendar-proposals": {
            "school_id": str(new_id()),
            "holidays": [{"starts_on": "2026-12-23", "ends_on": "2027-01-06"}],
        },
        "POST /v1/calendar-proposals/{proposal_id}/refuse": {"note": "Another region, I think"},
        "POST /v1/partnerships/{partnership_id}/seat-offers": {"email": "other@school.example"},
        "POST /v1/seat-offers/{offer_id}/take": {"class_id": str(new_id())},
        "POST /v1/runs/{run_id}/swaps": pair,
        "POST /v1/meetings/{meeting_id}/decline": {},
        "POST /v1/schools": {
            "name": "Lise", "place": "Izmir", "country": "TR", "zone": "Europe/Istanbul",
        },
        "PUT /v1/me/profile": {},
        "POST /v1/me/classes": good_class,
        "PUT /v1/me/classes/{class_id}": good_class,
        "PATCH /v1/calendars/{country}": {
            "changes": [{"now": {"starts_on": "2026-12-23", "ends_on": "2027-01-06"}}],
        },
        "PUT /v1/calendars/{country}/years/{year}": {"complete": True},
        "POST /v1/calendars/{country}/rename": {"region": "Piemonte"},
        "POST /v1/calendars/import": {"format": "csv", "content": "country,starts_on,ends_on\nIT,2026-12-23,2027-01-06"},
        "POST /v1/cohorts/{cohort_id}/enrolments": {"class_id": str(new_id())},
        "POST /v1/invitations": {
            "from_enrolment_id": str(ids["from"]), "to_enrolment_id": str(ids["to"]),
            "message": "Again?",
        },
        "POST /v1/invitations/{invitation_id}/decline": {"reason_code": "timing"},
        "POST /v1/invitations/{invitation_id}/questions": {"text": "When?"},
        "POST /v1/me/blocks": {"enrolment_id": str(ids["to"])},
        "POST /v1/cohorts/{cohort_id}/advance-notices": {"to": "course"},
        "POST /v1/cohorts/{cohort_id}/runs": {},
        "POST /v1/runs/{run_id}/locks": pair,
        "POST /v1/runs/{run_id}/forbids": pair,
        "POST /v1/runs/{run_id}/what-if": {"enrolment_ids": pair["enrolment_ids"]},
        "POST /v1/partnerships/{partnership_id}/object": {"reason": "No"},
        "POST /v1/partnerships/{partnership_id}/leave": {"reason": "No"},
        "POST /v1/partnerships/{partnership_id}/messages": {"text": "Hello"},
        "PUT /v1/partnerships/{partnership_id}/agreement": {},
        "POST /v1/partnerships/{partnership_id}/meetings": {
            "title": "Hello", "starts_at": (clock.now() + timedelta(days=2)).isoformat(),
            "anyway": True,
        },
        "POST /v1/partnerships/{partnership_id}/tasks": {"title": "Do it"},
        "POST /v1/partnerships/{partnership_id}/decisions": {"text": "So be it"},
        "POST /v1/partnerships/{partnership_id}/links": {
            "text": "Pad", "address": "https://pad.example",
        },
        "POST /v1/cohorts/{cohort_id}/partnerships/{partnership_id}/transfer": {
            "to_cohort_id": str(ids["cohort_id"]),
        },
        "POST /v1/rescues/{case_id}/close": {},
        "POST /v1/seat-offers/{offer_id}/decide": {"agree": True},
        "POST /v1/reports": {
            "subject": "profile", "subject_id": str(ids["to"]), "reason": "spam", "text": "Look",
        },
        "POST /v1/reports/{report_id}/resolve": {"outcome": "no_action"},
        "POST /v1/people/{person_id}/freeze": {"reason": "Look"},
    }  # fmt: skip
    return bodies.get(route)


def query_of(route: str, ids: dict[str, Any]) -> dict[str, str]:
    if route.endswith("/search"):
        return {"enrolment_id": str(ids["from"])}
    if route.endswith("/preview"):
        return {"country": "TR", "language": "en", "age_from": "11", "age_to": "13"}
    return {}


def version_of(route: str) -> dict[str, str]:
    """An agreement is begun; what one teacher edits may be saved without naming a version."""
    return {"If-Match": '"0"'} if "/agreement" in route else {}
