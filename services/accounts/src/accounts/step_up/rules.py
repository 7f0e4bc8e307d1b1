"""Pure rules: what proves that the owner of a session is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FRESH: Final = timedelta(minutes=10)


def is_fresh(auth_time: datetime, now: datetime) -> bool:
    """Whether somebody signed in so recently that it is still them."""
    return now - auth_time < FRESH


@dataclass(frozen=True)
class Proof:
    """That the owner was there, and the password hash that this was checked against."""

    password_hash: str | None
    by_password: bool
    """False: by a fresh session alone. Only a password makes a session fresh again."""
