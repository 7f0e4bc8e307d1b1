"""Whether the matches of a draft still hold: asked when it is shown, and again when published."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.matching.apart import named_by_waiting, objections_in
from partnering.matching.model import Decision, Match, Run
from partnering.matching.schemas import RunSettings
from partnering.partnerships.admitting import admission_of
from partnering.people.model import Block, Person
from partnering.profiles.model import Profile
from partnering.safety.model import Freeze

LOADED_BEFORE = timedelta(hours=1)
"""A run reads everybody at its start, well before it is solved."""


async def no_longer(session: AsyncSession, run: Run, matches: Sequence[Match]) -> dict[UUID, str]:
    """Of these matches those that may not be opened now, with the reason as a code."""
    ids = [one for match in matches for one in match.enrolment_ids]
    here = any_(literal(ids, ARRAY(Uuid())))
    free = set(
        await session.scalars(
            select(Enrolment.id).where(Enrolment.id == here, Enrolment.status == "free")
        )
    )
    admission = await admission_of(session, ids)
    conditions = RunSettings.model_validate(run.settings).conditions()
    waited_for = await named_by_waiting(session, run.cohort_id)
    objected = await objections_in(session, run.cohort_id)
    forbidden = await _forbidden(session, run.id)

    def reason(group: Sequence[UUID]) -> str | None:
        if not free.issuperset(group):
            return "overtaken"
        if any(frozenset(pair) in forbidden for pair in combinations(group, 2)):
            return "forbidden"
        persons = [admission.people[one].person_id for one in group]
        if any(frozenset(pair) in objected for pair in combinations(persons, 2)):
            return "objected"
        if waited_for.intersection(persons):
            return "named"
        return admission.refusal(group, conditions)

    found = {match.id: reason(match.enrolment_ids) for match in matches}
    return {match_id: why for match_id, why in found.items() if why is not None}


async def is_stale(session: AsyncSession, run: Run) -> bool:
    """Whether the draft would not be carried out as it stands: staff decided otherwise since, or
    something that a match rests on has changed."""
    if run.solved_at is None:
        return False
    decided = await session.scalar(
        select(Decision.id)
        .where(Decision.run_id == run.id, Decision.decided_at > run.solved_at)
        .limit(1)
    )
    if decided is not None:
        return True
    if run.status != "draft":
        return False
    touched = await _touched(session, run)
    return bool(touched) and bool(await no_longer(session, run, touched))


async def _touched(session: AsyncSession, run: Run) -> Sequence[Match]:
    """The matches around whom anything at all has happened since: few, in a cohort of any size."""
    assert run.solved_at is not None
    since = run.solved_at - LOADED_BEFORE
    person = Enrolment.person_id
    objected = {one for couple in await objections_in(session, run.cohort_id) for one in couple}
    waited_for = await named_by_waiting(session, run.cohort_id)
    changed = (
        select(Enrolment.id)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .outerjoin(Profile, Profile.person_id == person)
        .outerjoin(Person, Person.id == person)
        .where(
            Enrolment.cohort_id == run.cohort_id,
            or_(
                Enrolment.status != "free",
                SchoolClass.updated_at > since,
                Profile.updated_at > since,
                func.coalesce(Person.verification, "") != "verified",
                person.in_(select(Block.person_id).where(Block.blocked_at > since)),
                person.in_(select(Freeze.person_id).where(Freeze.released_at.is_(None))),
                person == any_(literal(list(objected | waited_for), ARRAY(Uuid()))),
            ),
        )
    )
    ids = list(await session.scalars(changed))
    found = await session.scalars(
        select(Match).where(
            Match.run_id == run.id, Match.enrolment_ids.op("&&")(literal(ids, ARRAY(Uuid())))
        )
    )
    return found.all()


async def _forbidden(session: AsyncSession, run_id: UUID) -> set[frozenset[UUID]]:
    found = await session.scalars(
        select(Decision.enrolment_ids).where(Decision.run_id == run_id, Decision.kind == "forbid")
    )
    return {frozenset(pair) for barred in found for pair in combinations(barred, 2)}
