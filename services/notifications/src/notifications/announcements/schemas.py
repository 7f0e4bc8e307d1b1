"""Announcements as they are written and listed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.http import Input, Output
from shared.identity.names import OneLine


class AnnouncementRequest(Input):
    cohort_id: UUID | None = None
    """None: everybody who takes part in any cohort."""
    title: Annotated[str, Field(min_length=3, max_length=120), OneLine]
    body: Annotated[str, Field(min_length=3, max_length=4000)]


class AnnouncementView(Output):
    id: UUID
    cohort_id: UUID | None
    author_id: UUID
    title: str
    body: str
    recipients: int
    created_at: datetime
