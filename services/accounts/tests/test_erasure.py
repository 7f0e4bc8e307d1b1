"""Leaving: the account ends at once, every service answers, nothing personal stays."""

from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from accounts.database import Base
from accounts.erasure.model import Erasure
from accounts.people.model import Person
from accounts.reactions import REACTIONS
from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import (
    CourseErasureCompleted,
    NotificationsErasureCompleted,
    PartneringErasureCompleted,
    ProjectsErasureCompleted,
)
from shared.http import Role
from shared.testing import announced

PASSWORD = "correct horse battery"
ANSWERS = (
    PartneringErasureCompleted,
    CourseErasureCompleted,
    ProjectsErasureCompleted,
    NotificationsErasureCompleted,
)


async def _leave(api: Any, browser: Any, email: str) -> Any:
    await browser.sign_in(email)
    headers = await browser.headers()
    return await api.post("/v1/me/erasure", json={"password": PASSWORD}, headers=headers)


async def test_leaving_asks_for_the_password(people: Any, api: Any, browser: Any) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    headers = await browser.headers()
    body = {"password": "wrong password"}
    refused = await api.post("/v1/me/erasure", json=body, headers=headers)
    assert refused.json()["type"] == "wrong-password"


async def test_the_account_ends_at_once_and_every_service_is_asked(
    people: Any, api: Any, browser: Any, session: Any, post: Any
) -> None:
    ada = await people.make("Ada")
    left = await _leave(api, browser, ada.email)
    assert left.status_code == 202
    assert (await browser.exchange()).status_code == 401
    assert (await browser.sign_in(ada.email)).status_code == 401
    (request,) = [e for e in await announced(session) if isinstance(e, ErasureRequested)]
    assert request.person_id == ada.id
    assert str(request.erasure_id) == left.json()["erasure_id"]
    assert [letter.subject for letter in await post()] == ["We are deleting your account"]


async def test_it_is_complete_only_when_every_service_has_answered(
    people: Any, api: Any, browser: Any, database: Any, post: Any
) -> None:
    ada = await people.make("Ada")
    erasure_id = (await _leave(api, browser, ada.email)).json()["erasure_id"]
    await post()
    for number, answer in enumerate((*ANSWERS, ANSWERS[0])):
        async with database.transaction() as session:
            fact = answer(person_id=ada.id, erasure_id=erasure_id)
            for reaction in REACTIONS._reactions[answer.type]:
                await reaction(session, fact)
            erasure = await session.get(Erasure, erasure_id)
            assert (erasure.completed_at is not None) == (number >= 3)
        # One last mail, when the fourth has answered; an answer told twice changes nothing.
        assert [letter.to for letter in await post()] == ([ada.email] if number == 3 else [])


async def test_nothing_personal_stays_in_any_table(
    people: Any, api: Any, browser: Any, database: Any, post: Any, register: Any
) -> None:
    mark = "zebrafish"
    moderator = await people.make("Mo", Role.MODERATOR)
    ada = await people.make(f"Ada {mark}", email=f"{mark}@school.example")
    await browser.sign_in(ada.email)
    headers = await browser.headers()
    change = {"private_email": f"{mark}@home.example"}
    await api.patch("/v1/me", json=change, headers=headers)
    evidence = {
        "evidence_kind": "school_page",
        "evidence": f"https://school.example/{mark}",
        "note": f"I am {mark}.",
    }
    await api.post("/v1/me/verification", json=evidence, headers=headers)
    await api.post(
        f"/v1/verifications/{ada.id}/refuse",
        json={"reason": f"Who is {mark}?"},
        headers=moderator.headers,
    )
    await register(f"{mark}@school.example", name=f"{mark} again")
    await _leave(api, browser, ada.email)
    erasure_id = await _erasure_of(database, ada.id)
    for answer in ANSWERS:
        async with database.transaction() as session:
            fact = answer(person_id=ada.id, erasure_id=erasure_id)
            for reaction in REACTIONS._reactions[answer.type]:
                await reaction(session, fact)
    await post()
    assert await _tables_with(database, mark) == []


async def _erasure_of(database: Any, person_id: Any) -> Any:
    async with database.reading() as session:
        query = select(Erasure.id).where(Erasure.person_id == person_id)
        return (await session.scalars(query)).one()


async def _tables_with(database: Any, mark: str) -> list[str]:
    found = []
    async with database.reading() as session:
        for name in Base.metadata.tables:
            query = text(f"SELECT count(*) FROM {name} AS t WHERE t::text LIKE :mark")
            if (await session.execute(query, {"mark": f"%{mark}%"})).scalar_one():
                found.append(name)
    return found


async def test_the_last_operator_cannot_leave(people: Any, api: Any, browser: Any) -> None:
    operator = await people.make("Op", Role.OPERATOR)
    assert (await _leave(api, browser, operator.email)).json()["type"] == "last-operator"


async def test_an_erased_address_can_register_again(
    people: Any, api: Any, browser: Any, post: Any, register: Any, confirm: Any
) -> None:
    ada = await people.make("Ada")
    await _leave(api, browser, ada.email)
    await post()
    await register(ada.email)
    (letter,) = await post()
    confirmed = await confirm(letter)
    assert confirmed.status_code == 200


async def test_the_export_holds_what_accounts_knows(people: Any, api: Any, browser: Any) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    headers = await browser.headers()
    evidence = {"evidence_kind": "head_email", "evidence": "head@school.example"}
    await api.post("/v1/me/verification", json=evidence, headers=headers)
    data = (await api.post("/v1/me/export", json={}, headers=headers)).json()
    sections = {one["title"]: one["rows"] for one in data["sections"]}
    assert sections["Who I am"][0]["email"] == ada.email
    assert sections["How I showed that I am a teacher"][0]["evidence"] == "head@school.example"
    assert len(sections["Where I am signed in"]) == 1
    text_of_it = str(data)
    assert "argon2" not in text_of_it
    assert browser.session_token not in text_of_it


def test_every_column_has_a_privacy_class() -> None:
    classes = {"personal", "free-text", "pseudonymous", "none"}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            assert column.info.get("privacy") in classes, f"{table.name}.{column.name}"


def test_a_blanked_person_keeps_only_what_is_not_personal() -> None:
    from shared import clock

    person = Person(id=None, name="Ada", email="a@b.example", language="en")
    person.blank(clock.now())
    for column in inspect(Person).columns:
        if column.info["privacy"] == "personal" and column.name not in {"email", "email_key"}:
            assert not getattr(person, column.key), column.name


@pytest.mark.parametrize("answer", ANSWERS)
async def test_an_answer_about_an_unknown_erasure_is_let_pass(database: Any, answer: Any) -> None:
    from shared.ids import new_id

    async with database.transaction() as session:
        for reaction in REACTIONS._reactions[answer.type]:
            await reaction(session, answer(person_id=new_id(), erasure_id=new_id()))
