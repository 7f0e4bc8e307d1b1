"""Every route × who asks: one table, and a route that is not in it fails the build.

Each request runs in a transaction that is rolled back, so that no answer depends on another.
"""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from meridian.testing.access import Ids, Place, differences, rolled_back, traces_of_gone
from partnering.app import create_app
from partnering.calendars.model import CalendarProposal
from partnering.erasure.actions import erase_person
from partnering.handover.actions import offer_seat
from partnering.handover.schemas import SeatOfferIn
from partnering.invitations.actions import send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.matching.actions import decide, start_run, take_back_decision
from partnering.matching.model import Run
from partnering.matching.schemas import DecisionRequest, RunSettings
from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.rescue.cases import rescue_stranded
from partnering.rescue.model import RescueCase
from partnering.room.actions import add_task, propose_meeting
from partnering.room.schemas import NewMeeting, NewTask
from partnering.safety.reporting import file_report
from partnering.safety.schemas import ReportRequest
from partnering.search.filters import Wanted
from partnering.search.saving import forget_search, save_search
from partnering.settings import Settings
from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.contracts.course import PartnershipStranded
from shared.db import Database
from shared.http import Grant, Principal, Role
from shared.ids import new_id
from shared.testing import api_client, bearer, principal

from .route_answers import ASKING, MATRIX, body_of, query_of, version_of


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
            NewMeeting(title="Hello", starts_at=clock.now() + timedelta(days=2), anyway=True),
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
        search = await save_search(session, ana.who, anas.id, "Near the sea", Wanted())
        offer = await offer_seat(
            session, cem.who, partnership.id, SeatOfferIn(email="colleague@school.example")
        )
        proposal = CalendarProposal(
            country="TR",
            region="",
            known_from=date(2026, 8, 1),
            known_until=date(2027, 7, 31),
            holidays=[],
            proposed_by=ana.who.person_id,
            proposed_at=clock.now(),
        )
        session.add(proposal)
        await session.flush()
    ids = {
        "cohort_id": cohort.id, "enrolment_id": anas.id, "class_id": ana.class_id,
        "invitation_id": invitation.id, "partnership_id": partnership.id, "run_id": run.id,
        "meeting_id": meeting.id, "task_id": task.id, "report_id": report.id, "case_id": case.id,
        "person_id": eva.who.person_id, "country": "TR", "school_id": new_id(),
        "match_id": new_id(), "decision_id": new_id(), "to": bens.id, "from": anas.id,
        "search_id": search.id, "offer_id": offer.id, "proposal_id": proposal.id,
        "other_id": new_id(), "change_id": new_id(), "year": 2026,
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


async def test_a_route_answers_each_of_them_as_the_matrix_says(
    database: Database, place: tuple[dict[str, Any], dict[str, Principal | None]]
) -> None:
    ids, people = place
    app = create_app(Settings())

    rolled_back(app, database)
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
                    headers={**headers, **version_of(route)},
                )
                answers.append(2 if answer.is_success else answer.status_code)
            if tuple(answers) != MATRIX.get(route):
                wrong[route] = tuple(answers)
    assert wrong == {}


OPEN_TO_ALL = {
    "POST /v1/cohorts/{cohort_id}/enrolments",
    "GET /v1/cohorts/{cohort_id}/seats",
    "DELETE /v1/me/blocks/{enrolment_id}",
}
"""Routes for one's own things that answer anybody about any cohort or person."""
NOT_HERE = {
    "DELETE /v1/calendars/{country}",
    "POST /v1/calendar-changes/{change_id}/undo",
    "GET /v1/runs/{run_id}/compare/{other_id}",
    "GET /v1/runs/{run_id}/matches/{match_id}",
}
"""Routes whose thing this place does not have."""


async def test_every_role_in_every_reach_is_answered_as_the_permission_table_says(
    database: Database, place: tuple[dict[str, Any], dict[str, Any]], inhabit: Any
) -> None:
    ids, _ = place
    async with database.transaction() as session:
        elsewhere = await inhabit(session).cohort(slug="elsewhere")
    app = create_app(Settings())
    rolled_back(app, database)
    async with api_client(app) as client:

        async def ask(route: str, known: Ids, who: Principal) -> httpx.Response:
            method, path = route.split(" ", 1)
            return await client.request(
                method,
                path.format(**known),
                json=body_of(route, dict(known)),
                params=query_of(route, dict(known)),
                headers={**bearer(who, "partnering"), **version_of(route)},
            )

        there = Place(ids, ids["cohort_id"], elsewhere.id, gone={})
        found = await differences(app, ask, there, open_to_all=OPEN_TO_ALL, not_here=NOT_HERE)
    assert not found, "\n".join(found)


async def test_what_was_deleted_is_answered_like_what_never_was(
    database: Database, place: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    ids, people = place
    lead, ana = people["lead"], people["ana"]
    async with database.transaction() as session:
        search = await save_search(session, ana, ids["enrolment_id"], "For now", Wanted())
        await forget_search(session, ana, search.id)
        (await session.get_one(Run, ids["run_id"])).status = "draft"
        kept = DecisionRequest(enrolment_ids=[ids["from"], ids["to"]], reason="They asked")
        decision = await decide(session, lead, ids["run_id"], "forbid", kept)
        await take_back_decision(session, lead, ids["run_id"], decision.id)
        left = ErasureRequested(person_id=ids["person_id"], erasure_id=new_id())
        await erase_person(session, left)
    gone = {
        "search_id": search.id,
        "decision_id": decision.id,
        "person_id": ids["person_id"],
    }
    app = create_app(Settings())
    rolled_back(app, database)
    async with api_client(app) as client:

        async def ask(route: str, known: Ids, who: Principal) -> httpx.Response:
            method, path = route.split(" ", 1)
            body = body_of(route, dict(known))
            headers = bearer(who, "partnering")
            return await client.request(method, path.format(**known), json=body, headers=headers)

        there = Place(ids, ids["cohort_id"], new_id(), gone=gone)
        found = await traces_of_gone(app, ask, there, ana)
    assert not found, "\n".join(found)
