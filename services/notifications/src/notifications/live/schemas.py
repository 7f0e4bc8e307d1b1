"""What a live stream carries."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel


class Hint(BaseModel):
    """`channel` comes first and names the stream; `inbox` means: look again, something changed."""

    about: Literal["channel", "inbox"]
    channel: str | None = None
    person_id: UUID | None = None
