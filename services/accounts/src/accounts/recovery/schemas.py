"""Requests of resets and changes of credentials."""

from pydantic import Field, SecretStr

from accounts.people.schemas import GivenPassword, Password
from shared.http import Input
from shared.identity.addresses import Email


class ResetRequest(Input):
    email: Email


class ResetConfirmation(Input):
    token: SecretStr
    password: Password


class PasswordChange(Input):
    current_password: SecretStr | None = Field(default=None, min_length=1, max_length=200)
    """Not asked from people who have none yet."""
    new_password: Password


class EmailChange(Input):
    new_email: Email
    password: GivenPassword


class EmailConfirmation(Input):
    token: SecretStr
