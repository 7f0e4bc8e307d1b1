"""What a live stream carries."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel


class Hint(BaseModel):
    """`channel` comes first and names the stream; `inbox` means: look again, something changed;
    `access`: no more hints of this person come until they join again with a new token."""

    about: Literal["channel", "inbox", "access"]
    channel: str | None = None
    person_id: UUID | None = None
