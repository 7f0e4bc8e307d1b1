"""Staff and people, by pages against the real accounts."""

import io
import json
import re
import zipfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import update

from accounts.passwords import hash_password
from accounts.people.model import Person
from accounts.sessions.model import Session
from shared import clock
from shared.db import Database
from web.session import AccessTokens
from web.settings import Settings

PASSWORD = "correct horse battery"


@pytest.fixture
def age_sessions(
    app: FastAPI, settings: Settings, database: Database
) -> Callable[[], Awaitable[None]]:
    """Everybody has a password, and signed in eleven minutes ago."""

    async def age() -> None:
        hashed = await hash_password(SecretStr(PASSWORD))
        async with database.transaction() as session:
            earlier = clock.real_now() - timedelta(minutes=11)
            await session.execute(update(Session).values(auth_time=earlier))
            await session.execute(update(Person).values(password_hash=hashed))
        app.state.tokens = AccessTokens(app.state.client, settings.accounts_url)

    return age


@pytest.fixture
async def waiting_teacher(browser: Any, newcomer: Any) -> str:
    """Ada has asked to be recognised; her id."""
    await newcomer()
    await browser.open("/settings/verification")
    await browser.send("/settings/verification", evidence="https://school.example/staff")
    await browser.open("/settings/security/export")
    copy = await browser.send("/settings/security/export")
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        sections = json.loads(archive.read("data/accounts.json"))["sections"]
    await browser.open("/settings/security")
    await browser.send("/sign-out")
    return str(next(one["rows"][0]["id"] for one in sections if one["title"] == "Who I am"))


async def test_a_moderator_recognises_a_teacher(
    browser: Any, waiting_teacher: str, staff: Any
) -> None:
    await staff("moderator")
    await browser.open("/staff/verifications")
    assert "Ada Lovelace" in browser.text
    assert 'href="https://school.example/staff" rel="noopener noreferrer nofollow"' in (
        browser.page.text
    )
    await browser.send(f"/staff/verifications/{waiting_teacher}/verify")
    assert "Ada Lovelace is verified as a teacher" in browser.text
    assert "Nobody waits" in browser.text
    await browser.open("/staff/verifications?status=verified")
    assert "Ada Lovelace" in browser.text


async def test_a_refusal_needs_a_reason_that_the_teacher_reads(
    browser: Any, waiting_teacher: str, staff: Any
) -> None:
    await staff("programme_lead")
    await browser.open("/staff/verifications")
    address = f"/staff/verifications/{waiting_teacher}/refuse"
    await browser.send(address, reason="")
    assert "Say why: the teacher reads it." in browser.text
    await browser.send(address, reason="The page does not name you.")
    assert "Refused. The teacher reads your reason." in browser.text
    await browser.send("/sign-out")
    await browser.open("/sign-in?next=/settings/verification")
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD)
    assert "The page does not name you." in browser.text


async def test_roles_are_granted_taken_back_and_recorded(
    browser: Any, waiting_teacher: str, staff: Any
) -> None:
    await staff("programme_lead")
    await browser.open("/staff/people?query=lovelace")
    assert f"/staff/people/{waiting_teacher}" in browser.page.text
    address = f"/staff/people/{waiting_teacher}"
    await browser.open(address)
    assert '<option value="operator"' not in browser.page.text
    await browser.send(f"{address}/roles", role="tutor")
    assert "The role is granted." in browser.text
    await browser.send(f"{address}/roles/revoke")
    assert "The role is taken back." in browser.text
    await browser.open("/staff/audit")
    assert "Took a role back: Tutor" in browser.text
    await browser.open(f"/staff/audit?action=grant_role&person={waiting_teacher}")
    assert "Granted a role: Tutor" in browser.text
    assert "Only what Ada Lovelace did, and what was done about them." in browser.text


async def test_a_sign_in_code_is_shown_once_and_signs_in(
    browser: Any, waiting_teacher: str, staff: Any
) -> None:
    await staff("moderator")
    address = f"/staff/people/{waiting_teacher}"
    await browser.open(address)
    await browser.send(f"{address}/code", reason="Seen on video.")
    assert "Check who it is first." in browser.text
    await browser.send(f"{address}/code", reason="Seen on video.", identity_checked="yes")
    code = re.search(r"\b([0-9a-z]{5}-[0-9a-z]{5})\b", browser.text)
    assert code is not None
    await browser.open(address)
    assert code[1] not in browser.text
    await browser.send("/sign-out")
    await browser.open("/sign-in/code")
    await browser.send("/sign-in/code", email="ada@school.example", code="aaaaa-aaaaa")
    assert "Incorrect address or code" in browser.text
    await browser.send("/sign-in/code", email="ada@school.example", code=code[1])
    assert browser.path == "/today"


async def test_somebody_without_mail_is_let_in(browser: Any, staff: Any) -> None:
    await browser.open("/register")
    answers = {
        "email": "deaf@school.example",
        "name": "Dea",
        "password": PASSWORD,
        "country": "IT",
        "code_of_conduct": "yes",
    }
    await browser.send("/register", **answers)
    await staff("moderator")
    await browser.open("/staff/people?query=deaf")
    assert "Registered, not confirmed" in browser.text
    found = re.search(r'href="(/staff/registrations/[^"]+)"', browser.page.text)
    assert found is not None
    await browser.open(found[1].replace("&amp;", "&"))
    action = found[1].partition("?")[0]
    await browser.send(action, reason="Telephone call.", identity_checked="yes")
    code = re.search(r"\b([0-9a-z]{5}-[0-9a-z]{5})\b", browser.text)
    assert code is not None
    await browser.send("/sign-out")
    await browser.open("/sign-in/code")
    await browser.send("/sign-in/code", email="deaf@school.example", code=code[1])
    assert browser.path == "/today"


@pytest.mark.parametrize(
    "address", ["/staff/verifications", "/staff/people", "/staff/audit", "/staff/people/x"]
)
async def test_pages_of_staff_are_closed_to_teachers_and_visitors(
    browser: Any, newcomer: Any, address: str
) -> None:
    await browser.open(address)
    assert browser.path == "/sign-in" or browser.page.status_code == 404
    await newcomer()
    await browser.open(address)
    assert browser.page.status_code in {403, 404}


async def test_a_borrowed_session_of_staff_is_asked_for_the_password_and_nothing_typed_is_lost(
    browser: Any, waiting_teacher: str, staff: Any, age_sessions: Any
) -> None:
    await staff("programme_lead")
    address = f"/staff/people/{waiting_teacher}"
    await browser.open(address)
    await age_sessions()
    await browser.send(f"{address}/roles", role="tutor")
    assert browser.page.status_code == 403
    assert "Enter your password" in browser.text
    assert "error-summary" not in browser.page.text
    assert 'name="role" value="tutor"' in browser.page.text
    await browser.send(f"{address}/roles", password="wrong password")
    assert "Incorrect password. Try again or reset it." in browser.text
    await browser.send(f"{address}/roles", password=PASSWORD)
    assert "The role is granted." in browser.text
    await browser.send(f"{address}/roles/revoke")
    assert "The role is taken back." in browser.text
