"""What teachers who left or said no wrote for staff."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.schemas import ReasonOut
from partnering.people.queries import people_by_id
from shared.http import Page, Principal, page_of


async def reasons_in(
    session: AsyncSession, who: Principal, cohort_id: UUID, cursor: str | None
) -> Page[ReasonOut]:
    """Newest first. Nobody reads what concerns a partnership of their own."""
    found, after = await page_of(session, _given(who, cohort_id), key=Member.id, cursor=cursor)
    ids = {one.partnership_id for one in found}
    together = (await session.scalars(select(Member).where(Member.partnership_id.in_(ids)))).all()
    people = await people_by_id(session, {one.person_id for one in together})

    def name(person_id: UUID) -> str:
        return people[person_id].name if person_id in people else ""

    items = [
        ReasonOut.model_validate(
            {
                "partnership_id": one.partnership_id,
                "name": name(one.person_id),
                "others": [
                    name(other.person_id)
                    for other in together
                    if other.partnership_id == one.partnership_id and other.id != one.id
                ],
                "at": one.left_at,
                "kind": "objected" if one.answer == "objected" else "left",
                "reason": one.reason,
            }
        )
        for one in found
    ]
    return Page(items=items, next_cursor=after)


def _given(who: Principal, cohort_id: UUID) -> Select[Any]:
    own = aliased(Member)
    mine = select(own.partnership_id).where(own.person_id == who.person_id)
    return (
        select(Member)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(
            Partnership.cohort_id == cohort_id,
            Member.reason != "",
            Member.left_at.is_not(None),
            Partnership.id.not_in(mine),
        )
    )
