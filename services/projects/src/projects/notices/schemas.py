"""Requests and responses about what an advance will announce."""

from uuid import UUID

from pydantic import Field

from shared.contracts.course import CohortPhase
from shared.http import Input, Output


class AdvanceNoticesRequest(Input):
    """An advance as `course` plans it: where to, and which partnerships stay behind."""

    to: CohortPhase
    held: list[UUID] = Field(default_factory=list, max_length=1_500)


class NoticeView(Output):
    event: str
    person_ids: list[UUID]
    """Whom it is about; who of them hears it, and how, is up to `notifications`."""


class AdvanceNotices(Output):
    notices: list[NoticeView]
