"""Responses of the audit log."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.http import Output

Service = Literal["accounts", "partnering", "course", "projects", "notifications"]


class AuditPerson(Output):
    id: UUID
    name: str | None
    """None: erased, or not confirmed yet."""


class AuditItem(Output):
    id: UUID
    at: datetime
    service: Service
    actor_id: UUID | None
    actor_name: str | None
    action: str
    outcome: Literal["done", "denied"]
    subject_id: UUID | None
    subject_name: str | None
    people: list[AuditPerson]
    """Whom it concerned."""
    cohort_id: UUID | None
    detail: str
    reason: str | None
