"""Who may grant what: one table, kept on record."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.audit.model import AuditEntry
from shared.contracts.accounts import PersonChanged
from shared.http import Grant, Role
from shared.identity.permissions import Permission, grantable_roles, may
from shared.ids import new_id
from shared.testing import announced

COHORT, OTHER = new_id(), new_id()

CASES = [
    (Grant(Role.OPERATOR), "operator", None, 200),
    (Grant(Role.OPERATOR), "programme_lead", COHORT, 200),
    (Grant(Role.PROGRAMME_LEAD), "tutor", COHORT, 200),
    (Grant(Role.PROGRAMME_LEAD), "safeguarding_officer", None, 403),
    (Grant(Role.PROGRAMME_LEAD), "safeguarding_officer", COHORT, 403),
    (Grant(Role.PROGRAMME_LEAD), "programme_lead", COHORT, 403),
    (Grant(Role.PROGRAMME_LEAD), "operator", None, 403),
    (Grant(Role.PROGRAMME_LEAD, COHORT), "mentor", COHORT, 403),
    (Grant(Role.PROGRAMME_LEAD, COHORT), "mentor", OTHER, 403),
    (Grant(Role.PROGRAMME_LEAD, COHORT), "mentor", None, 403),
    (Grant(Role.TUTOR), "mentor", COHORT, 403),
    (Grant(Role.MODERATOR), "moderator", None, 403),
]


@pytest.mark.parametrize(("held", "role", "cohort", "status"), CASES)
async def test_a_role_is_granted_by_the_table(
    people: Any, api: Any, held: Grant, role: str, cohort: UUID | None, status: int
) -> None:
    giver, ada = await people.make("Giver", held), await people.make("Ada")
    body = {"role": role, "cohort_id": str(cohort) if cohort else None}
    answer = await api.post(f"/v1/people/{ada.id}/roles", json=body, headers=giver.headers)
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["roles"] == [body]


async def test_a_granted_role_is_announced_recorded_and_taken_back(
    people: Any, api: Any, session: Any
) -> None:
    lead, ada = await people.make("Lea", Role.PROGRAMME_LEAD), await people.make("Ada")
    path = f"/v1/people/{ada.id}/roles"
    body = {"role": "tutor", "cohort_id": str(COHORT)}
    for _ in range(2):
        await api.post(path, json=body, headers=lead.headers)
    await api.delete(f"{path}?role=tutor&cohort_id={COHORT}", headers=lead.headers)
    facts = [event for event in await announced(session) if isinstance(event, PersonChanged)]
    assert [[grant.role for grant in fact.roles] for fact in facts] == [["tutor"], []]
    acts = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    assert [(act.action, act.actor_id, act.cohort_id) for act in acts] == [
        ("grant_role", lead.id, COHORT),
        ("revoke_role", lead.id, COHORT),
    ]


async def test_a_refused_grant_stays_on_record(people: Any, api: Any, session: Any) -> None:
    lead, ada = await people.make("Lea", Role.PROGRAMME_LEAD), await people.make("Ada")
    body = {"role": "operator"}
    await api.post(f"/v1/people/{ada.id}/roles", json=body, headers=lead.headers)
    (act,) = (await session.scalars(select(AuditEntry))).all()
    assert (act.outcome, act.actor_id, act.detail) == ("denied", lead.id, "operator")


async def test_the_last_operator_stays(people: Any, api: Any) -> None:
    operator = await people.make("Op", Role.OPERATOR)
    path = f"/v1/people/{operator.id}/roles?role=operator"
    refused = await api.delete(path, headers=operator.headers)
    assert refused.json()["type"] == "last-operator"
    second = await people.make("Second", Role.OPERATOR)
    assert (await api.delete(path, headers=second.headers)).status_code == 200


async def test_nobody_grants_a_role_to_themselves(people: Any, api: Any) -> None:
    operator = await people.make("Op", Role.OPERATOR)
    for role in ("safeguarding_officer", "programme_lead", "operator"):
        body = {"role": role}
        path = f"/v1/people/{operator.id}/roles"
        assert (await api.post(path, json=body, headers=operator.headers)).status_code == 403


@given(
    held=st.frozensets(
        st.builds(Grant, st.sampled_from(Role), st.sampled_from([None, COHORT, OTHER]))
    )
)
def test_a_granted_role_can_never_do_more_than_the_granter(held: frozenset[Grant]) -> None:
    for role in grantable_roles(held):
        if Grant(Role.OPERATOR) in held:
            continue
        given_away = {p for p in Permission if may([Grant(role)], p)}
        assert given_away < {p for p in Permission if may(held, p)}
        assert Grant(Role.PROGRAMME_LEAD) in held
