"""Requests and responses about checkpoints."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from shared.http import Input, Output

Brief = Annotated[str, StringConstraints(max_length=2000)]


class ReportRequest(Input):
    """Brief on purpose: it is written on a phone in ten minutes."""

    went_well: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    difficulty: Brief = ""
    next_step: Brief = ""
    needs_help: bool = False


class CheckpointView(Output):
    id: UUID
    partnership_id: UUID
    cohort_id: UUID
    project_title: str
    number: int
    due_on: date
    may_report: bool
    reported_at: datetime | None
    reported_by: str
    went_well: str
    difficulty: str
    next_step: str
    needs_help: bool
    helped_at: datetime | None
