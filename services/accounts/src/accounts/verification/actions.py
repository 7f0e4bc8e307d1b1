"""Asking to be recognised as a teacher, and deciding on it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import Denied, record
from accounts.people.actions import announce_person
from accounts.people.model import Person
from accounts.people.queries import lock_person
from accounts.verification.model import VerificationRequest
from accounts.verification.queries import requests_of, waiting_request
from accounts.verification.schemas import VerificationEvidence
from shared import clock
from shared.contracts.accounts import TeacherRefused, TeacherVerified, VerificationRequested
from shared.http import Conflict, NotFound, Principal
from shared.outbox import announce


async def request_verification(
    session: AsyncSession, who: Principal, body: VerificationEvidence
) -> VerificationRequest:
    """One request at a time; sending evidence again replaces what waits."""
    person = await lock_person(session, who.person_id)
    if person.verified:
        raise Conflict("already-verified", "You are recognised as a teacher already.")
    request = await waiting_request(session, person.id)
    if request is not None:
        request.evidence_kind, request.evidence = body.evidence_kind, body.evidence
        request.note = body.note
        return request
    request = VerificationRequest(
        person_id=person.id,
        evidence_kind=body.evidence_kind,
        evidence=body.evidence,
        note=body.note,
        status="waiting",
        requested_at=clock.now(),
    )
    session.add(request)
    if person.verification == "refused":
        person.verification = "pending"
        await announce_person(session, person)
    await announce(session, VerificationRequested(person_id=person.id))
    return request


async def verify_teacher(session: AsyncSession, who: Principal, person_id: UUID) -> Person:
    """Staff have seen the evidence. From now on the teacher may contact others."""
    person = await _decide(session, who, person_id, "verified", None)
    await announce_person(session, person)
    await announce(session, TeacherVerified(person_id=person.id))
    return person


async def refuse_teacher(
    session: AsyncSession, who: Principal, person_id: UUID, reason: str
) -> Person:
    """With a reason that the teacher reads; they may ask again with better evidence."""
    person = await _decide(session, who, person_id, "refused", reason)
    await announce_person(session, person)
    await announce(session, TeacherRefused(person_id=person.id, reason=reason))
    return person


async def _decide(
    session: AsyncSession, who: Principal, person_id: UUID, status: str, reason: str | None
) -> Person:
    person = await lock_person(session, person_id)
    action = "verify_teacher" if status == "verified" else "refuse_teacher"
    if person_id == who.person_id:
        raise Denied(
            "Nobody decides on themselves.",
            actor_id=who.person_id,
            action=action,
            subject_id=person_id,
        )
    request = await waiting_request(session, person_id)
    if request is None:
        if await requests_of(session, person_id):
            raise Conflict("already-decided", "Somebody else has decided on this meanwhile.")
        raise NotFound("This request")
    request.decide(status, who.person_id, clock.now(), reason)
    person.verification = status
    record(session, actor_id=who.person_id, action=action, subject_id=person_id, reason=reason)
    return person
