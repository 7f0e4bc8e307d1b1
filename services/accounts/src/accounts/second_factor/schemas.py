"""Requests and responses about the second factor."""

from accounts.people.schemas import GivenPassword
from accounts.sessions.schemas import SessionOpened
from accounts.sign_in.schemas import Code
from shared.http import Input, Output


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
