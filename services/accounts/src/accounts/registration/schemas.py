"""Requests and responses of registration."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import SecretStr

from accounts.people.schemas import (
    Country,
    GivenPassword,
    Language,
    Name,
    Password,
    Zone,
)
from shared.http import Input, Output
from shared.identity.addresses import Email


class RegistrationRequest(Input):
    email: Email
    password: Password
    name: Name
    country: Country
    language: Language
    zone: Zone
    code_of_conduct: Literal[True]


class Accepted(Output):
    """The same for every address: whether it is known is told only by mail to it."""

    status: Literal["accepted"] = "accepted"


class ConfirmRequest(Input):
    token: SecretStr


class ResendRequest(Input):
    email: Email


class CorrectionRequest(Input):
    """Who registered with a wrong address, or one that receives no mail, gives another one."""

    email: Email
    password: GivenPassword
    new_email: Email
    keep_as_school_address: bool = False
    """The old address is right but its mail fails: keep it for the verification by staff."""


class WaitingRegistration(Output):
    """What staff see of somebody who has not confirmed."""

    id: UUID
    name: str
    email: str
    mail_to: str
    country: str
    registered_at: datetime
    expires_at: datetime
