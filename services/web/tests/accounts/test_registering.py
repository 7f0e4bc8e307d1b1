"""Registering and signing in, by pages without JavaScript, against the real accounts."""

from typing import Any

import pytest

from accounts.people.queries import person_at
from web.registration.zones import zone_of_country

PASSWORD = "correct horse battery"
ANSWERS = {
    "email": "ada@school.example",
    "name": "Ada Lovelace",
    "country": "IT",
    "code_of_conduct": "yes",
}


async def test_a_teacher_registers_confirms_and_is_signed_in(
    browser: Any, post: Any, address_of: Any
) -> None:
    await browser.open("/register")
    await browser.send("/register", **ANSWERS)
    assert browser.path == "/register/sent"
    assert "ada@school.example" in browser.text
    (letter,) = await post()
    await browser.open(address_of(letter))
    assert browser.page.status_code == 200
    await browser.send("/confirm", password=PASSWORD)
    assert browser.path == "/today"
    await browser.open("/settings/security")
    assert "ada@school.example" in browser.text
    assert "This device" in browser.text


async def test_opening_the_link_alone_consumes_nothing(
    browser: Any, post: Any, address_of: Any
) -> None:
    await browser.open("/register")
    await browser.send("/register", **ANSWERS)
    (letter,) = await post()
    for _ in range(3):
        await browser.open(address_of(letter))
    await browser.send("/confirm", password=PASSWORD)
    assert browser.path == "/today"


async def test_mistakes_are_marked_and_what_was_typed_stays(browser: Any) -> None:
    await browser.open("/register")
    wrong = {**ANSWERS, "email": "no address", "code_of_conduct": ""}
    await browser.send("/register", **wrong)
    assert browser.page.status_code == 422
    assert 'value="Ada Lovelace"' in browser.page.text
    assert "agree to it" in browser.text
    await browser.send("/register", **{**ANSWERS, "email": "no address"})
    assert "Enter an email address" in browser.text
    await browser.send("/register", **ANSWERS)
    assert browser.path == "/register/sent"


async def test_a_known_address_sees_the_same_pages(browser: Any, newcomer: Any, post: Any) -> None:
    await newcomer()
    await browser.send("/sign-out")
    await browser.open("/register")
    await browser.send("/register", **ANSWERS)
    known = (browser.path, browser.text.replace("ada@school.example", "X"))
    (letter,) = await post()
    assert letter.subject == "You already have an account"
    await browser.open("/register")
    await browser.send("/register", **{**ANSWERS, "email": "new@school.example"})
    assert (browser.path, browser.text.replace("new@school.example", "X")) == known


async def test_a_mistyped_address_is_corrected(browser: Any, post: Any, address_of: Any) -> None:
    await browser.open("/register")
    await browser.send("/register", **{**ANSWERS, "email": "typo@school.example"})
    await post()
    await browser.open("/register/correct")
    assert "typo@school.example" in browser.text
    await browser.send("/register/correct", new_email="right@school.example", which="wrong")
    (letter,) = await post()
    assert letter.to == "right@school.example"
    await browser.open(address_of(letter))
    await browser.send("/confirm", password=PASSWORD)
    assert browser.path == "/today"


async def test_the_password_and_the_name_are_chosen_by_who_opens_the_link(
    browser: Any, post: Any, address_of: Any
) -> None:
    await browser.open("/register")
    await browser.send("/register", **{**ANSWERS, "name": "A Stranger"})
    (letter,) = await post()
    link = address_of(letter)
    await browser.open(link)
    assert 'value="A Stranger"' in browser.page.text
    await browser.send("/confirm", password="short")
    assert "Use at least ten characters" in browser.text
    assert "short" not in browser.page.text.replace("A short sentence", "")
    await browser.send("/confirm", password=PASSWORD, name="evil.example")
    assert "Leave internet addresses out of the name" in browser.text
    await browser.send("/confirm", password=PASSWORD, name="Ada Lovelace")
    assert browser.path == "/today"
    await browser.send("/sign-out")
    await browser.open(link)
    assert "ask for a new link" in browser.text
    assert 'name="password"' not in browser.page.text


async def test_who_opens_the_link_sees_and_corrects_what_a_stranger_registered(
    browser: Any, post: Any, address_of: Any, database: Any
) -> None:
    await browser.open("/register")
    await browser.send("/register", **{**ANSWERS, "country": "TR", "name": "A Stranger"})
    (letter,) = await post()
    await browser.open(address_of(letter))
    assert '<option value="TR" selected' in browser.page.text
    assert '<option value="Europe/Istanbul" selected' in browser.page.text
    mine = {"name": "Ada Lovelace", "country": "US", "zone": ""}
    await browser.send("/confirm", password=PASSWORD, **mine)
    assert "Your country has several time zones" in browser.text
    await browser.send("/confirm", password=PASSWORD, **{**mine, "country": "FI"})
    assert browser.path == "/today"
    async with database.reading() as session:
        person = await person_at(session, "ada@school.example")
    assert (person.name, person.country, person.zone) == ("Ada Lovelace", "FI", "Europe/Helsinki")


async def test_only_the_browser_that_registered_corrects(browser: Any, post: Any) -> None:
    await browser.open("/register")
    await browser.send("/register", **ANSWERS)
    browser.client.cookies.clear()
    await browser.open("/register/correct")
    assert browser.path == "/register"


async def test_a_browser_is_known_after_signing_in_and_stays_so(
    browser: Any, newcomer: Any, accounts_settings: Any
) -> None:
    await newcomer()
    await browser.send("/sign-out")
    assert "known-device" in browser.client.cookies
    accounts_settings.rate_limit_sign_in_per_account = "1/36000"
    accounts_settings.rate_limit_sign_in_per_device = "50/900"
    for _ in range(3):
        await browser.open("/sign-in")
        await browser.send("/sign-in", email="ada@school.example", password="not the password")
        assert browser.page.status_code == 401
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD)
    assert browser.path == "/today"


async def test_behind_two_proxies_each_school_has_its_own_limit(
    browser: Any, app: Any, accounts_settings: Any
) -> None:
    accounts_settings.rate_limit_sign_in_per_account = "1/36000"
    app.state.settings.trusted_proxies = ["127.0.0.1", "192.0.2.10"]
    await browser.open("/sign-in")
    statuses = []
    for chain in (
        "198.51.100.1, 192.0.2.10",
        "198.51.100.1, 192.0.2.10",
        "198.51.100.2, 192.0.2.10",
        # Who forges an address on the left is still the one that the first proxy saw.
        "198.51.100.3, 198.51.100.2, 192.0.2.10",
    ):
        page = await browser.client.post(
            "/sign-in",
            data={"email": "ada@school.example", "password": "not the password"},
            headers={"X-Forwarded-For": chain},
        )
        statuses.append(page.status_code)
    assert statuses == [401, 429, 401, 429]


async def test_without_trusted_proxies_nobody_speaks_for_another(
    browser: Any, app: Any, accounts_settings: Any
) -> None:
    accounts_settings.rate_limit_sign_in_per_account = "1/36000"
    assert app.state.settings.trusted_proxies == []
    await browser.open("/sign-in")
    statuses = []
    for address in ("198.51.100.1", "198.51.100.2"):
        page = await browser.client.post(
            "/sign-in",
            data={"email": "ada@school.example", "password": "not the password"},
            headers={"X-Forwarded-For": address},
        )
        statuses.append(page.status_code)
    assert statuses == [401, 429]


async def test_a_wrong_password_says_no_more_than_an_unknown_address(
    browser: Any, newcomer: Any
) -> None:
    await newcomer()
    await browser.send("/sign-out")
    pages = []
    for email in ("ada@school.example", "nobody@school.example"):
        await browser.open("/sign-in")
        await browser.send("/sign-in", email=email, password="not the password")
        pages.append((browser.page.status_code, browser.text))
        assert "not the password" not in browser.page.text
    assert pages[0] == pages[1]
    assert pages[0][0] == 401
    assert "Incorrect address or password. Try again or reset the password." in pages[0][1]


async def test_signing_in_leads_back_to_the_page_that_asked(browser: Any, newcomer: Any) -> None:
    await newcomer()
    await browser.send("/sign-out")
    await browser.open("/settings/security")
    assert browser.path == "/sign-in"
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD)
    assert browser.path == "/settings/security"


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_signing_in_leads_nowhere_else(browser: Any, newcomer: Any, target: str) -> None:
    await newcomer()
    await browser.send("/sign-out")
    await browser.open("/sign-in")
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD, next=target)
    assert browser.page.url.host == "127.0.0.1"
    assert browser.path == "/today"


async def test_a_forgotten_password_is_replaced_by_a_mailed_link(
    browser: Any, newcomer: Any, post: Any, address_of: Any
) -> None:
    await newcomer()
    await browser.send("/sign-out")
    await browser.open("/forgot")
    await browser.send("/forgot", email="ada@school.example")
    assert "If this address has an account" in browser.text
    (letter,) = await post()
    await browser.open(address_of(letter))
    await browser.send("/reset", password="a brand new password")
    assert browser.path == "/sign-in"
    await browser.send("/sign-in", email="ada@school.example", password="a brand new password")
    assert browser.path == "/today"


async def test_signing_out_ends_the_session_at_accounts_too(browser: Any, newcomer: Any) -> None:
    await newcomer()
    held = browser.client.cookies["meridian"]
    await browser.send("/sign-out")
    assert "meridian" not in browser.client.cookies
    browser.client.cookies.set("meridian", held)
    await browser.open("/settings/security")
    assert browser.path == "/sign-in"


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("IT", "Europe/Rome"),
        ("DE", "Europe/Berlin"),
        ("TR", "Europe/Istanbul"),
        ("US", ""),
        ("ES", ""),
    ],
)
def test_a_country_with_one_clock_needs_no_choice_of_zone(country: str, zone: str) -> None:
    assert zone_of_country(country) == zone


async def test_a_country_with_several_zones_asks_which(browser: Any) -> None:
    await browser.open("/register")
    await browser.send("/register", **{**ANSWERS, "country": "US"})
    assert "Your country has several time zones" in browser.text
    await browser.send("/register", **{**ANSWERS, "country": "US", "zone": "America/New_York"})
    assert browser.path == "/register/sent"
