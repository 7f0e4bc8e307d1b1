"""Signing in, sessions, and the access tokens made from them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import select, update

from accounts.sessions.model import Session
from shared.http import Grant, Role
from shared.ids import new_id

PASSWORD = "correct horse battery"


async def test_only_hashes_of_session_tokens_are_stored(
    people: Any, browser: Any, session: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    (row,) = (await session.scalars(select(Session))).all()
    assert browser.session_token.encode() not in bytes(row.token_hash)
    assert len(row.token_hash) == 32
    assert len(browser.session_token) >= 43  # 256 bits in base64


async def test_signing_in_again_ends_the_session_the_browser_held(
    people: Any, browser: Any, other_browser: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    other_browser.session_token = browser.session_token
    await browser.sign_in(ada.email)
    assert (await browser.exchange()).status_code == 200
    assert (await other_browser.exchange()).json()["type"] == "session-ended"


@pytest.mark.parametrize(
    "age",
    [{"last_seen_at": timedelta(days=8)}, {"expires_at": timedelta(seconds=1)}],
    ids=["idle", "absolute"],
)
async def test_a_session_ends_when_it_is_idle_or_old(
    people: Any, browser: Any, database: Any, age: dict[str, timedelta]
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    values = {name: datetime.now(UTC) - by for name, by in age.items()}
    async with database.transaction() as session:
        await session.execute(update(Session).values(**values))
    assert (await browser.exchange()).json()["type"] == "session-ended"


async def test_sessions_of_staff_end_sooner(people: Any, browser: Any, database: Any) -> None:
    lead = await people.make("Lea", Role.PROGRAMME_LEAD)
    await browser.sign_in(lead.email)
    async with database.transaction() as session:
        await session.execute(
            update(Session).values(last_seen_at=datetime.now(UTC) - timedelta(hours=13))
        )
    assert (await browser.exchange()).json()["type"] == "session-ended"


async def test_a_business_clock_that_jumps_ends_no_session(people: Any, browser: Any) -> None:
    from shared import clock

    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    with clock.travelled(timedelta(days=140)):
        assert (await browser.exchange()).status_code == 200


async def test_people_see_and_end_their_sessions_but_not_those_of_others(
    people: Any, browser: Any, other_browser: Any, api: Any
) -> None:
    ada, bob = await people.make("Ada"), await people.make("Bob")
    await browser.sign_in(ada.email)
    await other_browser.sign_in(ada.email)
    headers = await browser.headers()
    items = (await api.get("/v1/sessions", headers=headers)).json()["items"]
    assert sorted(item["current"] for item in items) == [False, True]
    other = next(item["id"] for item in items if not item["current"])
    foreign = await api.delete(f"/v1/sessions/{other}", headers=bob.headers)
    missing = await api.delete(f"/v1/sessions/{new_id()}", headers=bob.headers)
    assert foreign.status_code == missing.status_code == 404
    assert (await api.delete(f"/v1/sessions/{other}", headers=headers)).status_code == 204
    assert (await other_browser.exchange()).status_code == 401
    assert (await browser.exchange()).status_code == 200


async def test_signing_out_makes_the_cookie_worthless(people: Any, browser: Any, api: Any) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    for _ in range(2):
        left = await api.delete("/v1/sessions/current", headers=browser.cookie)
        assert left.status_code == 204
    assert (await browser.exchange()).status_code == 401


async def test_a_token_says_who_for_whom_and_ends_after_a_minute(
    people: Any, browser: Any, settings: Any
) -> None:
    cohort = new_id()
    ada = await people.make("Ada", Grant(Role.EVALUATOR, cohort), verification="verified")
    await browser.sign_in(ada.email)
    issued = (await browser.exchange("course")).json()
    keys = KeySet.import_key_set(__import__("json").loads(settings.jwks_file.read_text()))
    token = jwt.decode(issued["access_token"], keys, algorithms=["Ed25519"])
    claims = token.claims
    assert token.header["typ"] == "at+jwt"
    assert claims["aud"] == "course"
    assert claims["sub"] == str(ada.id)
    assert claims["verified"] is True
    assert claims["exp"] - claims["iat"] == issued["expires_in"] == 60
    # The role rests: a staff role without a second factor is not in the token.
    assert claims["roles"] == ["teacher"]
    assert issued["person"]["second_factor_missing"] is True


async def test_a_token_for_one_service_is_refused_by_another(
    people: Any, browser: Any, api: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    issued = (await browser.exchange("course")).json()["access_token"]
    refused = await api.get("/v1/me", headers={"Authorization": f"Bearer {issued}"})
    assert (refused.status_code, refused.json()["type"]) == (401, "invalid-token")


async def test_too_many_attempts_are_refused_with_a_time_to_wait(
    people: Any, browser: Any, settings: Any
) -> None:
    settings.rate_limit_sign_in_per_account = "3/900"
    ada = await people.make("Ada")
    for _ in range(3):
        assert (await browser.sign_in(ada.email, "wrong password")).status_code == 401
    refused = await browser.sign_in(ada.email)
    assert (refused.status_code, refused.json()["type"]) == (429, "too-many-attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    bob = await people.make("Bob")
    assert (await browser.sign_in(bob.email)).status_code == 201


async def test_a_success_forgets_the_failures_before_it(
    people: Any, browser: Any, settings: Any
) -> None:
    settings.rate_limit_sign_in_per_account = "3/900"
    ada = await people.make("Ada")
    for _ in range(2):
        for _ in range(2):
            await browser.sign_in(ada.email, "wrong password")
        assert (await browser.sign_in(ada.email)).status_code == 201


async def test_limits_hold_for_unknown_addresses_too(browser: Any, settings: Any) -> None:
    settings.rate_limit_sign_in_per_account = "2/900"
    for expected in (401, 401, 429):
        assert (await browser.sign_in("no@school.example")).status_code == expected


async def test_a_forwarded_address_is_believed_only_from_the_web_client(
    people: Any, browser: Any, api: Any, settings: Any
) -> None:
    settings.rate_limit_sign_in_per_account = "1/900"
    settings.trusted_proxies = ["10.0.0.0/8"]
    body = {"email": "no@school.example", "password": PASSWORD}
    first = await api.post("/v1/sessions", json=body, headers={"X-Forwarded-For": "198.51.100.1"})
    second = await api.post("/v1/sessions", json=body, headers={"X-Forwarded-For": "198.51.100.2"})
    assert (first.status_code, second.status_code) == (401, 429)
    settings.trusted_proxies = ["127.0.0.0/8"]
    third = await api.post("/v1/sessions", json=body, headers={"X-Forwarded-For": "198.51.100.3"})
    assert third.status_code == 401


async def test_a_password_of_lone_surrogates_is_only_a_wrong_password(
    people: Any, api: Any
) -> None:
    ada = await people.make("Ada")
    body = f'{{"email": "{ada.email}", "password": "\\ud800\\u0000 and more"}}'
    headers = {"Content-Type": "application/json"}
    answer = await api.post("/v1/sessions", content=body, headers=headers)
    assert answer.status_code in {400, 401, 422}


async def test_demo_links_work_once_and_only_where_they_are_allowed(
    people: Any, browser: Any, api: Any, settings: Any, database: Any
) -> None:
    from accounts.tokens.actions import keep_token

    lead = await people.make("Lea", Role.PROGRAMME_LEAD)
    async with database.transaction() as session:
        await keep_token(session, "t" * 43, "demo_link", timedelta(days=1), person_id=lead.id)
    refused = await api.post("/v1/sign-in-links", json={"token": "t" * 43})
    assert refused.json()["type"] == "link-not-valid"
    settings.demo_links = True
    browser.keep(await api.post("/v1/sign-in-links", json={"token": "t" * 43}))
    issued = (await browser.exchange()).json()
    assert {role["role"] for role in issued["person"]["roles"]} == {"teacher", "programme_lead"}
    again = await api.post("/v1/sign-in-links", json={"token": "t" * 43})
    assert again.json()["type"] == "link-not-valid"
