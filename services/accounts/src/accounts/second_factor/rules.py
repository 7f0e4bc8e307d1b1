"""Pure rules: time-based one-time codes (RFC 6238, SHA-1, 6 digits, 30 seconds)."""

import hmac
import secrets
from datetime import datetime
from typing import Final

import pyotp

STEP: Final = 30
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that is mistaken for something else when read aloud or off paper."""


def new_secret() -> str:
    return pyotp.random_base32(32)


def otpauth_uri(secret: str, email: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Meridian")


def matching_step(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """The half-minute whose code this is: now or the one beside it, and later than the last used."""
    totp = pyotp.TOTP(secret)
    now = int(at.timestamp()) // STEP
    for step in (now, now - 1, now + 1):
        expected = totp.at(step * STEP)
        if hmac.compare_digest(expected.encode(), code.encode("utf-8", "replace")):
            return step if step > last_step else None
    return None


def new_recovery_codes(count: int = 10) -> list[str]:
    """About 59 bits each, in two groups of six."""
    return [f"{_letters(6)}-{_letters(6)}" for _ in range(count)]


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))


def new_sign_in_code() -> str:
    """About 49 bits, in two groups of five: to be told on the telephone."""
    return f"{_letters(5)}-{_letters(5)}"


def plain_code(typed: str) -> str:
    """Spaces, dashes and case do not matter when a code is typed."""
    return "".join(c for c in typed.lower() if c.isalnum())
