"""Requests and answers about who would hear of an event."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.contracts.course import CohortPhase
from shared.http import Input, Output


class RecipientsRequest(Input):
    """An event that may be announced: its type, and the fields that decide who hears it."""

    event: Annotated[str, StringConstraints(max_length=100)]
    phase: CohortPhase | None = None
    from_phase: CohortPhase | None = None
    undone: bool = False
    tells_held: bool = True
    way: Literal["extend", "alone"] | None = None
    outcome: Annotated[str, StringConstraints(max_length=40)] | None = None
    held: list[UUID] = Field(default_factory=list, max_length=1_500)
    person_ids: list[UUID] = Field(default_factory=list, max_length=25_000)
    """Whom it is about. An event about one person is announced once for each of them."""


class MessageAnswer(Output):
    kind: str
    recipients: int
    """How many would find it in their inbox or their mail, as they have chosen."""


class RecipientsAnswer(Output):
    messages: list[MessageAnswer]
