"""Requests and responses about certificates."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from shared.http import Input, Output


class CertificateView(Output):
    """What the holder prints and what anybody may verify by its code."""

    code: str
    kind: str
    """`project`: a published result. `participation`: did their share of the programme."""
    name: str
    school_name: str
    cohort_title: str
    project_title: str
    countries: list[str]
    issued_at: datetime
    withdrawn_at: datetime | None
    """Since when it is not valid: the cohort that had closed goes on. It may become valid again."""
    slug: str | None
    """The result's page in the showcase, while it stands there."""


class CertificateAhead(Output):
    """A certificate that is not there yet, and the way to it."""

    partnership_id: UUID
    cohort_title: str
    project_title: str
    contributions: int
    contributions_needed: int
    share_done: bool
    result_status: str


class MyCertificates(Output):
    items: list[CertificateView]
    ahead: list[CertificateAhead]


class GrantRequest(Input):
    person_id: UUID
    reason: Annotated[str, StringConstraints(min_length=10, max_length=1000)]
