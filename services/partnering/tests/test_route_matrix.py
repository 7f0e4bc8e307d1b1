"""Every route × who asks: one table, and a route that is not in it fails the build.

Each request runs in a transaction that is rolled back, so that no answer depends on another.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.app import create_app
from partnering.invitations.actions import send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.matching.actions import start_run
from partnering.matching.schemas import RunSettings
from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.rescue.cases import rescue_stranded
from partnering.rescue.model import RescueCase
from partnering.room.actions import add_task, propose_meeting
from partnering.room.schemas import NewMeeting, NewTask
from partnering.safety.actions import file_report
from partnering.safety.schemas import ReportRequest
from partnering.settings import Settings
from shared import clock
from shared.contracts.course import PartnershipStranded
from shared.db import Database
from shared.http import Grant, Principal, Role
from shared.http.transactions import _transaction
from shared.ids import new_id
from shared.testing import api_client, bearer, principal

ASKING = ("nobody", "stranger", "ana", "ben", "cem", "lead", "tutor there", "officer", "evaluator")
"""Ana has invited Ben; Cem is in a partnership; the tutor is one of another cohort."""
# Per route what each of ASKING is answered; 2 is any 2xx. 409, 412 and 422 mean: let in, and then
# refused by a rule.
# fmt: off
MATRIX: dict[str, tuple[int, ...]] = {
    "GET /v1/calendars": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/calendars/import": (401, 403, 403, 403, 403, 2, 2, 403, 403),
    "GET /v1/calendars/{country}": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "PUT /v1/calendars/{country}": (401, 403, 403, 403, 403, 2, 2, 403, 403),
    "GET /v1/cohorts/{cohort_id}/enrolments": (401, 403, 403, 403, 403, 2, 404, 2, 2),
    "POST /v1/cohorts/{cohort_id}/enrolments": (401, 422, 422, 422, 422, 422, 422, 422, 422),
    "GET /v1/cohorts/{cohort_id}/enrolments.csv": (401, 403, 403, 403, 403, 2, 404, 2, 2),
    "GET /v1/cohorts/{cohort_id}/partnerships": (401, 403, 403, 403, 403, 2, 404, 403, 2),
    "GET /v1/cohorts/{cohort_id}/rescues": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/cohorts/{cohort_id}/runs": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/cohorts/{cohort_id}/runs": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "GET /v1/cohorts/{cohort_id}/search": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "GET /v1/cohorts/{cohort_id}/seats": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/cohorts/{cohort_id}/start-dates": (401, 403, 403, 403, 403, 2, 404, 403, 2),
    "DELETE /v1/enrolments/{enrolment_id}": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "GET /v1/enrolments/{enrolment_id}": (401, 404, 2, 2, 2, 2, 404, 2, 404),
    "POST /v1/invitations": (401, 404, 409, 404, 404, 404, 404, 404, 404),
    "GET /v1/invitations/{invitation_id}": (401, 404, 2, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/accept": (401, 404, 404, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/decline": (401, 404, 404, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/questions": (401, 404, 2, 2, 404, 404, 404, 404, 404),
    "POST /v1/invitations/{invitation_id}/withdraw": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "GET /v1/me/blocks": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/me/blocks": (401, 404, 2, 422, 2, 404, 404, 404, 404),
    "DELETE /v1/me/blocks/{person_id}": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/classes": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/me/classes": (401, 422, 422, 422, 422, 422, 422, 422, 422),
    "GET /v1/me/classes/{class_id}": (401, 404, 2, 404, 404, 404, 404, 404, 404),
    "PUT /v1/me/classes/{class_id}": (401, 404, 422, 404, 404, 404, 404, 404, 404),
    "GET /v1/me/enrolments": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/invitations": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/partnerships": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/profile": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "PUT /v1/me/profile": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/meetings/{meeting_id}/accept": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}": (401, 404, 404, 404, 2, 2, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/agreement": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "PUT /v1/partnerships/{partnership_id}/agreement": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/agreement/sign": (401, 404, 404, 404, 412, 404, 404, 404, 404),
    "GET /v1/partnerships/{partnership_id}/calendar": (401, 404, 404, 404, 2, 404, 404, 404, 404),
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
    "GET /v1/partnerships/{partnership_id}/tasks": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/tasks": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/people/{person_id}/freeze": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "POST /v1/people/{person_id}/release": (401, 403, 403, 403, 403, 403, 403, 409, 403),
    "GET /v1/preview": (2, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/preview/map": (2, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/reports": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "POST /v1/reports": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/reports/{report_id}": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "POST /v1/reports/{report_id}/resolve": (401, 403, 403, 403, 403, 403, 403, 2, 403),
    "GET /v1/rescues/{case_id}": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/rescues/{case_id}/apply": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/rescues/{case_id}/close": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/rescues/{case_id}/propose": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/runs/{run_id}": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "POST /v1/runs/{run_id}/cancel": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "DELETE /v1/runs/{run_id}/decisions/{decision_id}": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/forbids": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/locks": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "GET /v1/runs/{run_id}/matches": (401, 403, 403, 403, 403, 2, 404, 403, 403),
    "GET /v1/runs/{run_id}/matches/{match_id}": (401, 403, 403, 403, 403, 404, 404, 403, 403),
    "POST /v1/runs/{run_id}/publish": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/solve": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "POST /v1/runs/{run_id}/what-if": (401, 403, 403, 403, 403, 409, 404, 403, 403),
    "GET /v1/schools": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "POST /v1/schools": (401, 2, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/schools/{school_id}": (401, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST /v1/tasks/{task_id}/done": (401, 404, 404, 404, 2, 404, 404, 404, 404),
    "POST /v1/tasks/{task_id}/undone": (401, 404, 404, 404, 2, 404, 404, 404, 404),
}
# fmt: on


def routes_of_the_service() -> set[str]:
    return {
        f"{method.upper()} {path}"
        for path, methods in create_app(Settings()).openapi()["paths"].items()
        for method in methods
        if path.startswith("/v1/") and not path.startswith("/v1/delivery")
    }


def test_every_route_of_the_service_is_in_the_matrix(settings_env: dict[str, str]) -> None:
    assert settings_env
    assert routes_of_the_service() == set(MATRIX)


@pytest.fixture
async def place(database: Database, inhabit: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ids for the addresses, and the people who ask."""
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        ana, anas = await world.enrolled(cohort, "TR")
        ben, bens = await world.enrolled(cohort, "IT")
        eva, _ = await world.enrolled(cohort, "NG")
        pair = [await world.enrolled(cohort, country) for country in ("TR", "ES")]
        invitation = await send_invitation(
            session,
            ana.who,
            InvitationRequest(
                from_enrolment_id=anas.id, to_enrolment_id=bens.id, message="Shall we?"
            ),
        )
        partnership = await open_partnership(
            session,
            cohort_id=cohort.id,
            enrolment_ids=[enrolment.id for _, enrolment in pair],
            origin="run",
            language="en",
        )
        for teacher, _ in pair:
            await confirm_partnership(session, teacher.who, partnership.id)
        (cem, _), (dora, _) = pair
        meeting = await propose_meeting(
            session,
            dora.who,
            partnership.id,
            NewMeeting(title="Hello", starts_at=clock.now() + timedelta(days=2)),
        )
        task = await add_task(session, dora.who, partnership.id, NewTask(title="Send a picture"))
        lead = principal(None, Role.PROGRAMME_LEAD)
        run = await start_run(session, lead, cohort.id, RunSettings())
        report = await file_report(
            session,
            ana.who,
            ReportRequest(subject="profile", subject_id=bens.id, reason="spam", text="Look"),
        )
        await rescue_stranded(
            session,
            PartnershipStranded(
                partnership_id=partnership.id,
                cohort_id=cohort.id,
                silent_person_ids=(dora.who.person_id,),
                waiting_person_ids=(cem.who.person_id,),
            ),
        )
        case = (await session.scalars(select(RescueCase))).one()
    ids = {
        "cohort_id": cohort.id, "enrolment_id": anas.id, "class_id": ana.class_id,
        "invitation_id": invitation.id, "partnership_id": partnership.id, "run_id": run.id,
        "meeting_id": meeting.id, "task_id": task.id, "report_id": report.id, "case_id": case.id,
        "person_id": eva.who.person_id, "country": "TR", "school_id": new_id(),
        "match_id": new_id(), "decision_id": new_id(), "to": bens.id, "from": anas.id,
    }  # fmt: skip
    people = {
        "nobody": None,
        "stranger": principal(),
        "ana": ana.who,
        "ben": ben.who,
        "cem": cem.who,
        "lead": lead,
        "tutor there": principal(None, Grant(Role.TUTOR, new_id())),
        "officer": principal(None, Role.SAFEGUARDING_OFFICER),
        "evaluator": principal(None, Grant(Role.EVALUATOR, cohort.id)),
    }
    return ids, people


def body_of(route: str, ids: dict[str, Any]) -> Any:
    good_class = {
        "name": "6B", "school_id": str(new_id()), "subjects": ["science"], "size": 20,
        "pupils_age_from": 11, "pupils_age_to": 12,
    }  # fmt: skip
    year = {"known_from": "2026-08-01", "known_until": "2027-07-31"}
    pair = {"enrolment_ids": [str(ids["from"]), str(ids["to"])], "reason": "They know each other"}
    bodies: dict[str, Any] = {
        "POST /v1/schools": {
            "name": "Lise", "place": "Izmir", "country": "TR", "zone": "Europe/Istanbul",
        },
        "PUT /v1/me/profile": {},
        "POST /v1/me/classes": good_class,
        "PUT /v1/me/classes/{class_id}": good_class,
        "PUT /v1/calendars/{country}": year,
        "POST /v1/calendars/import": {"format": "csv", "content": "starts_on,ends_on"},
        "POST /v1/cohorts/{cohort_id}/enrolments": {"class_id": str(new_id())},
        "POST /v1/invitations": {
            "from_enrolment_id": str(ids["from"]), "to_enrolment_id": str(ids["to"]),
            "message": "Again?",
        },
        "POST /v1/invitations/{invitation_id}/decline": {"reason_code": "timing"},
        "POST /v1/invitations/{invitation_id}/questions": {"text": "When?"},
        "POST /v1/me/blocks": {"enrolment_id": str(ids["to"])},
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
        },
        "POST /v1/partnerships/{partnership_id}/tasks": {"title": "Do it"},
        "POST /v1/partnerships/{partnership_id}/decisions": {"text": "So be it"},
        "POST /v1/partnerships/{partnership_id}/links": {
            "text": "Pad", "address": "https://pad.example",
        },
        "POST /v1/rescues/{case_id}/close": {},
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


async def test_a_route_answers_each_of_them_as_the_matrix_says(
    database: Database, place: tuple[dict[str, Any], dict[str, Principal | None]]
) -> None:
    ids, people = place
    app = create_app(Settings())

    async def rolled_back() -> AsyncIterator[AsyncSession]:
        async with database.sessions() as session:
            await session.begin()
            yield session
            await session.rollback()

    app.dependency_overrides[_transaction] = rolled_back
    wrong = {}
    async with api_client(app) as client:
        for route in sorted(routes_of_the_service()):
            method, path = route.split(" ", 1)
            answers = []
            for name in ASKING:
                who = people[name]
                headers = bearer(who, "partnering") if who else {}
                answer = await client.request(
                    method,
                    path.format(**ids),
                    json=body_of(route, ids),
                    params=query_of(route, ids),
                    headers={**headers, "If-Match": '"0"'},
                )
                answers.append(2 if answer.is_success else answer.status_code)
            if tuple(answers) != MATRIX.get(route):
                wrong[route] = tuple(answers)
    assert wrong == {}
