"""Powers over who others are ask staff for the password again, and the person concerned is told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from accounts.app import create_app
from accounts.sessions.model import Session
from shared import clock
from shared.http import Role
from shared.http.auth import GlobalPolicy, policy_of, routes_of
from shared.identity.permissions import Permission

from .conftest import PASSWORD
from .test_route_matrix import body_of

IDENTITY = {
    Permission.ISSUE_SIGN_IN_CODES,
    Permission.VERIFY_TEACHERS,
    Permission.GRANT_ROLES,
}
POWERS = {
    "DELETE /v1/people/{person_id}/roles",
    "POST /v1/people/{person_id}/roles",
    "POST /v1/people/{person_id}/sign-in-code",
    "POST /v1/registrations/{registration_id}/sign-in-code",
    "POST /v1/verifications/{person_id}/refuse",
    "POST /v1/verifications/{person_id}/verify",
}
TOLD = {
    "DELETE /v1/people/{person_id}/roles": "One of your roles was taken back",
    "POST /v1/people/{person_id}/roles": "You have a new role",
    "POST /v1/people/{person_id}/sign-in-code": "Course staff made a sign-in code for you",
}
"""By mail from accounts. Of decisions on a teacher, and of their reason, notifications tells."""


def test_whatever_changes_with_an_identity_permission_asks_for_a_fresh_session(
    settings_env: dict[str, str],
) -> None:
    assert settings_env
    found = {}
    for route in routes_of(create_app()):
        policy = policy_of(route)
        if isinstance(policy, GlobalPolicy) and policy.permission in IDENTITY:
            for method in (route.methods or set()) - {"GET", "HEAD"}:
                found[f"{method} {route.path}"] = policy.fresh
    assert found == dict.fromkeys(POWERS, True)


@pytest.fixture
async def borrowed(
    people: Any, browser: Any, database: Any, api: Any, register: Any, settings: Any
) -> Any:
    """A lead and operator signed in eleven minutes ago; Ada waits, and has two addresses."""
    for name in type(settings).model_fields:
        if name.startswith("rate_limit_"):
            setattr(settings, name, "100000/60")
    home = "ada@home.example"
    ada = await people.make("Ada", Role.TUTOR, private_email=home, private_email_key=home)
    evidence = {"evidence_kind": "head_email", "evidence": "head@school.example"}
    await api.post("/v1/me/verification", json=evidence, headers=ada.headers)
    helper = await people.make("Helper", Role.OPERATOR, Role.PROGRAMME_LEAD)
    await register("waiting@school.example")
    listed = await api.get("/v1/registrations", headers=helper.headers)
    async with database.transaction() as session:
        from accounts.tokens.actions import keep_token

        await keep_token(
            session, "the link", "demo_link", timedelta(minutes=9), person_id=helper.id
        )
    settings.demo_links = True
    browser.keep(await api.post("/v1/sign-in-links", json={"token": "the link"}))
    async with database.transaction() as session:
        earlier = clock.real_now() - timedelta(minutes=11)
        await session.execute(update(Session).values(auth_time=earlier))
    ids = {"person_id": ada.id, "registration_id": listed.json()["items"][0]["id"]}
    return browser, ids, {ada.email, home}


async def _use(api: Any, browser: Any, route: str, ids: dict[str, Any]) -> Any:
    method, path = route.split(" ")
    address = path.format(**ids) + ("?role=tutor" if method == "DELETE" else "")
    return await api.request(method, address, json=body_of(route), headers=await browser.headers())


@pytest.mark.parametrize("route", sorted(POWERS))
async def test_a_borrowed_session_of_staff_uses_no_power_over_others(
    borrowed: Any, api: Any, post: Any, route: str
) -> None:
    browser, ids, addresses = borrowed
    await post()
    refused = await _use(api, browser, route, ids)
    assert (refused.status_code, refused.json()["type"]) == (403, "step-up-required")
    wrong = {"password": "wrong password"}
    guessed = await api.post("/v1/me/step-up", json=wrong, headers=await browser.headers())
    assert guessed.json()["type"] == "wrong-password"
    assert (await _use(api, browser, route, ids)).status_code == 403
    right = {"password": PASSWORD}
    proved = await api.post("/v1/me/step-up", json=right, headers=await browser.headers())
    assert proved.status_code == 204
    done = await _use(api, browser, route, ids)
    assert done.is_success, done.text
    letters = [(one.to, one.subject) for one in await post() if one.to in addresses]
    expected = [(address, TOLD[route]) for address in addresses] if route in TOLD else []
    assert sorted(letters) == sorted(expected)


async def test_a_password_makes_only_its_own_session_fresh(
    people: Any, api: Any, browser: Any, other_browser: Any, database: Any
) -> None:
    ada = await people.make("Ada")
    for one in (browser, other_browser):
        await one.sign_in(ada.email)
    async with database.transaction() as session:
        earlier = clock.real_now() - timedelta(minutes=11)
        await session.execute(update(Session).values(auth_time=earlier))
    proof = {"password": PASSWORD}
    await api.post("/v1/me/step-up", json=proof, headers=await browser.headers())
    assert (await api.post("/v1/me/export", json={}, headers=await browser.headers())).is_success
    other = await api.post("/v1/me/export", json={}, headers=await other_browser.headers())
    assert other.json()["type"] == "step-up-required"
