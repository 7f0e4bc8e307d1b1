"""Requests and responses of the token exchange."""

from typing import Literal
from uuid import UUID

from accounts.people.schemas import RoleHeld
from shared.http import Input, Output

Audience = Literal["accounts", "partnering", "course", "projects", "notifications"]


class TokenRequest(Input):
    audience: Audience


class TokenPerson(Output):
    id: UUID
    name: str
    language: str
    zone: str
    roles: list[RoleHeld]
    """Those that the token carries, `teacher` included."""
    verified: bool
    email_confirmed: Literal[True] = True
    second_factor_missing: bool
    """Staff roles are held but left out, until a second factor is set up."""


class TokenIssued(Output):
    access_token: str
    expires_in: int
    person: TokenPerson
