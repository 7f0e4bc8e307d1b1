"""Getting back in, and changing what one signs in with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from accounts.tokens.model import OneTimeToken
from shared.contracts.accounts import PersonChanged
from shared.http import Role
from shared.testing import announced

PASSWORD = "correct horse battery"


async def test_a_reset_answers_the_same_for_everybody_and_writes_only_to_who_exists(
    people: Any, api: Any, post: Any
) -> None:
    ada = await people.make("Ada")
    known = await api.post("/v1/password-resets", json={"email": ada.email})
    unknown = await api.post("/v1/password-resets", json={"email": "no@school.example"})
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert [letter.to for letter in await post()] == [ada.email]


async def test_a_reset_sets_the_password_once_and_signs_out_everywhere(
    people: Any, api: Any, post: Any, link_token: Any, browser: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    await api.post("/v1/password-resets", json={"email": ada.email})
    (letter,) = await post()
    body = {"token": link_token(letter), "password": "a brand new password"}
    assert (await api.post("/v1/password-resets/confirm", json=body)).status_code == 204
    assert (await browser.exchange()).status_code == 401
    assert (await browser.sign_in(ada.email)).status_code == 401
    assert (await browser.sign_in(ada.email, "a brand new password")).status_code == 201
    again = await api.post("/v1/password-resets/confirm", json=body)
    assert again.json()["type"] == "link-not-valid"


async def test_links_are_stored_hashed_and_expire(
    people: Any, api: Any, post: Any, link_token: Any, database: Any
) -> None:
    ada = await people.make("Ada")
    await api.post("/v1/password-resets", json={"email": ada.email})
    (letter,) = await post()
    async with database.transaction() as session:
        (row,) = (await session.scalars(select(OneTimeToken))).all()
        assert link_token(letter).encode() not in bytes(row.token_hash)
        past = datetime.now(UTC) - timedelta(seconds=1)
        await session.execute(update(OneTimeToken).values(expires_at=past))
    body = {"token": link_token(letter), "password": "a brand new password"}
    late = await api.post("/v1/password-resets/confirm", json=body)
    assert late.json()["type"] == "link-not-valid"


async def test_one_kind_of_link_does_not_do_the_work_of_another(
    people: Any, api: Any, post: Any, link_token: Any
) -> None:
    ada = await people.make("Ada")
    await api.post("/v1/password-resets", json={"email": ada.email})
    (letter,) = await post()
    token = {"token": link_token(letter)}
    new = {**token, "password": "a brand new password"}
    for path, body in (("/v1/registrations/confirm", new), ("/v1/addresses/confirm", token)):
        assert (await api.post(path, json=body)).json()["type"] == "link-not-valid"


async def test_changing_the_password_keeps_this_device_under_a_new_token(
    people: Any, api: Any, browser: Any, other_browser: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    await other_browser.sign_in(ada.email)
    old = browser.session_token
    body = {"current_password": PASSWORD, "new_password": "a brand new password"}
    browser.keep(await api.post("/v1/me/password", json=body, headers=await browser.headers()))
    assert browser.session_token != old
    assert (await browser.exchange()).status_code == 200
    assert (await other_browser.exchange()).status_code == 401


async def test_a_wrong_current_password_changes_nothing(
    people: Any, api: Any, browser: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    body = {"new_password": "a brand new password", "current_password": "wrong password"}
    refused = await api.post("/v1/me/password", json=body, headers=await browser.headers())
    assert refused.json()["type"] == "wrong-password"
    assert (await browser.sign_in(ada.email)).status_code == 201


async def test_a_new_address_counts_once_its_link_is_opened(
    people: Any, api: Any, post: Any, link_token: Any, browser: Any, session: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    body = {"new_email": "new@school.example", "password": PASSWORD}
    headers = await browser.headers()
    assert (await api.post("/v1/me/email", json=body, headers=headers)).status_code == 202
    letters = {letter.to: letter for letter in await post()}
    assert set(letters) == {"new@school.example", ada.email}
    assert "token=" not in letters[ada.email].body
    assert (await browser.sign_in("new@school.example")).status_code == 401
    token = {"token": link_token(letters["new@school.example"])}
    assert (await api.post("/v1/addresses/confirm", json=token)).status_code == 200
    assert (await browser.sign_in("new@school.example")).status_code == 201
    assert (await browser.sign_in(ada.email)).status_code == 401
    (fact,) = [event for event in await announced(session) if isinstance(event, PersonChanged)]
    assert fact.email == "new@school.example"


async def test_an_address_of_somebody_else_cannot_be_taken(
    people: Any, api: Any, post: Any, link_token: Any, browser: Any
) -> None:
    ada, bob = await people.make("Ada"), await people.make("Bob")
    await browser.sign_in(ada.email)
    body = {"new_email": bob.email, "password": PASSWORD}
    asked = await api.post("/v1/me/email", json=body, headers=await browser.headers())
    assert asked.status_code == 202
    letter = next(letter for letter in await post() if letter.to == bob.email)
    taken = await api.post("/v1/addresses/confirm", json={"token": link_token(letter)})
    assert taken.json()["type"] == "link-not-valid"


async def test_a_private_address_can_be_added_and_resets_reach_it(
    people: Any, api: Any, post: Any, link_token: Any, browser: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    change = {"private_email": "ada@home.example", "password": PASSWORD}
    headers = await browser.headers()
    assert (await api.post("/v1/me/private-email", json=change, headers=headers)).status_code == 202
    assert (await api.get("/v1/me", headers=headers)).json()["private_email"] is None
    letters = {letter.to: letter for letter in await post()}
    assert set(letters) == {"ada@home.example", ada.email}
    letter = letters["ada@home.example"]
    confirmed = await api.post("/v1/addresses/confirm", json={"token": link_token(letter)})
    assert confirmed.json()["private_email"] == "ada@home.example"
    assert {letter.to for letter in await post()} == {ada.email, "ada@home.example"}
    await api.post("/v1/password-resets", json={"email": "ada@home.example"})
    assert [letter.to for letter in await post()] == ["ada@home.example"]
    assert (await browser.sign_in("ada@home.example")).status_code == 201


async def test_staff_cannot_make_codes_for_themselves_or_for_other_staff(
    people: Any, api: Any
) -> None:
    moderator = await people.make("Mo", Role.MODERATOR)
    operator = await people.make("Op", Role.OPERATOR)
    body = {"reason": "Forgot everything.", "identity_checked": True}
    for target in (moderator, operator):
        refused = await api.post(
            f"/v1/people/{target.id}/sign-in-code", json=body, headers=moderator.headers
        )
        assert refused.status_code == 403


async def test_a_code_of_staff_signs_in_once_and_its_owner_is_told(
    people: Any, api: Any, post: Any, browser: Any
) -> None:
    moderator, ada = await people.make("Mo", Role.MODERATOR), await people.make("Ada")
    body = {"reason": "Video call with the school.", "identity_checked": True}
    issued = await api.post(
        f"/v1/people/{ada.id}/sign-in-code", json=body, headers=moderator.headers
    )
    (letter,) = await post()
    assert letter.to == ada.email
    assert issued.json()["code"] not in letter.body
    code = {"email": ada.email, "code": issued.json()["code"]}
    stranger = {"email": moderator.email, "code": issued.json()["code"]}
    assert (await api.post("/v1/sessions/by-code", json=stranger)).status_code == 401
    assert browser.keep(await api.post("/v1/sessions/by-code", json=code)).status_code == 201
    assert (await api.post("/v1/sessions/by-code", json=code)).status_code == 401
