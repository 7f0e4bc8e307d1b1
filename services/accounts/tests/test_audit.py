"""The audit log only grows."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from accounts.audit.actions import blank_reasons, record
from accounts.audit.model import AuditEntry
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
