"""Requests and responses of verification."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import (
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from accounts.people.schemas import PersonCard
from shared.http import Input, Output
from shared.identity.addresses import Email

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


class VerificationEvidence(Input):
    """A page of the school that names the teacher, or the address of the head of school."""

    evidence_kind: Literal["school_page", "head_email"]
    evidence: Annotated[str, StringConstraints(min_length=4, max_length=500)]
    note: Annotated[str, StringConstraints(max_length=2000)] = ""

    @field_validator("evidence")
    @classmethod
    def _evidence_fits_its_kind(cls, evidence: str, info: ValidationInfo) -> str:
        if info.data.get("evidence_kind") == "school_page":
            parts = urlsplit(evidence)
            if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or ""):
                raise ValueError("must be a web address that starts with https://")
        else:
            try:
                _EMAIL.validate_python(evidence)
            except ValidationError as error:
                raise ValueError("must be an e-mail address") from error
        return evidence


class VerificationState(Output):
    verification: Literal["pending", "verified", "refused"]
    waiting: bool
    reason: str | None


class VerificationItem(Output):
    id: UUID
    person: PersonCard
    evidence_kind: Literal["school_page", "head_email"]
    evidence: str
    note: str
    status: Literal["waiting", "verified", "refused"]
    requested_at: datetime
    decided_at: datetime | None
    decided_by: UUID | None
    reason: str | None


class Refusal(Input):
    """The teacher reads the reason."""

    reason: Annotated[str, StringConstraints(min_length=3, max_length=2000)]
