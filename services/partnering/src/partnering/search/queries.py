"""Finding a partner for one of one's enrolments."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.candidates import candidates_around
from partnering.enrolments.cards import answer_days, named_for, relate, show, subjects
from partnering.enrolments.model import Enrolment
from partnering.enrolments.queries import open_received, received_ever
from partnering.enrolments.schemas import Card
from partnering.fit.admission import admissible
from partnering.fit.rules import Candidate, Fit, fit
from partnering.people.model import Person
from partnering.profiles.model import Profile
from partnering.safety.queries import frozen_among
from partnering.schools.model import School
from partnering.search.filters import Wanted, most_blocking, passing, tests
from partnering.search.rules import exposed, lot
from partnering.search.schemas import BlockingFilter, Facet, Facets, Found
from shared.http import Invalid, NotFound, Principal

PAGE = 20
STEP = 5
"""Fits that differ by less count as equal, and whoever was asked least comes first."""


async def search(
    session: AsyncSession,
    who: Principal,
    cohort_id: UUID,
    enrolment_id: UUID,
    wanted: Wanted,
    cursor: str | None,
) -> Found:
    """Everybody who may be a partner and passes the filters, best fit first.

    Exposure is balanced: among equals those with fewest invitations waiting come first, and each
    fifth place goes to somebody whom fewest have asked so far, so that nobody stays invisible.
    """
    await _require_own(session, who, cohort_id, enrolment_id)
    mine, everybody = await candidates_around(session, cohort_id, enrolment_id)
    frozen = await frozen_among(session, [one.person_id for one in everybody])
    others = [one for one in everybody if one.person_id not in frozen]
    # Everybody is looked at: aside, so that the others of this process are answered meanwhile.
    possible = await asyncio.to_thread(_possible, mine, others)
    texts = await texts_of(session, possible) if wanted.text and who.verified else {}
    checks = tests(wanted, mine, texts)
    found = await asyncio.to_thread(passing, possible, checks)
    asked = await open_received(session, [one.enrolment_id for one in found])
    ever = await received_ever(session, [one.enrolment_id for one in found])
    ranked = await asyncio.to_thread(_ranked, mine, found, asked, ever)
    start = _offset(cursor)
    page = ranked[start : start + PAGE]
    blocking = await asyncio.to_thread(most_blocking, possible, checks) if not found else None
    return Found(
        enrolment_id=enrolment_id,
        zone=mine.zone,
        total=len(found),
        items=await _cards(session, who, mine, page),
        facets=await asyncio.to_thread(_facets, possible),
        blocking_filter=BlockingFilter(filter=blocking[0], would_find=blocking[1])
        if blocking
        else None,
        nobody_because=None if possible else _why_nobody(mine, everybody),
        next_cursor=str(start + PAGE) if len(ranked) > start + PAGE else None,
    )


async def _require_own(
    session: AsyncSession, who: Principal, cohort_id: UUID, enrolment_id: UUID
) -> None:
    own = await session.scalar(
        select(Enrolment.id).where(
            Enrolment.id == enrolment_id,
            Enrolment.cohort_id == cohort_id,
            Enrolment.person_id == who.person_id,
            Enrolment.status != "left",
        )
    )
    if own is None:
        raise NotFound


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.isdecimal() or len(cursor) > 7:
        raise Invalid({"/cursor": "is not a cursor of this list"})
    return int(cursor)


def _why_nobody(mine: Candidate, everybody: Sequence[Candidate]) -> str:
    """The commonest reason, so that the page can say what would help."""
    others = [one for one in everybody if one.person_id != mine.person_id]
    if not others:
        return "nobody_free"
    if not mine.languages:
        return "no_languages"
    reasons = Counter(admissible(mine, one) or "frozen" for one in others)
    return reasons.most_common(1)[0][0]


async def texts_of(session: AsyncSession, possible: Sequence[Candidate]) -> dict[UUID, str]:
    """What the text filter looks into: exactly what a recognised teacher reads on the card."""
    rows = await session.execute(
        select(
            Enrolment.id,
            func.concat_ws(
                " ",
                Person.name,
                School.name,
                School.place,
                SchoolClass.name,
                SchoolClass.description,
                Profile.headline,
                Profile.about,
            ),
        )
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Profile, Profile.person_id == Enrolment.person_id)
        .where(
            Enrolment.id == any_(literal([one.enrolment_id for one in possible], ARRAY(Uuid()))),
            Person.verification == "verified",
        )
    )
    return {row[0]: row[1] for row in rows}


def _possible(mine: Candidate, others: Sequence[Candidate]) -> list[Candidate]:
    return [one for one in others if admissible(mine, one) is None]


def _ranked(
    mine: Candidate,
    found: Sequence[Candidate],
    asked: Mapping[UUID, int],
    ever: Mapping[UUID, int],
) -> list[tuple[Candidate, Fit]]:
    scored = [(one, fit(mine, one)) for one in found]
    ranked = sorted(
        scored,
        key=lambda pair: (
            -(pair[1].total // STEP),
            asked.get(pair[0].enrolment_id, 0),
            -pair[1].total,
            pair[0].enrolment_id,
        ),
    )
    return exposed(
        ranked,
        # Each searcher sees others of those whom nobody has asked yet.
        lambda pair: (
            ever.get(pair[0].enrolment_id, 0),
            lot(mine.enrolment_id, pair[0].enrolment_id),
        ),
    )


async def _cards(
    session: AsyncSession,
    who: Principal,
    mine: Candidate,
    page: Sequence[tuple[Candidate, Fit]],
) -> list[Card]:
    ids = [one.enrolment_id for one, _ in page]
    days = await answer_days(session, [one.person_id for one, _ in page])
    cards = []
    for subject, (candidate, found) in zip(await subjects(session, ids), page, strict=True):
        card = show(subject, candidate, named=named_for(who, subject), days=days)
        relate(card, mine, candidate, found)
        cards.append(card)
    return cards


def _facets(possible: Sequence[Candidate]) -> Facets:
    return Facets(
        countries=_counted([one.country] for one in possible),
        languages=_counted(one.languages for one in possible),
        subjects=_counted(one.subjects for one in possible),
        topics=_counted(one.topics for one in possible),
    )


def _counted(values: Iterable[Iterable[str]]) -> list[Facet]:
    counts = Counter(value for several in values for value in several)
    return [
        Facet(value=value, count=count)
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
