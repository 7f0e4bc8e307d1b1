"""The admission that every act which brings classes together asks at that moment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.candidates import candidates
from partnering.fit.groups import broken_rules
from partnering.fit.rules import ORDINARY, Candidate, Conditions
from partnering.matching.model import Run
from partnering.matching.schemas import RunSettings
from partnering.partnerships.model import Member, Partnership
from partnering.people.queries import people_by_id
from partnering.safety.queries import frozen_among
from shared.http import Conflict, NotFound

WHY_NOT = {
    "contact_frozen": "Contact is paused for one of you.",
    "not_verified": "Staff have not recognised one of you as a teacher.",
    "same_person": "Two classes of one teacher are never partners.",
    "same_country": "A partner must be in another country.",
    "blocked": "This class cannot be your partner.",
    "no_shared_language": "You need a language that both of you speak well enough.",
    "ages_apart": "The ages of your pupils are too far apart.",
    "country_not_wished": "One of you insists on partners from other countries.",
    "too_few_common_hours": "One of you insists on an hour in common each week.",
    "no_subject_in_common": "One of you insists on a subject in common.",
}


@dataclass(frozen=True)
class Admission:
    """Some enrolments as they are now, and whom nobody may be brought together with."""

    people: Mapping[UUID, Candidate]
    frozen: Collection[UUID]
    recognised: Collection[UUID]

    def refusal(
        self, group: Sequence[UUID], conditions: Conditions = ORDINARY, *, chosen: bool = False
    ) -> str | None:
        """The rule that keeps these from being partners now, or None.

        What one insists on does not count between those who chose each other by name.
        """
        members = [self.people[one] for one in group]
        if any(one.person_id in self.frozen for one in members):
            return "contact_frozen"
        if any(one.person_id not in self.recognised for one in members):
            return "not_verified"
        if chosen:
            members = [replace(one, musts=frozenset()) for one in members]
        broken = broken_rules(members, conditions)
        return broken[0][0] if broken else None


async def admission_of(session: AsyncSession, enrolment_ids: Collection[UUID]) -> Admission:
    people = await candidates(session, enrolment_ids)
    ids = {one.person_id for one in people}
    known = await people_by_id(session, ids)
    return Admission(
        people={one.enrolment_id: one for one in people},
        frozen=await frozen_among(session, ids),
        recognised={one.id for one in known.values() if one.verified},
    )


async def require_admission(
    session: AsyncSession,
    enrolment_ids: Sequence[UUID],
    conditions: Conditions = ORDINARY,
    *,
    chosen: bool = False,
) -> None:
    """Raises Conflict with the rule that does not hold any more."""
    found = await admission_of(session, enrolment_ids)
    why = found.refusal(enrolment_ids, conditions, chosen=chosen)
    if why is not None:
        raise Conflict("not-admissible", WHY_NOT[why], why=why)


async def conditions_of(session: AsyncSession, partnership: Partnership) -> Conditions:
    """The rules under which it was brought together: those of its run, or the ordinary ones."""
    settings = await session.scalar(select(Run.settings).where(Run.id == partnership.run_id))
    return RunSettings.model_validate(settings).conditions() if settings else ORDINARY


async def require_running(
    session: AsyncSession, partnership_id: UUID, *, member: UUID | None = None
) -> None:
    """Nothing opens in a closed cohort. Its row stays locked, so that it is not closed meanwhile.

    For a `member` only: to anybody else the partnership is missing, whatever its cohort's phase.

    To be asked before the partnership is locked: closing locks in the same order.
    """
    its = select(Cohort.phase).join(Partnership, Partnership.cohort_id == Cohort.id)
    its = its.where(Partnership.id == partnership_id)
    if member is not None:
        its = its.where(Partnership.members.any(Member.person_id == member))
    phase = await session.scalar(its.with_for_update(read=True, of=Cohort))
    if phase is None:
        raise NotFound("This partnership")
    if phase == "closed":
        raise cohort_closed()


def cohort_closed() -> Conflict:
    return Conflict("cohort-over", "This cohort is closed; nothing begins in it any more.")
