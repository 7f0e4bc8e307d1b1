"""The delivery log as operators and course leads read it."""

from datetime import datetime
from uuid import UUID

from shared.http import Output


class MailView(Output):
    """One mail and how far it has come. No address: the person's id leads to it."""

    id: UUID
    person_id: UUID
    template: str
    status: str
    created_at: datetime
    not_before: datetime
    attempts: int
    sent_at: datetime | None
    last_outcome: str | None
    last_code: int | None


class MailQueue(Output):
    queued: int
    gathered: int
    sent: int
    refused: int
    oldest_due_at: datetime | None
    server_reachable: bool | None
    """None until the first attempt since the process started."""
