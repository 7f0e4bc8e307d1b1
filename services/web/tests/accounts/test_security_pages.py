"""Security settings and verification, by pages against the real accounts."""

import io
import re
import time
import zipfile
from typing import Any

import pyotp

PASSWORD = "correct horse battery"
SECURITY = "/settings/security"


async def _set_up(browser: Any) -> tuple[pyotp.TOTP, list[str]]:
    await browser.open(SECURITY)
    await browser.send(f"{SECURITY}/second-factor")
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", browser.page.text)
    assert secret is not None
    assert 'src="data:image/svg+xml' in browser.page.text
    totp = pyotp.TOTP(secret[1])
    await browser.send(f"{SECURITY}/second-factor/confirm", code="000000")
    assert "not the code that the app shows now" in browser.text
    await browser.send(f"{SECURITY}/second-factor/confirm", code=totp.at(time.time() - 30))
    return totp, re.findall(r"<code>([0-9a-z]{6}-[0-9a-z]{6})</code>", browser.page.text)


async def test_a_second_factor_is_set_up_and_asked_for(browser: Any, newcomer: Any) -> None:
    await newcomer()
    totp, codes = await _set_up(browser)
    assert len(codes) == 10
    await browser.open(SECURITY)
    assert "10 recovery codes left" in browser.text
    await browser.send("/sign-out")
    await browser.open("/sign-in?next=/settings/security")
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD)
    assert browser.path == "/sign-in/second-factor"
    refused = await browser.client.get(SECURITY, follow_redirects=False)
    assert refused.headers["location"].startswith("/sign-in")
    await browser.open("/sign-in")
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD)
    await browser.send("/sign-in/second-factor", code="000000")
    assert browser.page.status_code == 401
    await browser.send("/sign-in/second-factor", code=totp.now())
    assert browser.path == "/today"


async def test_a_second_factor_can_be_removed(browser: Any, newcomer: Any) -> None:
    await newcomer()
    _, codes = await _set_up(browser)
    await browser.open(SECURITY)
    await browser.send(f"{SECURITY}/second-factor/remove", password="wrong one", code=codes[0])
    assert "Incorrect password" in browser.text
    await browser.send(f"{SECURITY}/second-factor/remove", password=PASSWORD, code=codes[1])
    assert "Two-step verification is off" in browser.text


async def test_the_password_is_changed_and_this_device_stays(browser: Any, newcomer: Any) -> None:
    await newcomer()
    await browser.open(SECURITY)
    await browser.send(f"{SECURITY}/password", current_password="wrong", new_password="x" * 12)
    assert "Incorrect password" in browser.text
    await browser.send(f"{SECURITY}/password", current_password=PASSWORD, new_password="short")
    assert "Use at least ten characters" in browser.text
    before = browser.client.cookies["meridian"]
    await browser.send(f"{SECURITY}/password", current_password=PASSWORD, new_password="y" * 12)
    assert browser.path == SECURITY
    assert "Your password is changed" in browser.text
    assert browser.client.cookies["meridian"] != before


async def test_another_device_is_signed_out(browser: Any, newcomer: Any) -> None:
    await newcomer()
    other = browser.client.cookies["meridian"]
    browser.client.cookies.delete("meridian")
    await browser.open("/sign-in")
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD)
    await browser.open(SECURITY)
    found = re.search(rf'action="({SECURITY}/sessions/[^"]+/close)"', browser.page.text)
    assert found is not None
    await browser.send(found[1])
    assert "That device is signed out" in browser.text
    browser.client.cookies.clear()
    browser.client.cookies.set("meridian", other)
    await browser.open(SECURITY)
    assert browser.path == "/sign-in"


async def test_addresses_change_once_their_links_are_opened(
    browser: Any, newcomer: Any, post: Any, address_of: Any
) -> None:
    await newcomer()
    await browser.open(SECURITY)
    await browser.send(f"{SECURITY}/email", new_email="new@school.example", password=PASSWORD)
    letters = {letter.to: letter for letter in await post()}
    await browser.open(address_of(letters["new@school.example"]))
    await browser.send("/confirm/address")
    assert browser.path == SECURITY
    assert "new@school.example" in browser.text
    await browser.send(f"{SECURITY}/private-email", private_email="ada@home.example")
    letters = {letter.to: letter for letter in await post()}
    await browser.open(address_of(letters["ada@home.example"]))
    await browser.send("/confirm/address")
    assert "ada@home.example" in browser.text
    await browser.send(f"{SECURITY}/private-email/remove", password="wrong password")
    assert "Incorrect password" in browser.text
    await browser.send(f"{SECURITY}/private-email/remove", password=PASSWORD)
    assert "ada@home.example" not in browser.text


async def test_own_data_are_downloaded_as_a_file(browser: Any, newcomer: Any) -> None:
    await newcomer()
    await browser.open(f"{SECURITY}/export")
    await browser.send(f"{SECURITY}/export", password="wrong password")
    assert "Incorrect password" in browser.text
    file = await browser.send(f"{SECURITY}/export", password=PASSWORD)
    assert "attachment" in file.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        parts = ("accounts", "course", "notifications", "partnering", "projects")
        assert sorted(archive.namelist()) == [
            *(f"data/{part}.json" for part in parts),
            "index.html",
        ]
        words = archive.read("index.html").decode()
    assert "Ada Lovelace" in words
    assert "We keep nothing about you here." in words
    assert "argon2" not in words


async def test_leaving_closes_the_account(browser: Any, newcomer: Any, post: Any) -> None:
    await newcomer()
    await browser.open(f"{SECURITY}/erase")
    await browser.send(f"{SECURITY}/erase", password=PASSWORD)
    assert "Tick the box" in browser.text
    await browser.send(f"{SECURITY}/erase", password=PASSWORD, sure="yes")
    assert browser.path == "/"
    assert "meridian" not in browser.client.cookies
    await browser.open("/sign-in")
    await browser.send("/sign-in", email="ada@school.example", password=PASSWORD)
    assert browser.page.status_code == 401


async def test_verification_is_asked_for_and_waits(browser: Any, newcomer: Any) -> None:
    await newcomer()
    page = "/settings/verification"
    await browser.open(page)
    await browser.send(page, evidence="school.example")
    assert "It begins with https://" in browser.text
    assert 'value="school.example"' in browser.page.text
    await browser.send(page, evidence="https://school.example/staff", note="Room 12")
    assert "Your request waits for course staff" in browser.text
