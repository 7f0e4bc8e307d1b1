"""What staff of partnering do leaves exactly one entry in the audit: who, what, for which cohort."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partnering.enrolments.model import Enrolment
from partnering.matching import solving
from partnering.matching.actions import start_run
from partnering.matching.rounds import prepare_rounds
from partnering.matching.schemas import RunSettings
from partnering.people.blocking import block_person
from partnering.rescue.cases import rescue_stranded
from partnering.rescue.model import RescueCase
from partnering.safety.reporting import file_report
from partnering.safety.schemas import ReportRequest
from shared import clock
from shared.contracts.audit import PartneringActRecorded
from shared.contracts.course import PartnershipStranded
from shared.http import Grant, Role
from shared.testing import announced, bearer, principal


@pytest.fixture
def entries(database):
    async def found():
        async with database.reading() as session:
            return [
                one for one in await announced(session) if isinstance(one, PartneringActRecorded)
            ]

    return found


async def staff_of(cohort, role=Role.TUTOR):
    who = principal(None, Grant(role, cohort.id))
    return who, bearer(who, "partnering")


async def test_publishing_a_run_leaves_one_entry(database, inhabit, client, entries):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        for country in ("TR", "IT"):
            await world.enrolled(cohort, country)
    tutor, headers = await staff_of(cohort)
    path = f"/v1/cohorts/{cohort.id}/runs"
    made = await client.post(path, json={"settings": {}}, headers=headers)
    assert made.status_code == 201, made.text
    assert await solving.solve_next(database)
    run_id = made.json()["id"]
    assert (await client.post(f"/v1/runs/{run_id}/publish", headers=headers)).status_code == 200
    assert (await client.post(f"/v1/runs/{run_id}/publish", headers=headers)).status_code == 409
    assert [
        (one.actor_id, one.action, one.outcome, one.cohort_id, str(one.subject_id), one.detail)
        for one in await entries()
    ] == [
        (tutor.person_id, "start_run", "done", cohort.id, run_id, ""),
        (tutor.person_id, "publish_run", "done", cohort.id, run_id, "1"),
    ]


async def test_keeping_two_apart_leaves_an_entry_about_both_without_the_reason(
    database, inhabit, client, entries
):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        people = [await world.enrolled(cohort, country) for country in ("TR", "IT", "ES")]
        run = await start_run(
            session, principal(None, Role.PROGRAMME_LEAD), cohort.id, RunSettings()
        )
    assert await solving.solve_next(database)
    _, headers = await staff_of(cohort)
    ids = [str(enrolment.id) for _, enrolment in people[:2]]
    body = {"enrolment_ids": ids, "reason": "They asked for it"}
    answer = await client.post(f"/v1/runs/{run.id}/forbids", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    (entry,) = await entries()
    assert (entry.action, entry.subject_id) == ("forbid_match", run.id)
    assert set(entry.person_ids) == {teacher.who.person_id for teacher, _ in people[:2]}
    assert "asked" not in entry.model_dump_json()


async def stranded(session, world, cohort):
    partnership, ((silent, _), (waiting, _)) = await world.paired(cohort, "TR", "IT")
    await rescue_stranded(
        session,
        PartnershipStranded(
            partnership_id=partnership.id,
            cohort_id=cohort.id,
            silent_person_ids=(silent.who.person_id,),
            waiting_person_ids=(waiting.who.person_id,),
        ),
    )
    case = (await session.scalars(select(RescueCase))).one()
    return case, silent, waiting


async def test_applying_a_rescue_leaves_one_entry_about_everybody_it_moves(
    database, inhabit, client, entries
):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        spare, _ = await world.enrolled(cohort, "PL", profile={"willing_spare": True})
        case, silent, waiting = await stranded(session, world, cohort)
    mentor, headers = await staff_of(cohort, Role.MENTOR)
    path = f"/v1/rescues/{case.id}/apply"
    assert (await client.post(path, headers=headers)).status_code == 200
    assert (await client.post(path, headers=headers)).status_code == 409
    (entry,) = await entries()
    assert (entry.actor_id, entry.action) == (mentor.person_id, "apply_rescue")
    assert (entry.cohort_id, entry.subject_id) == (cohort.id, case.id)
    assert set(entry.person_ids) == {one.who.person_id for one in (spare, silent, waiting)}


async def test_parting_two_leaves_an_entry_that_does_not_say_who_blocked(
    database, inhabit, client, entries
):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        _, ((ana, _), (ben, bens)) = await world.paired(cohort, "TR", "IT")
        await block_person(session, ana.who, bens.id)
        case = (await session.scalars(select(RescueCase))).one()
    mentor, headers = await staff_of(cohort, Role.MENTOR)
    path = f"/v1/rescues/{case.id}/part"
    assert (await client.post(path, headers=headers)).status_code == 200
    assert (await client.post(path, headers=headers)).status_code == 409
    (entry,) = await entries()
    assert (entry.actor_id, entry.action) == (mentor.person_id, "part_partners")
    assert (entry.cohort_id, entry.subject_id) == (cohort.id, case.id)
    assert set(entry.person_ids) == {ana.who.person_id, ben.who.person_id}
    assert not entry.detail


async def test_a_rescue_of_ones_own_is_denied_and_not_done(database, inhabit, client, entries):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        case, _, waiting = await stranded(session, world, cohort)
    own = principal(waiting.who.person_id, Role.PROGRAMME_LEAD)
    path = f"/v1/rescues/{case.id}/close"
    answer = await client.post(path, json={"note": "Found"}, headers=bearer(own, "partnering"))
    assert answer.status_code == 403
    assert [(one.outcome, one.cohort_id) for one in await entries()] == [("denied", cohort.id)]


async def test_deciding_on_a_report_names_nobody_and_pausing_contact_names_the_teacher(
    database, inhabit, client, entries
):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        (ada, _), (can, cans) = [await world.enrolled(cohort, one) for one in ("TR", "IT")]
        report = await file_report(
            session,
            ada.who,
            ReportRequest(subject="profile", subject_id=cans.id, reason="spam", text="Look"),
        )
    officer, headers = await staff_of(cohort, Role.SAFEGUARDING_OFFICER)
    decision = {"outcome": "contact_frozen", "note": "Insulting"}
    path = f"/v1/reports/{report.id}/resolve"
    assert (await client.post(path, json=decision, headers=headers)).status_code == 200
    path = f"/v1/people/{can.who.person_id}"
    frozen = await client.post(f"{path}/freeze", json={"reason": "Insulting"}, headers=headers)
    assert frozen.status_code == 204
    assert (await client.post(f"{path}/release", headers=headers)).status_code == 204
    resolved, paused, released = await entries()
    assert (resolved.action, resolved.subject_id) == ("resolve_report", report.id)
    assert (resolved.detail, resolved.person_ids) == ("contact_frozen", ())
    assert (paused.action, released.action) == ("freeze_contact", "release_contact")
    assert paused.person_ids == released.person_ids == (can.who.person_id,)
    for one in (resolved, paused, released):
        assert (one.actor_id, one.cohort_id) == (officer.person_id, cohort.id)
        assert str(ada.who.person_id) not in one.model_dump_json()
        assert "Insulting" not in one.model_dump_json()


async def test_a_pause_of_somebody_in_two_cohorts_belongs_to_neither(
    database, inhabit, client, entries
):
    async with database.transaction() as session:
        world = inhabit(session)
        first, second = await world.cohort(), await world.cohort(slug="another")
        can, _ = await world.enrolled(first, "IT")
        await world.joins(can, second)
    officer = bearer(principal(None, Role.SAFEGUARDING_OFFICER), "partnering")
    path = f"/v1/people/{can.who.person_id}/freeze"
    answer = await client.post(path, json={"reason": "Insulting"}, headers=officer)
    assert answer.status_code == 204
    (entry,) = await entries()
    assert entry.cohort_id is None


async def test_a_round_that_begins_by_itself_is_recorded_with_nobody_as_actor(
    database, inhabit, entries
):
    async with database.transaction() as session:
        world = inhabit(session)
        begun = clock.today() - timedelta(days=30)
        cohort = await world.cohort(pace="rolling", partnering_starts_on=begun)
        for country in ("TR", "IT"):
            await world.enrolled(cohort, country)
    async with database.transaction() as session:
        assert await prepare_rounds(session) == 1
    (entry,) = await entries()
    assert (entry.actor_id, entry.action, entry.detail) == (None, "start_run", "by_schedule")
    assert entry.cohort_id == cohort.id


async def test_what_teachers_do_themselves_is_not_in_the_audit(database, inhabit, client, entries):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        ada, adas = await world.enrolled(cohort, "TR")
    headers = bearer(ada.who, "partnering")
    path = f"/v1/enrolments/{adas.id}"
    assert (await client.delete(path, headers=headers)).is_success
    async with database.reading() as session:
        assert (await session.get_one(Enrolment, adas.id)).status == "left"
    assert await entries() == []


async def test_an_import_of_calendars_leaves_an_entry_only_when_it_stored_something(
    client, entries
):
    headers = bearer(principal(None, Role.PROGRAMME_LEAD), "partnering")

    async def send(content, **more):
        body = {"content": content, "country": "FJ", **more}
        answer = await client.post("/v1/calendars/import", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json(), [one.action for one in await entries()]

    once = f"starts_on,ends_on,name\n{clock.today().year + 1}-12-21,,Winter\n"
    asked, recorded = await send(f"starts_on\n03/04/{clock.today().year + 1}\n")
    assert asked["question"]
    assert recorded == []
    refused, recorded = await send("starts_on\nnever\n")
    assert (refused["refused_count"], recorded) == (1, [])
    assert (await send(once))[1] == ["import_calendars"]
    again, recorded = await send(once)
    assert (again["added"], again["changed"], recorded) == (0, 0, ["import_calendars"])
    assert (await send(once, complete=["next"]))[1] == ["import_calendars"] * 2


async def test_a_calendar_that_is_saved_as_it_was_leaves_no_entry(client, entries):
    headers = bearer(principal(None, Role.PROGRAMME_LEAD), "partnering")
    day = f"{clock.today().year + 1}-05-03"
    holiday = {"name": "Labour", "starts_on": day, "ends_on": day}
    path = "/v1/calendars/FJ?region=North"
    for changes in (
        [{"was": None, "now": holiday}],
        [{"was": holiday, "now": holiday}],
    ):
        answer = await client.patch(path, json={"changes": changes}, headers=headers)
        assert answer.status_code == 204, answer.text
    same = {"region": "North"}
    renamed = await client.post("/v1/calendars/FJ/rename?region=North", json=same, headers=headers)
    assert renamed.status_code == 204, renamed.text
    year = f"/v1/calendars/FJ/years/{clock.today().year + 1}?region=North"
    for complete in (False, True, True):
        answer = await client.put(year, json={"complete": complete}, headers=headers)
        assert answer.status_code == 204, answer.text
    assert [one.action for one in await entries()] == ["edit_calendar", "declare_year"]


async def test_an_entry_of_a_calendar_names_its_country_and_how_many_calendars_changed(
    client, entries
):
    lead = bearer(principal(None, Role.PROGRAMME_LEAD), "partnering")
    day = {"name": "A day", "starts_on": "2027-03-01", "ends_on": "2027-03-01"}
    changed = await client.patch(
        "/v1/calendars/FJ?region=North", json={"changes": [{"now": day}]}, headers=lead
    )
    assert changed.status_code == 204, changed.text
    (entry,) = await entries()
    assert (entry.action, entry.detail) == ("edit_calendar", "FJ 1")
