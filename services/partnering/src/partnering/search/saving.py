"""Saving a search, and telling its owner once a day when somebody new passes it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.enrolments.candidates import candidates_around
from partnering.enrolments.model import Enrolment
from partnering.fit.admission import admissible
from partnering.fit.rules import Candidate
from partnering.people.model import Person
from partnering.safety.queries import frozen_among
from partnering.search.filters import Wanted, passing, tests
from partnering.search.model import MOST_SAVED, SavedSearch
from partnering.search.queries import texts_of
from partnering.search.schemas import SavedSearchOut
from shared import clock
from shared.contracts.partnering import SavedSearchMatched
from shared.http import Conflict, NotFound, Principal
from shared.outbox import announce

TOLD_EVERY = timedelta(days=1)
AT_ONCE = 20


async def save_search(
    session: AsyncSession, who: Principal, enrolment_id: UUID, name: str, wanted: Wanted
) -> SavedSearch:
    """For one of one's own classes; saving the same filters again gives what is saved."""
    enrolment = await session.get(Enrolment, enrolment_id, with_for_update=True)
    if enrolment is None or enrolment.person_id != who.person_id or enrolment.status == "left":
        raise NotFound("This class")
    filters = {key: value for key, value in asdict(wanted).items() if value not in (None, "")}
    mine = await session.scalars(select(SavedSearch).where(SavedSearch.person_id == who.person_id))
    saved = mine.all()
    for one in saved:
        if one.enrolment_id == enrolment_id and one.filters == filters:
            return one
    if len(saved) >= MOST_SAVED:
        raise Conflict("too-many-searches", "Five searches are saved already; remove one first.")
    search = SavedSearch(
        person_id=who.person_id,
        enrolment_id=enrolment_id,
        name=name,
        filters=filters,
        saved_at=clock.now(),
        checked_at=clock.now(),
    )
    session.add(search)
    await session.flush()
    return search


async def saved_searches(session: AsyncSession, who: Principal) -> list[SavedSearchOut]:
    found = await session.scalars(
        select(SavedSearch).where(SavedSearch.person_id == who.person_id).order_by(SavedSearch.id)
    )
    return [SavedSearchOut.model_validate(one, from_attributes=True) for one in found]


async def forget_search(session: AsyncSession, who: Principal, search_id: UUID) -> None:
    gone = await session.execute(
        delete(SavedSearch)
        .where(SavedSearch.id == search_id, SavedSearch.person_id == who.person_id)
        .returning(SavedSearch.id)
    )
    if gone.first() is None:
        raise NotFound("This search")


async def tell_of_newcomers(session: AsyncSession) -> int:
    """Tick: for each saved search that is due, whoever joined since and passes. Once a day at most.

    Searches without anybody new in their cohort are put off without loading the cohort.
    """
    now = clock.now()
    newcomer = aliased(Enrolment)
    somebody_new = exists().where(
        newcomer.cohort_id == Enrolment.cohort_id,
        newcomer.status == "free",
        newcomer.joined_at > SavedSearch.checked_at,
        newcomer.person_id != SavedSearch.person_id,
    )
    rows = await session.execute(
        select(SavedSearch, Enrolment.cohort_id)
        .join(Enrolment, Enrolment.id == SavedSearch.enrolment_id)
        .where(SavedSearch.checked_at <= now - TOLD_EVERY, Enrolment.status == "free", somebody_new)
        .order_by(SavedSearch.checked_at)
        .limit(AT_ONCE)
        .with_for_update(of=SavedSearch, skip_locked=True)
    )
    due = rows.all()
    for search, cohort_id in due:
        found = await _newcomers(session, search, cohort_id)
        search.checked_at = now
        if found:
            await announce(
                session,
                SavedSearchMatched(
                    search_id=search.id,
                    cohort_id=cohort_id,
                    enrolment_id=search.enrolment_id,
                    person_id=search.person_id,
                    found=found,
                ),
            )
    await session.flush()
    return len(due)


async def _newcomers(session: AsyncSession, search: SavedSearch, cohort_id: UUID) -> int:
    """How many joined since, may be partners, are recognised, and pass the filters."""
    mine, everybody = await candidates_around(session, cohort_id, search.enrolment_id)
    joined = set(
        await session.scalars(
            select(Enrolment.id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(
                Enrolment.cohort_id == cohort_id,
                Enrolment.joined_at > search.checked_at,
                Person.verification == "verified",
            )
        )
    )
    new = [one for one in everybody if one.enrolment_id in joined and admissible(mine, one) is None]
    frozen = await frozen_among(session, [search.person_id, *(one.person_id for one in new)])
    owner = await session.get(Person, search.person_id)
    if search.person_id in frozen or owner is None:
        return 0
    possible = [one for one in new if one.person_id not in frozen]
    wanted = Wanted(**search.filters)
    return len(await _passing(session, owner, wanted, mine, possible))


async def _passing(
    session: AsyncSession,
    owner: Person,
    wanted: Wanted,
    mine: Candidate,
    possible: Sequence[Candidate],
) -> list[Candidate]:
    """Words that are hidden from the owner are not searched for them either."""
    texts = await texts_of(session, possible) if wanted.text and owner.verified else {}
    return passing(possible, tests(wanted, mine, texts))
