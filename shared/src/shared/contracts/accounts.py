"""Facts announced by `accounts`. Only `PersonChanged` carries personal data."""

from typing import Literal
from uuid import UUID

from shared.contracts.event import Event, Part


class RoleGrant(Part):
    role: str
    cohort_id: UUID | None = None


class PersonChanged(Event, type="accounts.person.changed.v1", aggregate="person_id"):
    """A confirmed person's public facts are new or different. Also carries what they may do."""

    person_id: UUID
    name: str
    email: str
    country: str
    """ISO 3166-1 alpha-2."""
    language: str
    """BCP 47 tag of the interface language."""
    zone: str
    """IANA zone name."""
    verification: Literal["pending", "verified", "refused"] = "pending"
    roles: tuple[RoleGrant, ...] = ()


class TeacherVerified(Event, type="accounts.teacher.verified.v1", aggregate="person_id"):
    person_id: UUID


class TeacherRefused(Event, type="accounts.teacher.refused.v1", aggregate="person_id"):
    person_id: UUID
    reason: str


class VerificationRequested(
    Event, type="accounts.verification.requested.v1", aggregate="person_id"
):
    """Somebody waits in the verification queue."""

    person_id: UUID


class SessionsEnded(Event, type="accounts.sessions.ended.v1", aggregate="person_id"):
    """Sessions of a person are over: signed out, revoked, or gone on under a new id and token."""

    person_id: UUID
    session_ids: tuple[UUID, ...]


class ErasureRequested(Event, type="accounts.erasure.requested.v1", aggregate="person_id"):
    person_id: UUID
    erasure_id: UUID
