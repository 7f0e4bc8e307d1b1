"""How many teachers could fit somebody who has answered three questions."""

from collections import Counter
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.candidates import candidates
from partnering.enrolments.model import Enrolment
from partnering.fit.admission import admissible
from partnering.fit.rules import Candidate, fit
from partnering.partnerships.model import Member, Partnership
from partnering.preview.schemas import CountryOnMap, PartnershipMap, Preview, PreviewReason
from partnering.schools.model import School

MOST = 2000
_NOBODY = UUID(int=0)
_TELLING = {"shared_language", "common_ages", "common_subjects", "no_weeks_lost"}


async def preview(
    session: AsyncSession,
    *,
    country: str,
    language: str,
    ages: tuple[int, int],
    subject: str | None,
) -> Preview:
    """Counted by the very rules of the search, over everybody who looks for a partner now."""
    visitor = Candidate(
        enrolment_id=_NOBODY,
        person_id=_NOBODY,
        country=country,
        languages={language: "B1"},
        age_from=ages[0],
        age_to=ages[1],
        subjects=frozenset({subject} if subject else ()),
    )
    ids = await session.scalars(
        select(Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Enrolment.status == "free",
            or_(
                Cohort.phase == "partnering",
                (Cohort.pace == "rolling") & Cohort.phase.in_(("course", "project")),
            ),
        )
        .order_by(Enrolment.id.desc())
        .limit(MOST)
    )
    possible = [
        one for one in await candidates(session, ids.all()) if admissible(visitor, one) is None
    ]
    people = {one.person_id: one for one in possible}
    return Preview(
        teachers=len(people),
        countries=sorted({one.country for one in possible}),
        reasons=_reasons(visitor, list(people.values())),
    )


def _reasons(visitor: Candidate, possible: list[Candidate]) -> list[PreviewReason]:
    """The commonest reasons, each with the number of teachers it is true of."""
    counts: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for one in possible:
        for part in fit(visitor, one).contributions:
            if part.code in _TELLING:
                values = part.values[:1] if part.code == "shared_language" else ()
                values = part.values if part.code == "common_subjects" else values
                counts[part.aspect, part.code, values] += 1
    return [
        PreviewReason(aspect=aspect, code=code, values=list(values), teachers=teachers)
        for (aspect, code, values), teachers in counts.most_common(3)
    ]


async def partnership_map(session: AsyncSession) -> PartnershipMap:
    """Per country, how many teachers are in how many partnerships that stood or stand."""
    found = await session.execute(
        select(
            School.country,
            func.count(Member.person_id.distinct()),
            func.count(Member.partnership_id.distinct()),
        )
        .join(SchoolClass, SchoolClass.school_id == School.id)
        .join(Enrolment, Enrolment.class_id == SchoolClass.id)
        .join(Member, Member.enrolment_id == Enrolment.id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(Partnership.state.in_(("confirmed", "finished")), Member.seated.is_(True))
        .group_by(School.country)
        .order_by(School.country)
    )
    return PartnershipMap(
        countries=[
            CountryOnMap(country=country, teachers=teachers, partnerships=partnerships)
            for country, teachers, partnerships in found
        ]
    )
