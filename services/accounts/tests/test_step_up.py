"""A borrowed session reads, but does not take the account over."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from accounts.sessions.model import Session
from shared import clock

PASSWORD = "correct horse battery"
NEW = "a brand new password"
CHANGES: dict[str, dict[str, Any]] = {
    "/v1/me/password": {"new_password": NEW},
    "/v1/me/email": {"new_email": "thief@home.example"},
    "/v1/me/private-email": {"private_email": "thief@home.example"},
    "/v1/me/private-email/remove": {},
    "/v1/me/second-factor": {},
    "/v1/me/second-factor/remove": {"code": "000000"},
    "/v1/me/export": {},
    "/v1/me/erasure": {},
}


@pytest.fixture
async def borrowed(people: Any, browser: Any, database: Any) -> Any:
    """The browser of somebody who signed in eleven minutes ago and has a private address."""
    ada = await people.make(
        "Ada", private_email="ada@home.example", private_email_key="ada@home.example"
    )
    await browser.sign_in(ada.email)
    async with database.transaction() as session:
        earlier = clock.real_now() - timedelta(minutes=11)
        await session.execute(update(Session).values(auth_time=earlier))
    return browser


def _field(path: str) -> str:
    return "current_password" if path.endswith("/password") else "password"


@pytest.mark.parametrize("path", CHANGES)
async def test_a_session_of_eleven_minutes_changes_nothing_without_the_password(
    borrowed: Any, api: httpx.AsyncClient, path: str, post: Any
) -> None:
    headers = await borrowed.headers()
    refused = await api.post(path, json=CHANGES[path], headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (403, "step-up-required")
    guess = {**CHANGES[path], _field(path): "wrong password"}
    wrong = await api.post(path, json=guess, headers=headers)
    assert (wrong.status_code, wrong.json()["type"]) == (403, "wrong-password")
    assert await post() == []


@pytest.mark.parametrize("path", [path for path in CHANGES if not path.endswith("factor/remove")])
async def test_the_password_or_a_fresh_session_is_enough(
    people: Any, browser: Any, api: httpx.AsyncClient, database: Any, path: str
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    fresh = await api.post(path, json=CHANGES[path], headers=await browser.headers())
    assert fresh.is_success, fresh.text
    bob = await people.make("Bob")
    await browser.sign_in(bob.email)
    async with database.transaction() as session:
        earlier = clock.real_now() - timedelta(minutes=11)
        await session.execute(update(Session).values(auth_time=earlier))
    proven = {**CHANGES[path], _field(path): PASSWORD, "new_email": "bob@new.example"}
    body = {name: proven[name] for name in (*CHANGES[path], _field(path))}
    assert (await api.post(path, json=body, headers=await browser.headers())).is_success


async def test_a_session_stays_as_old_as_its_last_proof(
    people: Any, browser: Any, api: httpx.AsyncClient, session: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    headers = await browser.headers()
    before = await session.scalar(select(Session.auth_time))
    changed = await api.post("/v1/me/password", json={"new_password": NEW}, headers=headers)
    browser.keep(changed)
    await session.rollback()
    assert await session.scalar(select(Session.auth_time)) == before


async def test_guesses_in_a_borrowed_session_do_not_lock_the_owner_out(
    borrowed: Any, other_browser: Any, api: httpx.AsyncClient, settings: Any
) -> None:
    settings.rate_limit_step_up = "3/900"
    headers = await borrowed.headers()
    guess = {"new_password": NEW, "current_password": "wrong password"}
    answers = [await api.post("/v1/me/password", json=guess, headers=headers) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]
    await other_browser.sign_in("ada@school.example")
    right = {"new_password": NEW, "current_password": PASSWORD}
    mine = await api.post("/v1/me/password", json=right, headers=await other_browser.headers())
    assert mine.status_code == 200


async def test_every_change_is_told_to_all_confirmed_addresses(
    people: Any, browser: Any, api: httpx.AsyncClient, post: Any, link_token: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    headers = await browser.headers()
    home, new = "ada@home.example", "ada@new.example"

    async def told() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for letter in await post():
            found.setdefault(letter.subject, set()).add(letter.to)
        return found

    await api.post("/v1/me/private-email", json={"private_email": home}, headers=headers)
    letters = {letter.to: letter for letter in await post()}
    await api.post("/v1/addresses/confirm", json={"token": link_token(letters[home])})
    assert await told() == {"A private address was added to your account": {ada.email, home}}
    await api.post("/v1/me/email", json={"new_email": new}, headers=headers)
    letters = {letter.to: letter for letter in await post()}
    assert set(letters) == {new, ada.email, home}
    await api.post("/v1/addresses/confirm", json={"token": link_token(letters[new])})
    assert await told() == {"Your address has changed": {ada.email, new, home}}
    await api.post("/v1/me/private-email/remove", json={}, headers=headers)
    assert await told() == {"A private address was removed from your account": {new, home}}


async def test_a_link_to_the_address_of_before_ends_with_the_change_of_address(
    people: Any, browser: Any, api: httpx.AsyncClient, post: Any, link_token: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    await api.post("/v1/password-resets", json={"email": ada.email})
    (reset,) = await post()
    body = {"new_email": "ada@new.example"}
    await api.post("/v1/me/email", json=body, headers=await browser.headers())
    change = next(letter for letter in await post() if letter.to == "ada@new.example")
    await api.post("/v1/addresses/confirm", json={"token": link_token(change)})
    late = {"token": link_token(reset), "password": NEW}
    refused = await api.post("/v1/password-resets/confirm", json=late)
    assert refused.json()["type"] == "link-not-valid"


async def test_a_change_of_address_that_waits_to_be_mailed_ends_with_a_reset(
    people: Any, browser: Any, api: httpx.AsyncClient, post: Any, link_token: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    await api.post("/v1/password-resets", json={"email": ada.email})
    (reset,) = await post()
    # A thief asks while the mail server is away; the owner resets before it is back.
    body = {"new_email": "thief@home.example"}
    await api.post("/v1/me/email", json=body, headers=await browser.headers())
    mine = {"token": link_token(reset), "password": NEW}
    assert (await api.post("/v1/password-resets/confirm", json=mine)).status_code == 204
    assert "thief@home.example" not in [letter.to for letter in await post()]


async def test_an_access_token_of_an_ended_session_changes_nothing(
    people: Any, browser: Any, api: httpx.AsyncClient
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    headers = await browser.headers()
    await api.delete("/v1/sessions/current", headers=browser.cookie)
    body = {"current_password": PASSWORD, "new_password": NEW}
    refused = await api.post("/v1/me/password", json=body, headers=headers)
    assert refused.json()["type"] == "session-ended"
