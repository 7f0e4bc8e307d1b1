"""Registering: identical answers, links that work once, addresses that can be corrected."""

from typing import Any

import pytest
from sqlalchemy import select

from accounts.mail.model import Mail
from accounts.people.model import Person
from accounts.registration.model import Registration
from accounts.sign_in import actions as sign_in_actions
from shared.contracts.accounts import PersonChanged
from shared.http import Role
from shared.testing import announced

PASSWORD = "correct horse battery"


async def test_a_known_and_an_unknown_address_get_the_same_answer(
    register: Any, people: Any
) -> None:
    await people.make("Ada", email="known@school.example")
    known = await register("known@school.example")
    unknown = await register("unknown@school.example")
    assert known.status_code == unknown.status_code == 202
    assert known.json().keys() == unknown.json().keys() == {"status", "edit_key"}
    assert len(known.json()["edit_key"]) == len(unknown.json()["edit_key"])


async def test_the_owner_of_a_known_address_is_told_by_mail_and_keeps_the_account(
    register: Any, people: Any, post: Any, session: Any
) -> None:
    await people.make("Ada", email="known@school.example")
    await register("KNOWN@school.example")
    (letter,) = await post()
    assert letter.subject == "You already have an account"
    assert letter.to == "known@school.example"
    assert "token=" not in letter.body
    assert len((await session.scalars(select(Person))).all()) == 1


async def test_the_request_does_the_same_writes_for_known_and_unknown_addresses(
    register: Any, people: Any, session: Any
) -> None:
    await people.make("Ada", email="known@school.example")
    await register("known@school.example")
    await register("unknown@school.example")
    mails = (await session.scalars(select(Mail).order_by(Mail.id))).all()
    assert [mail.template for mail in mails] == ["confirm_registration"] * 2
    assert len((await session.scalars(select(Registration))).all()) == 2


async def test_nobody_is_announced_before_the_address_is_confirmed(
    register: Any, post: Any, session: Any
) -> None:
    await register()
    await post()
    assert await announced(session) == []
    assert (await session.scalars(select(Person))).all() == []


async def test_the_mailed_link_confirms_signs_in_and_announces_the_person(
    register: Any, post: Any, confirm: Any, api: Any, browser: Any, session: Any
) -> None:
    await register("Ada@School.example")
    (letter,) = await post()
    confirmed = await confirm(letter)
    browser.keep(confirmed)
    me = (await api.get("/v1/me", headers=await browser.headers())).json()
    assert me["name"] == "Ada Lovelace"
    assert me["verification"] == "pending"
    (fact,) = await announced(session)
    assert isinstance(fact, PersonChanged)
    assert str(fact.person_id) == me["id"]


async def test_a_confirmation_link_works_once(register: Any, post: Any, confirm: Any) -> None:
    await register()
    (letter,) = await post()
    assert (await confirm(letter)).status_code == 200
    again = await confirm(letter)
    assert again.status_code == 400
    assert again.json()["type"] == "link-not-valid"


async def test_a_stranger_who_registers_first_chooses_no_password_for_the_owner(
    register: Any, post: Any, confirm: Any, browser: Any
) -> None:
    refused = await register("ada@school.example", password="the stranger's own")
    assert refused.status_code == 422
    # The newest link is the stranger's: the owner opens it, and only the owner's choice counts.
    await register("ada@school.example")
    await register("ada@school.example", name="Stranger")
    _mine, newest = await post()
    await confirm(newest, "the owner's password", name="Ada King")
    assert (await browser.sign_in("ada@school.example", "the owner's password")).status_code == 201
    assert (await browser.exchange()).json()["person"]["name"] == "Ada King"


async def test_the_owner_of_the_link_sees_the_name_before_choosing_a_password(
    register: Any, post: Any, link_token: Any, api: Any, confirm: Any
) -> None:
    await register("ada@school.example")
    (letter,) = await post()
    link = {"token": link_token(letter)}
    for _ in range(2):
        opened = await api.post("/v1/registrations/opened", json=link)
        assert opened.json() == {
            "email": "ada@school.example",
            "name": "Ada Lovelace",
            "country": "IT",
            "language": "en",
            "zone": "Europe/Rome",
        }
    assert (await confirm(letter)).status_code == 200
    gone = await api.post("/v1/registrations/opened", json=link)
    assert gone.json()["type"] == "link-not-valid"


async def test_a_mail_to_an_unconfirmed_address_carries_no_word_of_a_stranger(
    register: Any, post: Any
) -> None:
    await register("victim@school.example", name="Call 1234 to win")
    (letter,) = await post()
    assert "1234" not in letter.body + letter.subject


async def test_an_unconfirmed_person_can_correct_the_address(
    register: Any, post: Any, confirm: Any, api: Any, browser: Any
) -> None:
    edit_key = (await register("typo@school.exampel")).json()["edit_key"]
    (old_letter,) = await post()
    correction = {"edit_key": edit_key, "new_email": "right@school.example"}
    corrected = await api.post("/v1/registrations/correct", json=correction)
    assert corrected.status_code == 202
    (letter,) = await post()
    assert letter.to == "right@school.example"
    assert (await confirm(old_letter)).json()["type"] == "link-not-valid"
    assert (await confirm(letter)).status_code == 200
    assert (await browser.sign_in("right@school.example")).status_code == 201
    late = await api.post("/v1/registrations/correct", json=correction)
    assert late.json()["type"] == "link-not-valid"


async def test_an_unconfirmed_person_can_have_the_link_sent_to_a_private_address(
    register: Any, post: Any, confirm: Any, api: Any, browser: Any
) -> None:
    edit_key = (await register("blocked@school.example")).json()["edit_key"]
    await post()
    correction = {
        "edit_key": edit_key,
        "new_email": "ada@home.example",
        "keep_as_school_address": True,
    }
    await api.post("/v1/registrations/correct", json=correction)
    (letter,) = await post()
    assert letter.to == "ada@home.example"
    browser.keep(await confirm(letter))
    me = (await api.get("/v1/me", headers=await browser.headers())).json()
    assert me["email"] == "ada@home.example"
    assert me["school_email"] == "blocked@school.example"


async def test_correcting_tells_nobody_whether_the_first_address_has_an_account(
    register: Any, post: Any, people: Any, api: Any
) -> None:
    await people.make("Ada", email="known@school.example")
    answers, subjects = [], []
    for email in ("known@school.example", "unknown@school.example"):
        edit_key = (await register(email)).json()["edit_key"]
        await post()
        correction = {"edit_key": edit_key, "new_email": f"next-{email}"}
        answers.append(await api.post("/v1/registrations/correct", json=correction))
        subjects += [letter.subject for letter in await post()]
    assert {answer.status_code for answer in answers} == {202}
    assert subjects == ["Confirm your address"] * 2


async def test_only_who_registered_can_correct(register: Any, api: Any, post: Any) -> None:
    await register("ada@school.example")
    correction = {"edit_key": "x" * 43, "new_email": "thief@home.example"}
    refused = await api.post("/v1/registrations/correct", json=correction)
    assert refused.json()["type"] == "link-not-valid"
    assert [letter.to for letter in await post()] == ["ada@school.example"]


async def test_asking_for_the_link_again_answers_the_same_for_everybody(
    register: Any, post: Any, api: Any
) -> None:
    await register("ada@school.example")
    await post()
    waiting = await api.post("/v1/registrations/resend", json={"email": "ada@school.example"})
    nobody = await api.post("/v1/registrations/resend", json={"email": "no@school.example"})
    assert (waiting.status_code, waiting.json()) == (nobody.status_code, nobody.json())
    (letter,) = await post()
    assert letter.to == "ada@school.example"
    assert "/confirm?token=" in letter.body


async def test_staff_can_let_somebody_in_who_receives_no_mail(
    register: Any, api: Any, people: Any, browser: Any
) -> None:
    moderator = await people.make("Mo", Role.MODERATOR)
    await register("deaf@school.example")
    waiting = await api.get("/v1/registrations?query=deaf", headers=moderator.headers)
    (registration,) = waiting.json()["items"]
    issued = await api.post(
        f"/v1/registrations/{registration['id']}/sign-in-code",
        json={"reason": "Seen on a video call with the head.", "identity_checked": True},
        headers=moderator.headers,
    )
    code = {"email": "deaf@school.example", "code": issued.json()["code"].upper()}
    opened = browser.keep(await api.post("/v1/sessions/by-code", json=code))
    assert opened.status_code == 201
    me = (await api.get("/v1/me", headers=await browser.headers())).json()
    assert me["email"] == "deaf@school.example"
    again = await api.post("/v1/sessions/by-code", json=code)
    assert again.json()["type"] == "wrong-credentials"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "ZZ"),
        ("zone", "Mars/Olympus"),
        ("email", "no address"),
        ("email", "a@school.example\r\nBcc: all@school.example"),
        ("name", ""),
        ("name", "Ada \u202egnitaeb"),
        ("name", "x" * 81),
        ("name", "evil.example"),
        ("name", "\u3164"),
        ("password", "a password before the link"),
        ("code_of_conduct", False),
        ("language", "../../etc"),
    ],
)
async def test_bad_fields_are_marked_and_nothing_is_kept(
    register: Any, session: Any, field: str, value: object
) -> None:
    answer = await register(**{field: value})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{field}"]
    assert (await session.scalars(select(Registration))).all() == []


async def test_the_same_address_in_other_letters_is_the_same_person(
    register: Any, post: Any, confirm: Any, api: Any, browser: Any
) -> None:
    await register("Ada@School.example")
    (letter,) = await post()
    await confirm(letter)
    assert (await browser.sign_in("aDA@sCHOOL.EXAMPLE")).status_code == 201


async def test_nobody_signs_in_before_confirming(register: Any, browser: Any) -> None:
    await register("ada@school.example")
    refused = await browser.sign_in("ada@school.example")
    assert (refused.status_code, refused.json()["type"]) == (401, "wrong-credentials")


async def test_an_unknown_account_costs_one_password_check_like_a_known_one(
    people: Any, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people.make("Ada", email="known@school.example")
    checks = []
    real = sign_in_actions.password_matches

    async def counted(password: Any, known_hash: str | None, client: str) -> bool:
        checks.append(known_hash is None)
        return await real(password, known_hash, client)

    monkeypatch.setattr(sign_in_actions, "password_matches", counted)
    known = await browser.sign_in("known@school.example", "wrong password")
    unknown = await browser.sign_in("unknown@school.example", "wrong password")
    assert checks == [False, True]
    assert known.json()["type"] == unknown.json()["type"] == "wrong-credentials"
    assert {**known.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}
