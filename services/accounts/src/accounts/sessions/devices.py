"""Browsers that have signed in to an account before: guesses of strangers never lock them out."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from accounts.keys import Vault
from accounts.people.model import Person
from accounts.sessions.schemas import SessionOpened
from shared import clock

KEPT_DAYS: Final = 180
MOST_TOKENS: Final = 5
_DAY: Final = 86_400


def device_token(vault: Vault, person: Person, now: datetime) -> str:
    """A token for a browser whose owner has just signed in. It signs nobody in.

    It is void after half a year, and after a change of the password.
    """
    named = f"{int(now.timestamp()) // _DAY}.{secrets.token_urlsafe(12)}"
    return f"{named}.{_seal(vault, person, named)}"


def remembered(vault: Vault, person: Person, opened: SessionOpened) -> SessionOpened:
    """The opened session with a token for its browser, once its owner has signed in fully."""
    if opened.second_factor == "required":
        return opened
    token = device_token(vault, person, clock.real_now())
    return opened.model_copy(update={"device_token": token})


def known_device(
    vault: Vault, person: Person | None, tokens: Iterable[str], now: datetime
) -> str | None:
    """Which of the browser's tokens is good for this person; None for a stranger's browser."""
    for token in list(tokens)[:MOST_TOKENS]:
        named, _, seal = token.rpartition(".")
        day = named.partition(".")[0]
        if person is None or not (day.isascii() and day.isdigit() and len(day) < 7):
            continue
        good = hmac.compare_digest(seal.encode(), _seal(vault, person, named).encode())
        if good and int(now.timestamp()) // _DAY - int(day) < KEPT_DAYS:
            return named
    return None


def _seal(vault: Vault, person: Person, named: str) -> str:
    words = (named, str(person.id), person.password_hash or "")
    return vault.mark("known device", "\n".join(words))
