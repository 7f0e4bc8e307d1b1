"""Whom somebody has, had or may soon have as a partner: as staff they decide nothing about them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    Uuid,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.model import Companion, Enrolment
from partnering.handover.model import SeatOffer
from partnering.invitations.model import Invitation
from partnering.partnerships.model import Member
from partnering.people.model import Person
from partnering.rescue.model import RescueCase
from partnering.safety.model import Freeze
from shared.http import Forbidden, Principal


async def require_untied(session: AsyncSession, who: Principal, about: Iterable[UUID]) -> None:
    """Refuse staff who would decide about themselves or about somebody they are tied to.

    Staff whose own contact is paused decide about nobody.
    """
    await require_in_office(session, who)
    person = func.unnest(literal(list(set(about)), ARRAY(Uuid()))).column_valued("person_id")
    tied = select(person).where(tied_to(who.person_id, person)).limit(1)
    if await session.scalar(tied) is not None:
        raise Forbidden("own-partnership", "Nobody decides about their own partnership.")


async def require_untied_classes(
    session: AsyncSession, who: Principal, enrolment_ids: Iterable[UUID]
) -> None:
    """The same of the teachers of these classes."""
    ids = list(set(enrolment_ids))
    teachers = select(Enrolment.person_id).where(Enrolment.id.in_(ids))
    await require_untied(session, who, await session.scalars(teachers))


async def require_in_office(session: AsyncSession, who: Principal) -> None:
    """Refuse staff whose own contact is paused: their roles rest until an officer releases them."""
    frozen = select(Freeze.id).where(
        Freeze.person_id == who.person_id, Freeze.released_at.is_(None)
    )
    if await session.scalar(frozen) is not None:
        raise Forbidden(
            "own-contact-paused", "Your contact is paused, and your staff role with it."
        )


async def barred_from(session: AsyncSession, person_id: UUID, at: datetime) -> set[UUID]:
    """Everybody who may not decide about this person, who was reported or has reported at `at`."""
    theirs = select(Person.email_key).where(Person.id == person_id)
    tied = union_all(
        _seated_with(person_id),
        select(Enrolment.person_id)
        .join(Companion, Companion.enrolment_id == Enrolment.id)
        .where(
            Companion.email_key.in_(theirs),
            Companion.kind == "partner",
            Enrolment.status != "left",
        ),
        select(Freeze.person_id).where(Freeze.frozen_by == person_id),
        select(Invitation.from_person_id).where(
            Invitation.status == "open", Invitation.to_person_id == person_id
        ),
        select(Invitation.to_person_id).where(
            Invitation.status == "open",
            Invitation.from_person_id == person_id,
            Invitation.sent_at < at,
        ),
    )
    return {person_id, *await session.scalars(tied)}


def tied_to(
    person_id: UUID,
    other: SQLColumnExpression[Any],
    *,
    at: SQLColumnExpression[datetime] | None = None,
) -> ColumnElement[bool]:
    """Whether `other` is this person, or somebody about whom they may not decide.

    That is a partner, now or before, also in a handshake; the other side of an open invitation or
    repair; whom they named as their partner; and an officer who has decided about them. Who
    invites an officer after `at` does not get rid of the officer by that.
    """
    return or_(
        other == person_id,
        other.in_(_seated_with(person_id)),
        other.in_(_named_by(person_id)),
        other.in_(select(Freeze.frozen_by).where(Freeze.person_id == person_id)),
        _invitation_between(person_id, other, at),
    )


def _seated_with(person_id: UUID) -> Select[UUID]:
    mine, theirs = _seats(), _seats()
    here = select(mine.c.partnership_id).where(mine.c.person_id == person_id)
    return select(theirs.c.person_id).where(theirs.c.partnership_id.in_(here))


def _seats() -> Subquery:
    """Who sits, sat or may soon sit in which partnership: takers of a seat and newcomers too."""
    proposal: Any = RescueCase.proposal
    return union_all(
        select(Member.person_id, Member.partnership_id),
        select(SeatOffer.taken_by, SeatOffer.partnership_id).where(
            SeatOffer.state == "open", SeatOffer.taken_by.is_not(None)
        ),
        select(Enrolment.person_id, cast(proposal["partnership_id"].astext, Uuid()))
        .join(RescueCase, cast(proposal["enrolment_id"].astext, Uuid()) == Enrolment.id)
        .where(RescueCase.state == "open"),
    ).subquery()


def _named_by(person_id: UUID) -> Select[UUID]:
    return (
        select(Person.id)
        .join(Companion, Companion.email_key == Person.email_key)
        .join(Enrolment, Enrolment.id == Companion.enrolment_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.status != "left",
            Companion.kind == "partner",
        )
    )


def _invitation_between(
    person_id: UUID, other: SQLColumnExpression[Any], at: SQLColumnExpression[datetime] | None
) -> ColumnElement[bool]:
    received = (Invitation.to_person_id == person_id) & (Invitation.from_person_id == other)
    if at is not None:
        received &= Invitation.sent_at < at
    sent = (Invitation.from_person_id == person_id) & (Invitation.to_person_id == other)
    return exists().where(Invitation.status == "open", or_(sent, received))
