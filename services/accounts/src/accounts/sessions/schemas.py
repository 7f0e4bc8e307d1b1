"""Requests and responses about sessions."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.http import Output


class SessionOpened(Output):
    """The token is shown once; only its hash is kept."""

    session_token: str
    expires_at: datetime
    second_factor: Literal["none", "required"]
    """`required`: worth nothing until POST /v1/sessions/second-factor brings a code."""
    device_token: str = ""
    """Send it as `Meridian-Known-Device` when signing in again: strangers' guesses at the account
    then do not slow this browser down. Empty where nobody has signed in fully."""


class SessionItem(Output):
    id: UUID
    device: str
    opened_by: Literal["password", "link", "code", "confirmation"]
    auth_time: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool


class SessionList(Output):
    items: list[SessionItem]
