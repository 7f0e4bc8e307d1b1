"""Following what `accounts` says about people."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.people.model import Person
from shared.contracts.accounts import PersonChanged


async def remember_person(session: AsyncSession, event: PersonChanged) -> None:
    """Keep the newest name, place and grants of a person. The e-mail address is not kept here."""
    facts = {
        "name": event.name,
        "country": event.country,
        "language": event.language,
        "zone": event.zone,
        "grants": [
            {"role": grant.role, "cohort_id": str(grant.cohort_id) if grant.cohort_id else None}
            for grant in event.roles
            if grant.role != "teacher"
        ],
    }
    await session.execute(
        insert(Person)
        .values(id=event.person_id, **facts)
        .on_conflict_do_update(index_elements=[Person.id], set_=facts)
    )
