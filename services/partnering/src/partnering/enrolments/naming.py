"""Telling whoever was named as a partner and has not come yet: once, and never again."""

import hashlib
from datetime import timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.model import Companion, Enrolment, NamedOnce
from partnering.people.model import Person
from partnering.safety.queries import contact_frozen, contact_paused
from shared import clock
from shared.contracts.partings import NamingRefused
from shared.contracts.partnering import PartnerNamed
from shared.outbox import announce

REFUSALS_TOLD = ("same_country", "no_shared_language", "ages_apart")
MOST_A_WEEK = 3
"""A teacher has one or two partners; whoever names more addresses is not looking for a partner."""


async def tell_named(session: AsyncSession, enrolment: Enrolment) -> None:
    """A recognised teacher has joined: the partner they named hears of it, with an account or not.

    Nobody hears of it while contact between the two is frozen or blocked. Joining again with the same address, or two who name the same one, writes no second letter.
    """
    me = await session.get(Person, enrolment.person_id)
    if me is None or not me.verified or enrolment.status not in {"free", "waiting_list"}:
        return
    if await contact_frozen(session, me.id):
        return
    named = await session.scalars(
        select(Companion.email_key).where(
            Companion.enrolment_id == enrolment.id, Companion.kind == "partner"
        )
    )
    for email in named.all():
        if await _named_lately(session, enrolment) >= MOST_A_WEEK:
            return
        other = await session.scalar(select(Person).where(Person.email_key == email).limit(1))
        if other is not None and await contact_paused(session, [me.id, other.id]):
            continue
        if other is not None and await _joined(session, enrolment, other):
            continue
        if not await _first_time(session, enrolment, email):
            continue
        await announce(
            session,
            PartnerNamed(
                enrolment_id=enrolment.id,
                cohort_id=enrolment.cohort_id,
                from_person_id=me.id,
                to_person_id=other.id if other else None,
                email="" if other else email,
            ),
        )


async def tell_refused(
    session: AsyncSession, one: tuple[Enrolment, Person], other: tuple[Enrolment, Person], why: str
) -> None:
    """Two named each other and a rule forbids it: both hear which rule, once. Nobody hears of a block."""
    if why not in REFUSALS_TOLD:
        return
    found = await session.scalars(
        select(Companion)
        .where(
            or_(
                *(
                    and_(Companion.enrolment_id == mine.id, Companion.email_key == named.email_key)
                    for (mine, _), (_, named) in ((one, other), (other, one))
                )
            ),
            Companion.kind == "partner",
        )
        .order_by(Companion.enrolment_id)
        .with_for_update()
    )
    namings = found.all()
    if all(naming.refused_for == why for naming in namings):
        return
    for naming in namings:
        naming.refused_for = why
    await announce(
        session,
        NamingRefused.model_validate(
            {
                "enrolment_id": min(one[0].id, other[0].id),
                "cohort_id": one[0].cohort_id,
                "person_ids": (one[1].id, other[1].id),
                "why": why,
            }
        ),
    )


async def _joined(session: AsyncSession, enrolment: Enrolment, other: Person) -> bool:
    found = await session.scalar(
        select(Enrolment.id)
        .where(
            Enrolment.cohort_id == enrolment.cohort_id,
            Enrolment.person_id == other.id,
            Enrolment.status != "left",
        )
        .limit(1)
    )
    return found is not None


async def _named_lately(session: AsyncSession, enrolment: Enrolment) -> int:
    """How many this person has named in a week, over all cohorts."""
    count = await session.scalar(
        select(func.count(func.distinct(Companion.email_key)))
        .join(Enrolment, Enrolment.id == Companion.enrolment_id)
        .where(
            Enrolment.person_id == enrolment.person_id,
            Enrolment.id != enrolment.id,
            Enrolment.joined_at > clock.now() - timedelta(days=7),
            Companion.kind == "partner",
        )
    )
    return count or 0


async def _first_time(session: AsyncSession, enrolment: Enrolment, email: str) -> bool:
    noted = await session.execute(
        insert(NamedOnce)
        .values(
            cohort_id=enrolment.cohort_id,
            email_hash=hashlib.sha256(email.encode()).hexdigest(),
            named_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(NamedOnce.cohort_id)
    )
    return noted.first() is not None
