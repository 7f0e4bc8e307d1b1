"""Requests and responses about milestones."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from shared.http import Input, Output
from shared.identity.names import OneLine

MilestoneTitle = Annotated[str, StringConstraints(min_length=2, max_length=200), OneLine]


class MilestoneRequest(Input):
    title: MilestoneTitle
    due_on: date


class MilestoneView(Output):
    id: UUID
    title: str
    due_on: date
    own: bool
    """Added by the partners; the others came with the plan."""
    reached_at: datetime | None
    on_holiday_for: list[str]
    """Members whose school is free on its day. Nobody, once it is reached."""
    reached_by: str
    """The name of whoever said so; empty if unknown."""
