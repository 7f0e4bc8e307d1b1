"""Recognising teachers: a queue, a decision with a reason, never about oneself."""

from typing import Any

import pytest

from shared.contracts.accounts import (
    PersonChanged,
    TeacherRefused,
    TeacherVerified,
    VerificationRequested,
)
from shared.http import Role
from shared.testing import announced

PAGE = {"evidence_kind": "school_page", "evidence": "https://school.example/staff#ada"}


async def test_a_request_waits_in_the_queue_and_staff_are_told(
    people: Any, api: Any, session: Any
) -> None:
    moderator, ada = await people.make("Mo", Role.MODERATOR), await people.make("Ada")
    asked = await api.post("/v1/me/verification", json=PAGE, headers=ada.headers)
    assert asked.json() == {"verification": "pending", "waiting": True, "reason": None}
    assert await announced(session) == [VerificationRequested(person_id=ada.id)]
    (item,) = (await api.get("/v1/verifications", headers=moderator.headers)).json()["items"]
    assert item["person"]["name"] == "Ada"
    assert item["evidence"] == PAGE["evidence"]


async def test_asking_twice_replaces_the_evidence_and_stays_one_request(
    people: Any, api: Any, session: Any
) -> None:
    moderator, ada = await people.make("Mo", Role.MODERATOR), await people.make("Ada")
    await api.post("/v1/me/verification", json=PAGE, headers=ada.headers)
    head = {"evidence_kind": "head_email", "evidence": "head@school.example"}
    await api.post("/v1/me/verification", json=head, headers=ada.headers)
    (item,) = (await api.get("/v1/verifications", headers=moderator.headers)).json()["items"]
    assert item["evidence"] == "head@school.example"
    assert len(await announced(session)) == 1


async def test_a_verified_teacher_is_announced_as_such(people: Any, api: Any, session: Any) -> None:
    moderator, ada = await people.make("Mo", Role.MODERATOR), await people.make("Ada")
    await api.post("/v1/me/verification", json=PAGE, headers=ada.headers)
    path = f"/v1/verifications/{ada.id}/verify"
    done = await api.post(path, headers=moderator.headers)
    assert done.json()["verification"] == "verified"
    _, changed, verified = await announced(session)
    assert isinstance(changed, PersonChanged)
    assert changed.verification == "verified"
    assert verified == TeacherVerified(person_id=ada.id)
    assert (await api.post(path, headers=moderator.headers)).status_code == 409


async def test_a_refused_teacher_reads_the_reason_and_may_ask_again(
    people: Any, api: Any, session: Any
) -> None:
    moderator, ada = await people.make("Mo", Role.MODERATOR), await people.make("Ada")
    await api.post("/v1/me/verification", json=PAGE, headers=ada.headers)
    body = {"reason": "The page does not name you."}
    await api.post(f"/v1/verifications/{ada.id}/refuse", json=body, headers=moderator.headers)
    me = (await api.get("/v1/me", headers=ada.headers)).json()
    assert (me["verification"], me["verification_reason"]) == ("refused", body["reason"])
    assert TeacherRefused(person_id=ada.id, **body) in await announced(session)
    again = await api.post("/v1/me/verification", json=PAGE, headers=ada.headers)
    assert again.json()["verification"] == "pending"


async def test_nobody_decides_on_themselves(people: Any, api: Any) -> None:
    moderator = await people.make("Mo", Role.MODERATOR)
    await api.post("/v1/me/verification", json=PAGE, headers=moderator.headers)
    path = f"/v1/verifications/{moderator.id}/verify"
    assert (await api.post(path, headers=moderator.headers)).status_code == 403


@pytest.mark.parametrize("role", [None, Role.TUTOR, Role.OPERATOR, Role.EVALUATOR])
async def test_the_queue_is_for_leads_and_moderators_only(
    people: Any, api: Any, role: Role | None
) -> None:
    someone = await people.make("Someone", *([role] if role else []))
    assert (await api.get("/v1/verifications", headers=someone.headers)).status_code == 403


@pytest.mark.parametrize(
    "evidence",
    ["javascript:alert(1)", "school.example", "ftp://school.example/x", "https://"],
)
async def test_evidence_must_be_a_web_page(people: Any, api: Any, evidence: str) -> None:
    ada = await people.make("Ada")
    body = {"evidence_kind": "school_page", "evidence": evidence}
    answer = await api.post("/v1/me/verification", json=body, headers=ada.headers)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/evidence"]


async def test_the_second_of_two_staff_is_told_that_it_is_decided(people: Any, api: Any) -> None:
    moderator, ada = await people.make("Mo", Role.MODERATOR), await people.make("Ada")
    await api.post("/v1/me/verification", json=PAGE, headers=ada.headers)
    path = f"/v1/verifications/{ada.id}"
    await api.post(f"{path}/verify", headers=moderator.headers)
    late = await api.post(f"{path}/refuse", json={"reason": "unsure"}, headers=moderator.headers)
    assert late.status_code == 409
    assert late.json()["type"].endswith("already-decided")
