"""Reads of safety: who is frozen, and the officer's queue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.enrolments.model import Enrolment
from partnering.partnerships.ties import require_in_office, tied_to
from partnering.people.model import Person
from partnering.people.queries import blocks_among
from partnering.safety.model import Freeze, Report, ReportAccess
from shared.http import Invalid, Permission, Principal


async def frozen_among(session: AsyncSession, person_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people may neither contact others nor be contacted."""
    found = await session.scalars(
        select(Freeze.person_id).where(
            Freeze.person_id.in_(list(person_ids)), Freeze.released_at.is_(None)
        )
    )
    return set(found)


async def contact_frozen(session: AsyncSession, *person_ids: UUID) -> bool:
    """Whether an officer has frozen contact for any of these people."""
    return bool(await frozen_among(session, person_ids))


async def contact_paused(session: AsyncSession, person_ids: Iterable[UUID]) -> bool:
    """Whether somebody of this group is frozen, or two of it have blocked each other."""
    group = set(person_ids)
    if await frozen_among(session, group):
        return True
    blocks = await blocks_among(session, group)
    return any(blocks.get(one, set()) & group for one in group)


@dataclass(frozen=True)
class Queued:
    """A report with what gives it its place in the queue."""

    report: Report
    verified: bool
    """Whoever reported is verified now."""
    reporters: int
    """How many different people of that standing have open reports about the same person."""

    @property
    def place(self) -> str:
        return f"{int(self.verified)}.{self.reporters}.{self.report.id}"


async def reports_for(
    session: AsyncSession, who: Principal, state: str | None, cursor: str | None, limit: int
) -> tuple[Sequence[Queued], str | None]:
    """The officer's queue, without reports in which the officer or their partner is a party.

    Reports by verified people come first, then those about whom more people have reported, then
    the newest: what one newcomer sends in masses lies beneath.
    """
    await require_in_office(session, who)
    query, verified, reporters = _with_standing()
    query = query.where(no_party(who))
    cohorts = who.cohorts_with(Permission.HANDLE_REPORTS)
    if cohorts is not None:
        query = query.where(Report.about_person_id.in_(_people_in(cohorts)))
    if state is not None:
        query = query.where(Report.state == state)
    if cursor:
        query = query.where(tuple_(verified, reporters, Report.id) < tuple_(*_read(cursor)))
    ordered = query.order_by(verified.desc(), reporters.desc(), Report.id.desc())
    rows = (await session.execute(ordered.limit(limit + 1))).all()
    found = [Queued(*row) for row in rows[:limit]]
    return found, found[-1].place if len(rows) > limit else None


def no_party(who: Principal) -> ColumnElement[bool]:
    """Neither the reported nor the reporter is this officer or somebody they are tied to.

    The reporter trusts that their partner does not read it; the reported gains nothing by theirs.
    """
    return and_(
        not_(tied_to(who.person_id, Report.about_person_id, at=Report.filed_at)),
        or_(
            Report.reported_by.is_(None),
            not_(tied_to(who.person_id, Report.reported_by, at=Report.filed_at)),
        ),
    )


async def queued(session: AsyncSession, report: Report) -> Queued:
    query, _, _ = _with_standing()
    return Queued(*(await session.execute(query.where(Report.id == report.id))).one())


def _with_standing() -> tuple[Select[Report, bool, int], ColumnElement[bool], ColumnElement[int]]:
    counted = _reporters()
    verified, reporters = _verified(Person), func.coalesce(counted.c.reporters, 1)
    query = (
        select(Report, verified, reporters)
        .outerjoin(Person, Person.id == Report.reported_by)
        .outerjoin(
            counted,
            (counted.c.about_person_id == Report.about_person_id)
            & (counted.c.verified == verified),
        )
    )
    return query, verified, reporters


def _reporters() -> Subquery:
    """Person, and standing of reporters → how many different people have open reports."""
    reporter = aliased(Person)
    verified = _verified(reporter).label("verified")
    return (
        select(
            Report.about_person_id,
            verified,
            func.count(Report.reported_by.distinct()).label("reporters"),
        )
        .outerjoin(reporter, reporter.id == Report.reported_by)
        .where(Report.state == "open")
        .group_by(Report.about_person_id, verified)
        .subquery()
    )


def _verified(person: type[Person]) -> ColumnElement[bool]:
    return func.coalesce(person.verification == "verified", false())


def _read(cursor: str) -> tuple[ColumnElement[bool], int, UUID]:
    try:
        verified, reporters, report_id = cursor.split(".")
        return literal(bool(int(verified))), int(reporters), UUID(report_id)
    except ValueError as error:
        raise Invalid({"/cursor": "is not a cursor of this list"}) from error


async def may_handle_reports_about(session: AsyncSession, who: Principal, person_id: UUID) -> bool:
    """Whether the officer is responsible for this person: everywhere, or in one of their cohorts."""
    cohorts = who.cohorts_with(Permission.HANDLE_REPORTS)
    if cohorts is None:
        return True
    here = _people_in(cohorts).where(Enrolment.person_id == person_id)
    return await session.scalar(here.limit(1)) is not None


async def cohort_of(session: AsyncSession, who: Principal, person_id: UUID) -> UUID | None:
    """The cohort for which an officer acts on somebody; None where it could be more than one."""
    joined = select(Enrolment.cohort_id).where(Enrolment.person_id == person_id).distinct()
    cohorts = who.cohorts_with(Permission.HANDLE_REPORTS)
    if cohorts is not None:
        joined = joined.where(Enrolment.cohort_id.in_(cohorts))
    found = (await session.scalars(joined.limit(2))).all()
    return found[0] if len(found) == 1 else None


async def cohorts_of(session: AsyncSession, who: Principal, person_id: UUID) -> list[UUID] | None:
    """The cohorts for which an officer acts on somebody; None: for the whole programme."""
    cohorts = who.cohorts_with(Permission.HANDLE_REPORTS)
    if cohorts is None:
        return None
    joined = select(Enrolment.cohort_id).where(
        Enrolment.person_id == person_id, Enrolment.cohort_id.in_(cohorts)
    )
    return sorted(await session.scalars(joined.distinct()))


def _people_in(cohorts: Collection[UUID]) -> Select[UUID]:
    """Whoever joined one of these cohorts, also if they left it."""
    return select(Enrolment.person_id).where(Enrolment.cohort_id.in_(cohorts))


async def accesses_of(session: AsyncSession, report_id: UUID) -> Sequence[ReportAccess]:
    found = await session.scalars(
        select(ReportAccess).where(ReportAccess.report_id == report_id).order_by(ReportAccess.id)
    )
    return found.all()


async def names_of(session: AsyncSession, person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {one for one in person_ids if one is not None}
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
