"""Requests and responses about people."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from babel import Locale
from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from accounts.passwords import composed
from shared.http import Input, Output
from shared.identity.names import PersonName

_COUNTRIES = frozenset(
    code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()
) - {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_ZONES = frozenset(available_timezones())
SHORTEST_PASSWORD = 10


def _known_country(code: str) -> str:
    if code not in _COUNTRIES:
        raise ValueError("is not an ISO 3166-1 alpha-2 country code")
    return code


def _known_zone(zone: str) -> str:
    if zone not in _ZONES:
        raise ValueError("is not an IANA time zone")
    return zone


def _long_enough(password: SecretStr) -> SecretStr:
    if len(composed(password)) < SHORTEST_PASSWORD:
        raise ValueError(f"Value should have at least {SHORTEST_PASSWORD} characters")
    return password


Country = Annotated[
    str,
    StringConstraints(to_upper=True, min_length=2, max_length=2),
    AfterValidator(_known_country),
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")]
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]
Password = Annotated[SecretStr, Field(max_length=200), AfterValidator(_long_enough)]
"""At least ten characters; length is what helps, so nothing else is demanded."""
Token = Annotated[SecretStr, Field(max_length=200)]
GivenPassword = Annotated[SecretStr, Field(min_length=1, max_length=200)]
Verification = Literal["pending", "verified", "refused"]


class RoleHeld(Output):
    role: str
    cohort_id: UUID | None


class Me(Output):
    """What people see and change of themselves."""

    id: UUID
    name: str
    email: str
    private_email: str | None
    school_email: str | None
    country: str
    language: str
    zone: str
    verification: Verification
    verification_reason: str | None
    verification_waiting: bool
    roles: list[RoleHeld]
    has_password: bool
    has_second_factor: bool
    second_factor_missing: bool
    """Staff roles rest until a second factor is set up."""
    recovery_codes_left: int


class MeChange(Input):
    """Only what is sent changes."""

    name: PersonName | None = None
    country: Country | None = None
    language: Language | None = None
    zone: Zone | None = None


class PersonCard(Output):
    """What staff see in lists."""

    id: UUID
    name: str
    email: str
    private_email: str | None
    school_email: str | None
    country: str
    language: str
    zone: str
    verification: Verification
    confirmed_at: datetime
    confirmed_by: str


class PersonDetail(PersonCard):
    roles: list[RoleHeld]
    has_second_factor: bool
