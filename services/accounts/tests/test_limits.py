"""Limits stop who guesses, and nobody else: not the owner, not the school."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.limits.actions import RateLimits
from accounts.limits.rules import Limit
from shared.http import Problem

PASSWORD = "correct horse battery"
SCHOOL, ELSEWHERE = "198.51.100.1", "203.0.113.9"
NOW = datetime(2026, 11, 28, tzinfo=UTC)


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


@given(st.integers(1, 50), st.integers(1, 3600))
def test_a_limit_lets_so_many_through_at_once_and_one_more_after_each_interval(
    attempts: int, seconds: int
) -> None:
    limit = Limit(attempts, seconds)
    used_until = NOW
    for _ in range(attempts):
        used_until += limit.interval
    assert limit.too_early(used_until, NOW) <= timedelta(milliseconds=1)
    assert limit.too_early(used_until + limit.interval, NOW) > timedelta()
    later = NOW + limit.interval
    assert limit.too_early(used_until + limit.interval, later) <= timedelta(milliseconds=1)


async def test_beyond_the_limit_of_a_network_one_waits_seconds_not_the_hour(
    database: Any, settings: Any
) -> None:
    settings.rate_limit_registration_per_network = "2/4"
    limits = RateLimits(database, settings)
    began = asyncio.get_running_loop().time()
    for _ in range(3):
        await limits.pace("registration_per_network", SCHOOL)
    assert 1 < asyncio.get_running_loop().time() - began < 4
    settings.rate_limit_registration_per_network = "2/3600"
    for _ in range(2):
        await limits.pace("registration_per_network", ELSEWHERE)
    with pytest.raises(Problem) as refused:
        await limits.pace("registration_per_network", ELSEWHERE)
    assert refused.value.status == 429
    assert int(refused.value.headers["Retry-After"]) <= 1800


async def test_many_at_once_are_counted_one_by_one(database: Any, settings: Any) -> None:
    settings.rate_limit_code = "5/3600"
    limits = RateLimits(database, settings)
    found = await asyncio.gather(
        *(limits.spend("code", "ada") for _ in range(20)), return_exceptions=True
    )
    assert sum(one is None for one in found) == 5


async def test_strangers_never_lock_the_owner_out(
    people: Any, browser: Any, other_browser: Any, settings: Any
) -> None:
    settings.rate_limit_sign_in_attack = "5/3600"
    ada = await people.make("Ada")
    other_browser.address = ELSEWHERE
    for _ in range(20):
        await other_browser.sign_in(ada.email, "wrong password")
    browser.address = SCHOOL
    assert (await browser.sign_in(ada.email)).status_code == 201


async def test_an_account_under_attack_allows_fewer_guesses_from_each_network(
    people: Any, browser: Any, settings: Any
) -> None:
    settings.rate_limit_sign_in_attack = "5/3600"
    ada = await people.make("Ada")
    for network in range(5):
        browser.address = f"203.0.113.{network}"
        await browser.sign_in(ada.email, "wrong password")
    browser.address = "203.0.113.77"
    answers = [(await browser.sign_in(ada.email, "wrong password")).status_code for _ in range(4)]
    assert answers == [401, 401, 401, 429]


async def test_a_known_browser_is_let_in_whatever_happens_beside_it(
    people: Any, browser: Any, other_browser: Any, settings: Any
) -> None:
    settings.rate_limit_sign_in_per_account = "3/900"
    settings.rate_limit_sign_in_per_network = "3/900"
    ada = await people.make("Ada")
    assert (await browser.sign_in(ada.email)).status_code == 201
    for _ in range(6):  # A pupil in the same room.
        await other_browser.sign_in(ada.email, "wrong password")
    assert (await other_browser.sign_in(ada.email)).status_code == 429
    assert (await browser.sign_in(ada.email)).status_code == 201


async def test_a_browser_is_known_to_its_own_account_and_until_the_password_changes(
    people: Any, browser: Any, api: Any, settings: Any
) -> None:
    ada, bob = await people.make("Ada"), await people.make("Bob")
    await browser.sign_in(ada.email)
    mine = browser.device_token
    settings.rate_limit_sign_in_per_account = "1/900"
    settings.rate_limit_sign_in_per_device = "100/900"
    for email in (bob.email, ada.email):
        browser.device_token = mine
        answers = [(await browser.sign_in(email, "wrong password")).status_code for _ in range(2)]
        assert answers == ([401, 429] if email == bob.email else [401, 401])
    await browser.sign_in(ada.email)
    body = {"new_password": "a brand new password"}
    await api.post("/v1/me/password", json=body, headers=await browser.headers())
    browser.device_token = mine
    answers = [(await browser.sign_in(ada.email, "wrong password")).status_code for _ in range(2)]
    assert answers == [401, 429]


@pytest.mark.parametrize("forged", ["", "~", "x.y.z", "20000.abc.def", "a~" * 400])
async def test_a_forged_device_is_a_stranger(
    people: Any, browser: Any, settings: Any, forged: str
) -> None:
    settings.rate_limit_sign_in_per_account = "1/900"
    ada = await people.make("Ada")
    browser.device_token = forged
    assert (await browser.sign_in(ada.email, "wrong password")).status_code == 401
    assert (await browser.sign_in(ada.email, "wrong password")).status_code == 429


async def test_a_training_room_registers_behind_one_address(
    register: Any, post: Any, confirm: Any, settings: Any
) -> None:
    settings.rate_limit_registration_per_network = "5/36000"
    for teacher in range(12):
        registered = await register(f"teacher{teacher}@school.example")
        assert registered.status_code == 202
        (letter,) = await post()
        assert (await confirm(letter)).status_code == 200


async def test_signing_in_rightly_does_not_count_for_the_school(
    people: Any, browser: Any, settings: Any
) -> None:
    settings.rate_limit_sign_in_per_network = "3/36000"
    ada = await people.make("Ada")
    for _ in range(8):
        browser.device_token = ""
        assert (await browser.sign_in(ada.email)).status_code == 201


async def test_what_a_stranger_asked_for_keeps_no_mail_from_the_owner(
    register: Any, api: Any, post: Any, people: Any, settings: Any
) -> None:
    settings.rate_limit_mail_per_recipient = "3/3600"
    ada = await people.make("Ada")
    for path in ("/v1/registrations/resend", "/v1/password-resets"):
        for _ in range(5):
            await api.post(path, json={"email": ada.email}, headers=_from(ELSEWHERE))
    await post()
    refused = await api.post(
        "/v1/password-resets", json={"email": ada.email}, headers=_from(ELSEWHERE)
    )
    assert refused.status_code == 429
    mine = await api.post("/v1/password-resets", json={"email": ada.email}, headers=_from(SCHOOL))
    assert mine.status_code == 202
    assert [letter.subject for letter in await post()] == ["Choose a new password"]


async def test_six_registrations_of_a_stranger_keep_no_mail_from_the_owner(
    api: Any, post: Any, confirm: Any
) -> None:
    body = PUBLIC["/v1/registrations"]
    answers = [
        (await api.post("/v1/registrations", json=body, headers=_from(ELSEWHERE))).status_code
        for _ in range(8)
    ]
    assert answers == [202] * 6 + [429] * 2
    assert len(await post()) == 6
    mine = {**body, "name": "Ada King"}
    await api.post("/v1/registrations", json=mine, headers=_from(SCHOOL))
    (first,) = await post()
    await api.post("/v1/registrations/resend", json={"email": body["email"]}, headers=_from(SCHOOL))
    (again,) = await post()
    assert first.to == again.to == body["email"]
    assert (await confirm(first)).status_code == 200


async def test_a_strangers_registrations_end_no_link_of_the_owner(
    api: Any, post: Any, confirm: Any
) -> None:
    body = PUBLIC["/v1/registrations"]
    await api.post("/v1/registrations", json=body, headers=_from(SCHOOL))
    (mine,) = await post()
    for network in range(40):
        here = _from(f"203.0.113.{network}")
        await api.post("/v1/registrations", json=body, headers=here)
    await post()
    assert (await confirm(mine)).status_code == 200


async def test_a_mailbox_gets_few_mails_of_a_kind_an_hour_from_however_many_networks(
    people: Any, api: Any, post: Any, browser: Any, settings: Any
) -> None:
    settings.rate_limit_mail_per_mailbox = "4/3600"
    ada = await people.make("Ada")
    body = {**PUBLIC["/v1/registrations"], "email": "new@school.example"}
    edit_key = ""
    for network in range(10):
        here = _from(f"203.0.113.{network}")
        await api.post("/v1/password-resets", json={"email": ada.email}, headers=here)
        await api.post("/v1/registrations/resend", json={"email": ada.email}, headers=here)
        answer = await api.post("/v1/registrations", json=body, headers=here)
        # Moving one registration to and fro asks for a mail each time, too.
        for to in ("elsewhere@school.example", body["email"]) if edit_key else ():
            correction = {"edit_key": edit_key, "new_email": to}
            await api.post("/v1/registrations/correct", json=correction, headers=here)
        edit_key = answer.json()["edit_key"]
    for number in range(10):
        one = await people.make(f"Stranger {number}")
        asked = {"new_email": "victim@school.example"}
        await browser.sign_in(one.email)
        headers = await browser.headers()
        assert (await api.post("/v1/me/email", json=asked, headers=headers)).is_success
    sent = [(letter.to, letter.subject) for letter in await post()]
    assert sent.count((ada.email, "Choose a new password")) == 4
    assert sent.count((ada.email, "You already have an account")) == 4
    assert sent.count(("new@school.example", "Confirm your address")) == 4
    assert len([to for to, _subject in sent if to == "victim@school.example"]) == 4


PUBLIC: dict[str, dict[str, Any]] = {
    "/v1/registrations": {
        "email": "a@school.example",
        "name": "Ada",
        "country": "IT",
        "language": "en",
        "zone": "Europe/Rome",
        "code_of_conduct": True,
    },
    "/v1/registrations/opened": {"token": "x"},
    "/v1/registrations/confirm": {"token": "x", "password": PASSWORD},
    "/v1/registrations/resend": {"email": "a@school.example"},
    "/v1/registrations/correct": {"edit_key": "x", "new_email": "a@school.example"},
    "/v1/sessions": {"email": "a@school.example", "password": PASSWORD},
    "/v1/sessions/by-code": {"email": "a@school.example", "code": "abcde-fghij"},
    "/v1/sign-in-links": {"token": "x"},
    "/v1/password-resets": {"email": "a@school.example"},
    "/v1/password-resets/confirm": {"token": "x", "password": PASSWORD},
    "/v1/addresses/confirm": {"token": "x"},
}
CHEAP = {"/v1/tokens", "/v1/sessions/second-factor"}
"""Both ask for a session first; the second has a limit for its account."""


def test_every_public_route_that_works_for_strangers_has_a_limit(app: Any) -> None:
    public = {
        path
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
        if method == "post" and "security" not in operation
    }
    assert public == set(PUBLIC) | CHEAP


@pytest.mark.parametrize("path", PUBLIC)
async def test_one_client_is_stopped_before_the_work_and_others_are_not(
    api: Any, settings: Any, path: str
) -> None:
    for name in type(settings).model_fields:
        if name.startswith("rate_limit_"):
            setattr(settings, name, "1/36000")
    first = await api.post(path, json=PUBLIC[path], headers=_from(ELSEWHERE))
    assert first.status_code != 429
    again = await api.post(path, json=PUBLIC[path], headers=_from(ELSEWHERE))
    assert (again.status_code, int(again.headers["Retry-After"]) > 0) == (429, True)
    other = await api.post(path, json=PUBLIC[path], headers=_from(SCHOOL))
    assert other.status_code != 429


async def test_two_addresses_of_one_ipv6_network_are_one_client(api: Any, settings: Any) -> None:
    settings.rate_limit_link_per_network = "1/36000"
    body = {"token": "x"}
    answers = [
        (await api.post("/v1/addresses/confirm", json=body, headers=_from(address))).status_code
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    ]
    assert answers == [400, 429, 400]


def test_the_demo_raises_every_limit(settings: Any) -> None:
    from meridian.environment import RATE_LIMITS

    names = {name.upper() for name in type(settings).model_fields if name.startswith("rate_limit_")}
    assert set(RATE_LIMITS) == names
