"""Requests and answers about going on after the close."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.http import Input, Output
from shared.identity.names import OneLine

Asked = Literal["extend", "alone", "move", "finish"]
Open = Literal[
    "course_not_opened",
    "joint_steps",
    "plan_not_written",
    "plan_not_submitted",
    "plan_waits_for_approval",
    "plan_returned",
]


class ExtensionDecision(Input):
    """More time until a day, finish alone until a day, or finish now."""

    way: Literal["extend", "alone", "finish"]
    until: date | None = None


class ExtensionWish(Input):
    """The same, or to go on in another cohort; and why."""

    way: Asked
    until: date | None = None
    reason: Annotated[str, StringConstraints(max_length=300), OneLine] = ""


class RequestAnswer(Output):
    way: Asked
    until: date | None
    reason: str
    """In the words of who asked. Empty for the partners of who asked."""
    asked_at: datetime
    asked_by: UUID
    answer: Literal["granted", "declined", "ended"] | None


class ExtensionAnswer(Output):
    """Why a partnership is not where its cohort is, and what its members can do about it."""

    partnership_id: UUID
    cohort_id: UUID
    cohort_title: str
    held: bool
    """It is behind its cohort."""
    by_staff: bool
    cohort_closed: bool
    until: date | None
    """The last day, where staff have named one."""
    alone: bool
    may_ask: bool
    may_finish_alone: bool
    open: list[Open]
    joint_steps_open: int
    request: RequestAnswer | None
    """The newest one."""


class HeldPartnership(Output):
    """One that goes on although its cohort is closed, for staff."""

    partnership_id: UUID
    people: list[str]
    phase: Literal["partnering", "course", "project"]
    until: date | None
    alone: bool
    members: int
    open: list[Open]
    request: RequestAnswer | None
    """What its members ask for and staff have not answered."""
