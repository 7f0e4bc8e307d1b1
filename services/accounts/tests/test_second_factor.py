"""The second factor: each code once, recovery codes once, staff roles rest without it."""

import time
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.second_factor.model import SecondFactor
from accounts.second_factor.rules import STEP, matching_step, new_secret
from shared.http import Role

PASSWORD = "correct horse battery"


class App:
    """An authenticator app. Each use goes to the next half-minute, as a person's would."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)
        self._step = int(time.time()) // STEP - 2

    def next_code(self) -> str:
        self._step += 1
        return self._totp.at(self._step * STEP)


@pytest.fixture
def set_up(api: Any, browser: Any) -> Any:
    async def run(email: str) -> tuple[App, list[str]]:
        await browser.sign_in(email)
        headers = await browser.headers()
        started = (await api.post("/v1/me/second-factor", json={}, headers=headers)).json()
        app = App(started["secret"])
        confirmed = await api.post(
            "/v1/me/second-factor/confirm", json={"code": app.next_code()}, headers=headers
        )
        assert confirmed.status_code == 200, confirmed.text
        browser.keep(confirmed)
        return app, confirmed.json()["recovery_codes"]

    return run


async def test_staff_roles_rest_until_there_is_a_second_factor(
    people: Any, browser: Any, set_up: Any
) -> None:
    lead = await people.make("Lea", Role.PROGRAMME_LEAD)
    await browser.sign_in(lead.email)
    before = (await browser.exchange()).json()["person"]
    assert before["second_factor_missing"] is True
    assert [role["role"] for role in before["roles"]] == ["teacher"]
    await set_up(lead.email)
    after = (await browser.exchange()).json()["person"]
    assert after["second_factor_missing"] is False
    assert "programme_lead" in [role["role"] for role in after["roles"]]


async def test_the_password_alone_is_worth_no_access_token(
    people: Any, browser: Any, set_up: Any, api: Any
) -> None:
    ada = await people.make("Ada")
    app, _ = await set_up(ada.email)
    first = await browser.sign_in(ada.email)
    assert first.json()["second_factor"] == "required"
    refused = await browser.exchange()
    assert (refused.status_code, refused.json()["type"]) == (401, "second-factor-required")
    waiting = browser.session_token
    second = await api.post(
        "/v1/sessions/second-factor", json={"code": app.next_code()}, headers=browser.cookie
    )
    browser.keep(second)
    assert browser.session_token != waiting
    assert (await browser.exchange()).status_code == 200


async def test_a_code_can_come_with_the_password(people: Any, browser: Any, set_up: Any) -> None:
    ada = await people.make("Ada")
    app, _ = await set_up(ada.email)
    opened = await browser.sign_in(ada.email, code=app.next_code())
    assert opened.json()["second_factor"] == "none"


async def test_a_used_code_is_refused(people: Any, browser: Any, set_up: Any) -> None:
    ada = await people.make("Ada")
    app, _ = await set_up(ada.email)
    code = app.next_code()
    assert (await browser.sign_in(ada.email, code=code)).status_code == 201
    again = await browser.sign_in(ada.email, code=code)
    assert (again.status_code, again.json()["type"]) == (401, "wrong-code")


async def test_a_recovery_code_works_once_however_it_is_typed(
    people: Any, browser: Any, set_up: Any, post: Any
) -> None:
    ada = await people.make("Ada")
    _, codes = await set_up(ada.email)
    await post()
    typed = f" {codes[0].upper().replace('-', ' ')} "
    assert (await browser.sign_in(ada.email, code=typed)).status_code == 201
    (letter,) = await post()
    assert "You have 9 left" in letter.body
    assert (await browser.sign_in(ada.email, code=codes[0])).status_code == 401
    assert (await browser.sign_in(ada.email, code=codes[1])).status_code == 201


async def test_guessing_codes_is_limited(
    people: Any, browser: Any, set_up: Any, settings: Any
) -> None:
    ada = await people.make("Ada")
    await set_up(ada.email)
    settings.rate_limit_second_factor = "3/900"
    answers = [await browser.sign_in(ada.email, code="000000") for _ in range(4)]
    assert answers[-1].status_code == 429


async def test_the_secret_is_sealed_in_the_database(
    people: Any, browser: Any, api: Any, session: Any, vault: Any
) -> None:
    ada = await people.make("Ada")
    await browser.sign_in(ada.email)
    started = await api.post("/v1/me/second-factor", json={}, headers=await browser.headers())
    secret = started.json()["secret"]
    row = await session.get(SecondFactor, ada.id)
    assert secret not in row.sealed_secret
    assert vault.unseal(row.sealed_secret) == secret


async def test_setting_up_signs_other_devices_out(
    people: Any, browser: Any, other_browser: Any, set_up: Any
) -> None:
    ada = await people.make("Ada")
    await other_browser.sign_in(ada.email)
    await set_up(ada.email)
    assert (await other_browser.exchange()).status_code == 401


async def test_removing_needs_the_password_and_a_code(
    people: Any, browser: Any, set_up: Any, api: Any
) -> None:
    ada = await people.make("Ada")
    _, codes = await set_up(ada.email)
    headers = await browser.headers()
    wrong = await api.post(
        "/v1/me/second-factor/remove",
        json={"password": "wrong password", "code": codes[0]},
        headers=headers,
    )
    assert wrong.json()["type"] == "wrong-password"
    done = await api.post(
        "/v1/me/second-factor/remove",
        json={"password": PASSWORD, "code": codes[1]},
        headers=headers,
    )
    assert done.status_code == 204
    assert (await browser.sign_in(ada.email)).json()["second_factor"] == "none"


@given(
    moment=st.integers(min_value=10**9, max_value=4 * 10**9),
    drift=st.integers(min_value=-3, max_value=3),
    used=st.integers(min_value=-3, max_value=3),
)
def test_a_code_counts_one_step_around_now_and_only_after_the_last_used(
    moment: int, drift: int, used: int
) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    step = moment // STEP
    code = pyotp.TOTP(secret).at((step + drift) * STEP)
    at = datetime.fromtimestamp(moment, UTC)
    matched = matching_step(secret, code, at, step + used)
    if abs(drift) <= 1 and drift > used:
        assert matched is not None
        assert matched > step + used
    elif matched is not None:
        # Two half-minutes share a code once in a million; then it is the other one's.
        assert pyotp.TOTP(secret).at(matched * STEP) == code


def test_secrets_have_160_bits() -> None:
    assert len(new_secret()) >= 32
