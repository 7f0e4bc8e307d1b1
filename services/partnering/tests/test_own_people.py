"""Every route of staff × what they have to do with whom it concerns: nobody decides about their own."""

from dataclasses import replace
from typing import Any

import pytest

from partnering.app import create_app
from partnering.matching.model import Decision, Run
from partnering.matching.schemas import RunSettings
from partnering.partnerships.actions import confirm_partnership, dissolve, open_partnership
from partnering.rescue.cases import open_case
from partnering.safety.reporting import file_report
from partnering.safety.schemas import ReportRequest
from partnering.settings import Settings
from shared import clock
from shared.http import Grant, Role
from shared.http.acts import staff_permission
from shared.http.auth import routes_of
from shared.testing import bearer

REFUSED = {
    # Whoever is no party to it is answered as usual: see each of these rooms' own tests.
    "GET /v1/reports/{report_id}": 404,
    "POST /v1/reports/{report_id}/resolve": 404,
    "POST /v1/people/{person_id}/freeze": 403,
    "POST /v1/people/{person_id}/release": 403,
    "GET /v1/rescues/{case_id}": 403,
    "POST /v1/rescues/{case_id}/apply": 403,
    "POST /v1/rescues/{case_id}/close": 403,
    "POST /v1/rescues/{case_id}/propose": 403,
    "POST /v1/runs/{run_id}/locks": 403,
    "POST /v1/runs/{run_id}/forbids": 403,
    "POST /v1/runs/{run_id}/what-if": 403,
    "DELETE /v1/runs/{run_id}/decisions/{decision_id}": 403,
}
ELSEWHERE = {
    "GET /v1/reports": "leaves them out: safety/test_ties.py",
    "POST /v1/rescues/{case_id}/part": "asks for the case as the others do: rescue/test_parting.py",
    "POST /v1/seat-offers/{offer_id}/decide": "partnerships/test_seat_decisions.py",
    "POST /v1/runs/{run_id}/swaps": "locks as a lock does",
    "POST /v1/runs/{run_id}/publish": "refused to whoever is matched in it: matching",
    "GET /v1/runs/{run_id}/enrolments/{enrolment_id}": "asks as what-if does",
}
ABOUT_NOBODY = (
    "/v1/calendar",  # School calendars belong to a country.
    "/v1/cohorts/",  # Lists and previews of a whole cohort.
    "/v1/runs/",  # A run as a whole, and what it found.
    "/v1/enrolments/{enrolment_id}",  # One's own, or as staff to read what a cohort sees.
    "/v1/partnerships/{partnership_id}",  # The same.
    "/v1/delivery",
)


def test_every_route_of_staff_says_whom_it_is_about(settings_env: dict[str, str]) -> None:
    assert settings_env
    routes = {
        f"{method} {route.path}"
        for route in routes_of(create_app(Settings()))
        if staff_permission(route) is not None
        for method in (route.methods or set()) - {"HEAD"}
    }
    listed = {*REFUSED, *ELSEWHERE}
    assert listed <= routes
    assert {
        one for one in routes - listed if not one.partition(" ")[2].startswith(ABOUT_NOBODY)
    } == set()


@pytest.fixture
async def town(database: Any, inhabit: Any) -> dict[str, Any]:
    """Ada and Ben were partners; Ben is Cem's partner now. Everything here is about Ben and Cem."""
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        earlier, ((ada, _), (ben, bens)) = await world.paired(cohort)
        await dissolve(session, earlier, "left")
        cem, cems = await world.enrolled(cohort, "ES")
        eva, _ = await world.enrolled(cohort, "PL")
        now = await open_partnership(
            session,
            cohort_id=cohort.id,
            enrolment_ids=[bens.id, cems.id],
            origin="run",
            language="en",
        )
        for one in (ben, cem):
            await confirm_partnership(session, one.who, now.id)
        case = await open_case(session, now, [ben.who.person_id], [cem.who.person_id])
        report = await file_report(
            session,
            eva.who,
            ReportRequest(subject="profile", subject_id=bens.id, reason="unkind", text="see"),
        )
        run = Run(
            cohort_id=cohort.id,
            status="draft",
            stage="done",
            settings=RunSettings().model_dump(),
            created_by=eva.who.person_id,
            created_at=clock.now(),
        )
        session.add(run)
        await session.flush()
        pair = sorted([bens.id, cems.id], key=str)
        decision = Decision(
            run_id=run.id,
            kind="forbid",
            enrolment_ids=pair,
            reason="They asked for it.",
            decided_by=eva.who.person_id,
            decided_at=clock.now(),
        )
        session.add(decision)
        await session.flush()
        assert case is not None
        return {
            "deciders": {
                "the person": ben.who,
                "the partner": cem.who,
                "the former partner": ada.who,
            },
            "ids": {
                "report_id": report.id,
                "person_id": ben.who.person_id,
                "case_id": case.id,
                "run_id": run.id,
                "decision_id": decision.id,
            },
            "pair": [str(one) for one in pair],
        }


@pytest.mark.parametrize("decider", ["the person", "the partner", "the former partner"])
async def test_staff_decide_about_nobody_with_whom_they_are_or_were_partners(
    town: dict[str, Any], client: Any, decider: str
) -> None:
    who = town["deciders"][decider]
    roles = {Role.PROGRAMME_LEAD, Role.SAFEGUARDING_OFFICER}
    headers = bearer(replace(who, roles=who.roles | {Grant(role) for role in roles}), "partnering")
    bodies = {
        "resolve": {"outcome": "no_action", "note": ""},
        "freeze": {"reason": "mine"},
        "close": {"note": "It is fine."},
        "locks": {"enrolment_ids": town["pair"], "reason": "They asked for it."},
        "forbids": {"enrolment_ids": town["pair"], "reason": "They asked for it."},
        "what-if": {"enrolment_ids": town["pair"]},
    }
    for route, expected in REFUSED.items():
        method, path = route.split(" ")
        body = bodies.get(path.rpartition("/")[2])
        answer = await client.request(
            method, path.format(**town["ids"]), json=body, headers=headers
        )
        assert answer.status_code == expected, (route, answer.text)
        if expected == 403:
            assert answer.json()["type"] == "own-partnership", route
