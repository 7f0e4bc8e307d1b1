"""Requests of signing in."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, StringConstraints

from accounts.people.schemas import GivenPassword, Token
from accounts.second_factor.schemas import Code
from shared.http import Input, Output
from shared.identity.addresses import Email

Reason = Annotated[str, StringConstraints(min_length=3, max_length=1000)]


class SignInRequest(Input):
    email: Email
    password: GivenPassword
    code: Code | None = None
    """A code of the app, or a recovery code, for people who have a second factor."""


class SecondFactorCode(Input):
    code: Code


class SignInLinkRequest(Input):
    token: Token


class SignInByCodeRequest(Input):
    email: Email
    code: Annotated[str, StringConstraints(min_length=8, max_length=20)]


class SignInCodeRequest(Input):
    """Staff say how they know that it is this person."""

    reason: Reason
    identity_checked: Literal[True]


class SignInCode(Output):
    """To be told in person or by telephone. Works once, with the person's address."""

    code: str
    email: str
    expires_at: AwareDatetime
