"""Requests and responses of posts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from partnering.enrolments.schemas import Card
from shared.http import Input, Output
from shared.identity.names import OneLine


class PostIn(Input):
    title: Annotated[str, StringConstraints(min_length=5, max_length=120), OneLine]
    text: Annotated[str, StringConstraints(min_length=20, max_length=1500)]


class PostOut(Output):
    """A post with the class behind it, and what holds between it and the reader's own class."""

    id: UUID
    mine: bool
    version: int
    title: str
    text: str
    posted_at: datetime
    card: Card
