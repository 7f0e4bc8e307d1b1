"""An address that somebody only claims takes nothing from its owner."""

from typing import Any

PASSWORD = "correct horse battery"
OWNER, STRANGER = "owner@school.example", "mallory@evil.example"


async def _claim_for_private_mailbox(register: Any, api: Any) -> None:
    """A stranger names the owner's address as their school's, and has the link sent to themself."""
    edit_key = (await register(OWNER, name="Stranger")).json()["edit_key"]
    correction = {"edit_key": edit_key, "new_email": STRANGER, "keep_as_school_address": True}
    assert (await api.post("/v1/registrations/correct", json=correction)).status_code == 202


async def test_who_claims_a_school_address_ends_no_registration_of_its_owner(
    register: Any, post: Any, confirm: Any, api: Any, browser: Any
) -> None:
    await register(OWNER)
    (mine,) = await post()
    await _claim_for_private_mailbox(register, api)
    theirs = next(letter for letter in await post() if letter.to == STRANGER)
    assert (await confirm(theirs)).status_code == 200
    browser.keep(await confirm(mine))
    me = (await api.get("/v1/me", headers=await browser.headers())).json()
    assert (me["email"], me["name"]) == (OWNER, "Ada Lovelace")


async def test_an_owner_registers_after_a_stranger_confirmed_with_their_school_address(
    register: Any, post: Any, confirm: Any, api: Any
) -> None:
    await _claim_for_private_mailbox(register, api)
    theirs = next(letter for letter in await post() if letter.to == STRANGER)
    await confirm(theirs)
    await register(OWNER)
    (mine,) = await post()
    assert mine.subject == "Confirm your address"
    assert (await confirm(mine)).status_code == 200


async def test_a_link_asked_for_again_goes_to_the_mailbox_that_asked_not_to_who_claims_it(
    register: Any, post: Any, confirm: Any, api: Any
) -> None:
    await register(OWNER)
    await post()
    await _claim_for_private_mailbox(register, api)
    await post()
    await api.post("/v1/registrations/resend", json={"email": OWNER})
    (letter,) = await post()
    assert letter.to == OWNER
    assert (await confirm(letter)).status_code == 200


async def test_confirming_ends_the_other_claims_on_the_address_that_was_proved(
    register: Any, post: Any, confirm: Any
) -> None:
    await register(OWNER)
    await register(OWNER, name="Stranger")
    mine, other = await post()
    assert (await confirm(mine)).status_code == 200
    assert (await confirm(other)).json()["type"] == "link-not-valid"


async def test_who_proves_the_address_has_their_own_values_not_a_strangers(
    register: Any, post: Any, confirm: Any, api: Any, browser: Any, session: Any
) -> None:
    await register(OWNER, name="Spam", country="TR", language="tr", zone="Europe/Istanbul")
    (letter,) = await post()
    mine = {"name": "Ada King", "country": "FI", "language": "en", "zone": "Europe/Helsinki"}
    browser.keep(await confirm(letter, **mine))
    me = (await api.get("/v1/me", headers=await browser.headers())).json()
    assert {name: me[name] for name in mine} == mine


async def test_a_value_that_is_none_is_refused_and_the_link_stays_good(
    register: Any, post: Any, confirm: Any
) -> None:
    await register(OWNER)
    (letter,) = await post()
    assert (await confirm(letter, zone="Mars/Olympus")).status_code == 422
    assert (await confirm(letter, country="ZZ")).status_code == 422
    assert (await confirm(letter)).status_code == 200
