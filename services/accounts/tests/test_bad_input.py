"""Bad input: a clear 4xx, nothing lost, never a 5xx."""

from typing import Any

import pytest

from shared.http import Role

PASSWORD = "correct horse battery"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("word", ["%00", "%ED%A0%80", "%FF", "%F0%9F%A6%86", "a" * 200])
@pytest.mark.parametrize(
    "path",
    ["/v1/people?query=", "/v1/registrations?query=", "/v1/audit?action=", "/v1/audit?cursor="],
)
async def test_odd_words_in_addresses_break_nothing(
    people: Any, api: Any, path: str, word: str
) -> None:
    lead = await people.make("Lea", Role.PROGRAMME_LEAD)
    answer = await api.get(f"{path}{word}", headers=lead.headers)
    assert answer.status_code in {200, 400, 422}


@pytest.mark.parametrize(
    "name",
    ["\\ud800", "\\u0000", "\\u202e", "\\u200b", "   ", "Z" + "\\u0335" * 9],
    ids=["surrogate", "null", "override", "zero-width", "blank", "zalgo"],
)
async def test_names_that_cannot_be_shown_are_refused(api: Any, name: str) -> None:
    body = (
        '{"email":"ada@school.example","country":"IT",'
        f'"language":"en","zone":"Europe/Rome","code_of_conduct":true,"name":"{name}"}}'
    )
    answer = await api.post("/v1/registrations", content=body, headers=JSON)
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "name", ["Ö", "O'Brien", "İlknur Işık", "Łukasz", "أمل", "<script>", "{{7*7}}"]
)
async def test_names_of_people_are_taken_as_they_are(
    register: Any, post: Any, confirm: Any, api: Any, name: str
) -> None:
    assert (await register(name=name)).status_code == 202
    (letter,) = await post()
    confirmed = await confirm(letter)
    assert confirmed.status_code == 200


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", '"text"', "{", "[" * 100_000, '{"email": 1e400, "password": NaN}'],
    ids=["empty", "null", "array", "text", "cut", "nested", "numbers"],
)
async def test_bodies_that_are_no_request_are_refused(api: Any, body: str) -> None:
    answer = await api.post("/v1/sessions", content=body, headers=JSON)
    assert answer.status_code in {400, 413, 422}


async def test_unknown_fields_are_refused(register: Any) -> None:
    answer = await register(role="operator", verified=True)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/role", "/verified"}


async def test_addresses_of_other_scripts_are_one_account(
    register: Any, post: Any, confirm: Any, api: Any, browser: Any
) -> None:
    await register("ada@bücher.example")
    (letter,) = await post()
    await confirm(letter)
    assert (await browser.sign_in("ADA@BÜCHER.example")).status_code == 201


async def test_two_confirmations_at_once_make_one_person(
    register: Any, post: Any, confirm: Any, api: Any, database: Any
) -> None:
    import asyncio

    from sqlalchemy import func, select

    from accounts.people.model import Person

    await register("ada@school.example")
    await register("Ada@school.example")
    letters = await post()
    assert len(letters) == 2
    answers = await asyncio.gather(*(confirm(letter) for letter in letters * 2))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    async with database.reading() as session:
        assert (await session.scalar(select(func.count()).select_from(Person))) == 1


async def test_one_code_of_the_app_signs_in_one_of_two_at_once(
    people: Any, api: Any, browser: Any, database: Any, vault: Any
) -> None:
    import asyncio
    import time

    import pyotp

    from accounts.second_factor.model import SecondFactor
    from accounts.second_factor.rules import new_secret
    from shared import clock

    ada = await people.make("Ada")
    secret = new_secret()
    async with database.transaction() as session:
        session.add(
            SecondFactor(
                person_id=ada.id, sealed_secret=vault.seal(secret), confirmed_at=clock.real_now()
            )
        )
    body = {"email": ada.email, "password": PASSWORD, "code": pyotp.TOTP(secret).at(time.time())}
    answers = await asyncio.gather(*(api.post("/v1/sessions", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401]
