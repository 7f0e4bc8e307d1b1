"""Whatever ends a session tells the other services which, so that they close what is open for it."""

import base64
import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.contracts.accounts import SessionsEnded
from shared.db import Database
from shared.http import Role
from shared.testing import announced

NEW = "a brand new password"


async def _session_of(browser: Any) -> UUID:
    """The id that the browser's access tokens carry."""
    token = (await browser.exchange()).json()["access_token"]
    body = token.split(".")[1]
    return UUID(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sid"])


async def _ended(database: Database) -> list[UUID]:
    async with database.reading() as session:
        events = await announced(session)
    return [
        one for event in events if isinstance(event, SessionsEnded) for one in event.session_ids
    ]


async def _sign_out(api: Any, browser: Any, other: Any) -> None:
    await api.delete("/v1/sessions/current", headers=other.cookie)


async def _sign_out_elsewhere(api: Any, browser: Any, other: Any) -> None:
    path = f"/v1/sessions/{await _session_of(other)}"
    assert (await api.delete(path, headers=await browser.headers())).status_code == 204


async def _sign_in_again(api: Any, browser: Any, other: Any) -> None:
    # The browser sends its old session along.
    assert (await other.sign_in("ada@school.example")).status_code == 201


async def _change_password(api: Any, browser: Any, other: Any) -> None:
    body = {"new_password": NEW}
    answer = await api.post("/v1/me/password", json=body, headers=await browser.headers())
    assert answer.status_code == 200


async def _leave(api: Any, browser: Any, other: Any) -> None:
    answer = await api.post("/v1/me/erasure", json={}, headers=await browser.headers())
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("end", "own_ends"),
    [
        (_sign_out, False),
        (_sign_out_elsewhere, False),
        (_sign_in_again, False),
        (_change_password, True),
        (_leave, True),
    ],
)
async def test_each_way_of_ending_a_session_names_it(
    people: Any,
    api: Any,
    browser: Any,
    other_browser: Any,
    database: Database,
    end: Any,
    own_ends: bool,
) -> None:
    ada = await people.make("Ada")
    for one in (browser, other_browser):
        await one.sign_in(ada.email)
    own, other = await _session_of(browser), await _session_of(other_browser)
    await end(api, browser, other_browser)
    ended = await _ended(database)
    assert other in ended
    assert (own in ended) is own_ends


async def test_a_session_goes_on_under_a_new_id_after_a_new_password(
    people: Any, api: Any, browser: Any
) -> None:
    """A copy of the browser's session must not pass for the session that goes on."""
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    before, old = await _session_of(browser), await browser.headers()
    body = {"new_password": NEW}
    browser.keep(await api.post("/v1/me/password", json=body, headers=old))
    assert await _session_of(browser) != before
    refused = await api.post("/v1/me/step-up", json={"password": NEW}, headers=old)
    assert refused.json()["type"] == "session-ended"


async def test_a_reset_by_staff_or_by_mail_names_every_session(
    people: Any, api: Any, browser: Any, post: Any, link_token: Any, database: Database
) -> None:
    ada = await people.make("Ada", Role.TUTOR)
    await browser.sign_in(ada.email)
    own = await _session_of(browser)
    await api.post("/v1/password-resets", json={"email": ada.email})
    (letter,) = await post()
    body = {"token": link_token(letter), "password": NEW}
    assert (await api.post("/v1/password-resets/confirm", json=body)).status_code == 204
    assert await _ended(database) == [own]


async def test_very_many_sessions_of_one_person_can_be_ended(
    people: Any, api: Any, browser: Any, database: Database
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    async with database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO sessions (id, person_id, token_hash, opened_by, device, auth_time,"
                " last_seen_at, expires_at, waits_for_code)"
                " SELECT uuidv7(), :person, sha256(n::text::bytea), 'password', '', now(), now(),"
                " now() + interval '1 day', false FROM generate_series(1, 2000) n"
            ),
            {"person": ada.id},
        )
    body = {"new_password": NEW}
    answer = await api.post("/v1/me/password", json=body, headers=await browser.headers())
    assert answer.status_code == 200, answer.text
    assert len(await _ended(database)) == 2001
