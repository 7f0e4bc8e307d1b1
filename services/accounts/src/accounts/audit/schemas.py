"""Responses of the audit log."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.http import Output


class AuditItem(Output):
    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_name: str | None
    action: str
    outcome: Literal["done", "denied"]
    subject_id: UUID | None
    subject_name: str | None
    cohort_id: UUID | None
    detail: str
    reason: str | None
