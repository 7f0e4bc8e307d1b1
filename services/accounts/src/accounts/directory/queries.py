"""One person as staff see them."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.model import Person
from accounts.people.schemas import PersonCard, PersonDetail, RoleHeld
from accounts.roles.queries import grants_of
from accounts.second_factor.actions import has_second_factor


async def detail_of(session: AsyncSession, person: Person) -> PersonDetail:
    grants = await grants_of(session, person.id)
    return PersonDetail(
        **PersonCard.model_validate(person).model_dump(),
        roles=[RoleHeld.model_validate(grant) for grant in grants],
        has_second_factor=await has_second_factor(session, person.id),
    )
