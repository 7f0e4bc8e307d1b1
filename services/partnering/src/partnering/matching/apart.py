"""Whom no run brings together, beside the hard rules: those who objected, and those who wait."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.enrolments.model import Companion, Enrolment
from partnering.fit.rules import Candidate
from partnering.partnerships.model import Member, Partnership
from partnering.people.model import Person

Couple = frozenset[UUID]


async def objections_in(session: AsyncSession, cohort_id: UUID) -> set[Couple]:
    """Persons of whom one said no to the other in this cohort: nobody is asked that twice."""
    no, other = aliased(Member), aliased(Member)
    rows = await session.execute(
        select(no.person_id, other.person_id)
        .join(Partnership, Partnership.id == no.partnership_id)
        .join(other, other.partnership_id == no.partnership_id)
        .where(
            Partnership.cohort_id == cohort_id,
            no.answer == "objected",
            other.person_id != no.person_id,
        )
    )
    return {frozenset(row) for row in rows}


async def named_by_waiting(session: AsyncSession, cohort_id: UUID) -> set[UUID]:
    """Persons whom a recognised teacher on the waiting list named as their partner."""
    waits = aliased(Person)
    found = await session.scalars(
        select(Person.id)
        .join(Companion, Companion.email_key == Person.email_key)
        .join(Enrolment, Enrolment.id == Companion.enrolment_id)
        .join(waits, waits.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.status == "waiting_list",
            Companion.kind == "partner",
            waits.verification == "verified",
        )
    )
    return set(found)


def enrolments_apart(
    people: Iterable[Candidate], objected: Iterable[Couple]
) -> list[tuple[str, str]]:
    """All pairs of classes of two persons of whom one said no to the other, as a run reads them."""
    classes: dict[UUID, list[str]] = defaultdict(list)
    for one in people:
        classes[one.person_id].append(str(one.enrolment_id))
    pairs = [
        (min(pair), max(pair))
        for a, b in (sorted(couple) for couple in objected)
        for pair in product(classes.get(a, ()), classes.get(b, ()))
    ]
    return sorted(pairs)
