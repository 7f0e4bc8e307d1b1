"""Requests and responses of registration."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from accounts.people.schemas import Country, Language, Password, Token, Zone
from shared.http import Input, Output
from shared.identity.addresses import Email
from shared.identity.names import PersonName


class RegistrationRequest(Input):
    """No password: whoever opens the mailed link chooses it, and only they can."""

    email: Email
    name: PersonName
    country: Country
    language: Language
    zone: Zone
    code_of_conduct: Literal[True]


class Accepted(Output):
    """The same for every address: whether it is known is told only by mail to it."""

    status: Literal["accepted"] = "accepted"


class RegistrationAccepted(Accepted):
    edit_key: str
    """Corrects the address until it is confirmed. Everybody gets one, known or not."""


class LinkOpened(Input):
    token: Token


class OpenedRegistration(Output):
    """What the link's owner sees before choosing a password; somebody else may have written it."""

    email: str
    name: str
    country: str
    language: str
    zone: str


class SaidOfOneself(Input):
    """What the link's owner says instead of what stands in the registration."""

    name: PersonName | None = None
    country: Country | None = None
    language: Language | None = None
    zone: Zone | None = None


class ConfirmRequest(SaidOfOneself):
    token: Token
    password: Password


class ResendRequest(Input):
    email: Email


class CorrectionRequest(Input):
    """Who registered with a wrong address, or one that receives no mail, gives another one."""

    edit_key: Token
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
