"""The audit log only grows, and is one for all services."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from accounts.audit.actions import blank_reasons, keep_elsewhere, record
from accounts.audit.model import AuditEntry
from shared import clock
from shared.audit import record_by_operator
from shared.contracts.audit import RECORDED, Act
from shared.http import Grant, Role
from shared.ids import new_id


@pytest.fixture
async def entry(database: Any) -> Any:
    subject = new_id()
    async with database.transaction() as session:
        record(session, actor_id=None, action="test", subject_id=subject, reason="Ada said so.")
    return subject


@pytest.mark.parametrize(
    "change",
    [
        delete(AuditEntry),
        update(AuditEntry).values(action="nothing"),
        update(AuditEntry).values(reason="other words"),
        update(AuditEntry).values(reason=None, outcome="denied"),
    ],
)
async def test_an_entry_cannot_be_changed_or_deleted(
    entry: Any, database: Any, change: Any
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.transaction() as session:
            await session.execute(change)


async def test_erasure_may_blank_the_words_about_a_person(entry: Any, database: Any) -> None:
    async with database.transaction() as session:
        await blank_reasons(session, entry)
    async with database.reading() as session:
        (kept,) = (await session.scalars(select(AuditEntry))).all()
    assert (kept.action, kept.reason) == ("test", None)


async def test_leads_and_operators_read_it_and_nobody_else(people: Any, api: Any) -> None:
    for role, status in (
        (Role.PROGRAMME_LEAD, 200),
        (Role.OPERATOR, 200),
        (Role.MODERATOR, 403),
        (Role.EVALUATOR, 403),
    ):
        someone = await people.make(role.value, role)
        assert (await api.get("/v1/audit", headers=someone.headers)).status_code == status


async def test_who_leads_one_cohort_sees_what_was_done_for_that_cohort(
    people: Any, api: Any, database: Any
) -> None:
    mine, other = new_id(), new_id()
    async with database.transaction() as session:
        for cohort in (mine, other, None):
            record(session, actor_id=None, action="test", cohort_id=cohort)
    lead = await people.make("Lea", Grant(Role.PROGRAMME_LEAD, mine))
    seen = (await api.get("/v1/audit", headers=lead.headers)).json()["items"]
    assert [item["cohort_id"] for item in seen] == [str(mine)]
    everybody = await people.make("Op", Role.OPERATOR)
    assert len((await api.get("/v1/audit", headers=everybody.headers)).json()["items"]) == 3


def act(**facts: Any) -> dict[str, Any]:
    who = {"entry_id": new_id(), "at": clock.now(), "actor_id": new_id(), "outcome": "done"}
    return Act(**{**who, "action": "publish_run", **facts}).model_dump()


async def kept(database: Any, *events: Any) -> None:
    for event in events:
        async with database.transaction() as session:
            await keep_elsewhere(session, event)


async def test_an_act_of_another_service_is_one_entry_however_often_it_is_told(
    people: Any, api: Any, database: Any
) -> None:
    tutor, can = await people.make("Tuna"), await people.make("Can")
    facts = act(actor_id=tutor.id, cohort_id=new_id(), subject_id=new_id(), person_ids=(can.id,))
    told = RECORDED["partnering"](**facts)
    await kept(database, told, told)
    operator = await people.make("Op", Role.OPERATOR)
    (item,) = (await api.get("/v1/audit", headers=operator.headers)).json()["items"]
    assert (item["service"], item["action"], item["outcome"]) == (
        "partnering",
        "publish_run",
        "done",
    )
    assert (item["actor_name"], item["cohort_id"]) == ("Tuna", str(facts["cohort_id"]))
    assert item["people"] == [{"id": str(can.id), "name": "Can"}]


async def test_entries_of_all_services_stand_in_the_order_of_the_acts_however_late_they_come(
    people: Any, api: Any, database: Any
) -> None:
    acts = [RECORDED[service](**act()) for service in ("course", "projects", "partnering")]
    await kept(database, acts[2], acts[0])
    operator = await people.make("Op", Role.OPERATOR)
    first = (await api.get("/v1/audit?limit=1", headers=operator.headers)).json()
    await kept(database, acts[1])
    path = f"/v1/audit?limit=5&cursor={first['next_cursor']}"
    rest = (await api.get(path, headers=operator.headers)).json()
    shown = [one["service"] for one in (*first["items"], *rest["items"])]
    assert shown == ["partnering", "projects", "course"]


async def test_entries_are_found_by_service_act_cohort_and_person(
    people: Any, api: Any, database: Any
) -> None:
    cohort, person = new_id(), new_id()
    await kept(
        database,
        RECORDED["course"](**act(cohort_id=cohort, action="undo_advance")),
        RECORDED["projects"](**act(person_ids=(new_id(), person), action="publish_result")),
        RECORDED["partnering"](**act(actor_id=person, cohort_id=cohort)),
    )
    async with database.transaction() as session:
        record(session, actor_id=None, action="verify_teacher", subject_id=person)
    operator = await people.make("Op", Role.OPERATOR)
    for query, expected in {
        "service=course": ["undo_advance"],
        "action=publish_run": ["publish_run"],
        f"cohort_id={cohort}": ["publish_run", "undo_advance"],
        f"person_id={person}": ["verify_teacher", "publish_run", "publish_result"],
        f"person_id={person}&cohort_id={cohort}": ["publish_run"],
        f"person_id={new_id()}": [],
    }.items():
        found = (await api.get(f"/v1/audit?{query}", headers=operator.headers)).json()["items"]
        assert [one["action"] for one in found] == expected, query
    answer = await api.get("/v1/audit?service=elsewhere", headers=operator.headers)
    assert answer.status_code == 422


async def test_a_lead_of_one_cohort_asks_in_vain_for_another(
    people: Any, api: Any, database: Any
) -> None:
    mine, other = new_id(), new_id()
    await kept(
        database, *(RECORDED["course"](**act(cohort_id=cohort)) for cohort in (mine, other, None))
    )
    lead = await people.make("Lea", Grant(Role.PROGRAMME_LEAD, mine))
    for query, expected in (("", [str(mine)]), (f"?cohort_id={other}", [])):
        found = (await api.get(f"/v1/audit{query}", headers=lead.headers)).json()["items"]
        assert [item["cohort_id"] for item in found] == expected


async def test_what_the_operator_does_on_the_machine_is_an_entry_without_an_actor(
    database: Any,
) -> None:
    parked = new_id()
    async with database.transaction() as session:
        await record_by_operator(session, "accounts", "discard_parked", parked)
    async with database.reading() as session:
        (entry,) = (await session.scalars(select(AuditEntry))).all()
    assert (entry.service, entry.actor_id, entry.action) == ("accounts", None, "discard_parked")
    assert (entry.subject_id, entry.outcome) == (parked, "done")


async def test_granting_a_role_that_is_held_leaves_no_second_entry(
    people: Any, api: Any, database: Any
) -> None:
    lead, ada = await people.make("Lea", Role.PROGRAMME_LEAD), await people.make("Ada")
    for _ in range(2):
        answer = await api.post(
            f"/v1/people/{ada.id}/roles", json={"role": "tutor"}, headers=lead.headers
        )
        assert answer.status_code == 200
    async with database.reading() as session:
        actions = (await session.scalars(select(AuditEntry.action))).all()
    assert actions == ["grant_role"]


async def test_a_copy_of_ones_data_has_the_acts_about_oneself_and_nobody_elses_id(
    people: Any, api: Any, browser: Any, database: Any
) -> None:
    ada, can, tutor = await people.make("Ada"), await people.make("Can"), await people.make("Tuna")
    told = RECORDED["course"](
        **act(actor_id=tutor.id, action="approve_plan", person_ids=(ada.id, can.id))
    )
    await kept(database, told)
    await browser.sign_in(ada.email)
    answer = await api.post("/v1/me/export", json={}, headers=await browser.headers())
    assert answer.status_code == 200, answer.text
    rows = {one["title"]: one["rows"] for one in answer.json()["sections"]}
    (row,) = rows["What staff did about me"]
    assert (row["service"], row["action"]) == ("course", "approve_plan")
    assert not {str(can.id), str(tutor.id)} & set(map(str, row.values()))
    assert str(can.id) not in answer.text
    assert str(tutor.id) not in answer.text


async def test_an_entry_of_another_service_outlives_the_erasure_of_whom_it_names(
    people: Any, api: Any, browser: Any, database: Any
) -> None:
    gone, operator = await people.make("Gone"), await people.make("Op", Role.OPERATOR)
    await kept(database, RECORDED["course"](**act(actor_id=gone.id, person_ids=(gone.id,))))
    await browser.sign_in(gone.email)
    proof = {"password": "correct horse battery"}
    answer = await api.post("/v1/me/erasure", json=proof, headers=await browser.headers())
    assert answer.status_code == 202, answer.text
    path = f"/v1/audit?service=course&person_id={gone.id}"
    (item,) = (await api.get(path, headers=operator.headers)).json()["items"]
    assert (item["actor_name"], item["people"]) == (None, [{"id": str(gone.id), "name": None}])
