"""Requests and responses of rescues."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.http import Input, Output


class Proposal(Output):
    """A repair that touches nobody else: who joins whom, and why them."""

    kind: Literal["spare", "merge", "third_seat"]
    enrolment_id: UUID
    """Who moves into the partnership below."""
    partnership_id: UUID
    person_names: list[str]
    """Who would be together then."""
    countries: list[str]
    points: int
    explanation: dict[str, Any]


class RescueOut(Output):
    id: UUID
    cohort_id: UUID
    partnership_id: UUID
    kind: Literal["left_alone", "contact_paused"]
    state: Literal["open", "applied", "closed"]
    waiting: list[str]
    silent: list[str]
    cause: Literal["silence", "must_stop"]
    """Why those in `silent` are not counted on: no answer to any reminder, or their own word."""
    apart: list[str]
    """Between whom contact is blocked, by the order of their seats: it never says who did it."""
    proposal: Proposal | None
    opened_at: datetime
    decided_at: datetime | None
    note: str


class Closing(Input):
    note: Annotated[str, StringConstraints(max_length=1000)] = ""
