"""Leaving: a saga over all services, each of which answers for itself."""

from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import blank_reasons, record
from accounts.contact.actions import forget_contact
from accounts.erasure.model import Erasure, ErasureAnswer
from accounts.erasure.rules import SERVICES
from accounts.mail.actions import drop_mails, queue_mail, release_mails
from accounts.people.model import Person
from accounts.registration.model import Registration
from accounts.roles.model import RoleGrant
from accounts.roles.queries import count_operators, grants_of
from accounts.second_factor.actions import drop_second_factor
from accounts.sessions.actions import close_all
from accounts.tokens.model import OneTimeToken
from accounts.verification.model import VerificationRequest
from shared import clock
from shared.contracts.accounts import ErasureRequested, PersonChanged, TeacherRefused
from shared.contracts.event import Event
from shared.erased import shut_out
from shared.http import Conflict
from shared.outbox import OUTBOX, announce, reword
from shared.parked_words import forget_parked


async def request_erasure(session: AsyncSession, person: Person) -> Erasure:
    """The account ends now; every other service is asked to forget and to say so."""
    grants = await grants_of(session, person.id)
    if any(grant.role == "operator" for grant in grants) and await count_operators(session) < 2:
        raise Conflict("last-operator", "Somebody has to stay operator.")
    erasure = Erasure(person_id=person.id, requested_at=clock.now())
    session.add(erasure)
    await session.flush()
    record(session, actor_id=person.id, action="request_erasure", subject_id=person.id)
    await drop_mails(session, person.id)
    for address in person.addresses:
        for template, held in (("erasure_started", False), ("erasure_completed", True)):
            queue_mail(session, template, address, person.language, person_id=person.id, held=held)
    await session.flush()
    await announce(session, ErasureRequested(person_id=person.id, erasure_id=erasure.id))
    await _erase_here(session, person)
    return erasure


async def _erase_here(session: AsyncSession, person: Person) -> None:
    """What accounts itself keeps. The id and the acts in the audit log stay, without words."""
    await shut_out(session, person.id)
    await forget_parked(session, person.id)
    await close_all(session, person.id)
    await drop_second_factor(session, person.id)
    await forget_contact(session, person.id)
    for table in (OneTimeToken, RoleGrant, VerificationRequest):
        await session.execute(delete(table).where(table.person_id == person.id))
    keys = [key for key in (person.email_key, person.private_email_key) if key]
    await session.execute(
        delete(Registration).where(
            or_(Registration.email_key.in_(keys), Registration.mail_to_key.in_(keys))
        )
    )
    await blank_reasons(session, person.id)
    await _blank_announced(session, person.id)
    person.blank(clock.now())


async def _blank_announced(session: AsyncSession, person_id: UUID) -> None:
    """What was announced keeps its number and loses its words: a resend tells only blanks.

    The blanks are valid facts, because a consumer that is far behind reads them before it reads
    the erasure.
    """
    blanks: tuple[Event, ...] = (
        PersonChanged(
            person_id=person_id, name="", email="", country="ZZ", language="en", zone="UTC"
        ),
        TeacherRefused(person_id=person_id, reason=""),
    )
    for blank in blanks:
        theirs = (OUTBOX.c.aggregate_id == person_id) & (OUTBOX.c.type == blank.type)
        await reword(session, theirs, blank.model_dump_json())


async def collect_answer(session: AsyncSession, event: Event) -> None:
    """A service has forgotten the person. With the last answer the erasure is complete."""
    query = select(Erasure).where(Erasure.person_id == event.aggregate_id).with_for_update()
    erasure = (await session.scalars(query)).one_or_none()
    if erasure is None or event.producer not in SERVICES:
        return
    await session.execute(
        insert(ErasureAnswer)
        .values(erasure_id=erasure.id, service=event.producer, completed_at=clock.now())
        .on_conflict_do_nothing()
    )
    if erasure.completed_at is None and not await missing_answers(session, erasure.id):
        erasure.completed_at = clock.now()
        record(session, actor_id=None, action="complete_erasure", subject_id=erasure.person_id)
        await release_mails(session, erasure.person_id, "erasure_completed")


async def missing_answers(session: AsyncSession, erasure_id: UUID) -> set[str]:
    query = select(ErasureAnswer.service).where(ErasureAnswer.erasure_id == erasure_id)
    return set(SERVICES) - set(await session.scalars(query))
