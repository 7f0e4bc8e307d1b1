"""Requests and responses about the second factor."""

from typing import Annotated

from pydantic import StringConstraints

from accounts.people.schemas import GivenPassword
from accounts.sessions.schemas import SessionOpened
from shared.http import Input, Output

Code = Annotated[str, StringConstraints(min_length=6, max_length=20)]


class SecondFactorStarted(Output):
    secret: str
    otpauth_uri: str


class SecondFactorStart(Input):
    """The password again, or none within ten minutes of signing in."""

    password: GivenPassword | None = None


class SecondFactorConfirmation(Input):
    code: Code


class SecondFactorConfirmed(Output):
    """The recovery codes are shown once. The session goes on under a new token."""

    recovery_codes: list[str]
    session: SessionOpened


class SecondFactorRemoval(SecondFactorStart):
    code: Code
