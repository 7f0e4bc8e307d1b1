"""Requests of resets and changes of credentials."""

from accounts.people.schemas import GivenPassword, Password, Token
from shared.http import Input
from shared.identity.addresses import Email


class ResetRequest(Input):
    email: Email


class ResetConfirmation(Input):
    token: Token
    password: Password


class PasswordChange(Input):
    current_password: GivenPassword | None = None
    """Not needed within ten minutes of signing in, nor from people who have none yet."""
    new_password: Password


class ProvenChange(Input):
    """A change that asks for the password again, except within ten minutes of signing in."""

    password: GivenPassword | None = None


class EmailChange(ProvenChange):
    new_email: Email


class PrivateEmailAddition(ProvenChange):
    private_email: Email


class EmailConfirmation(Input):
    token: Token
