"""One's own account as one sees it."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.model import Person
from accounts.people.schemas import Me, PersonCard, RoleHeld
from accounts.roles.queries import grants_of
from accounts.second_factor.actions import has_second_factor, recovery_codes_left
from accounts.verification.queries import requests_of


async def me_of(session: AsyncSession, person: Person) -> Me:
    grants = await grants_of(session, person.id)
    requests = await requests_of(session, person.id)
    second_factor = await has_second_factor(session, person.id)
    latest = requests[0] if requests else None
    return Me(
        **_card(person),
        verification_reason=latest.reason if latest else None,
        verification_waiting=latest is not None and latest.status == "waiting",
        roles=[RoleHeld.model_validate(grant) for grant in grants],
        has_password=person.password_hash is not None,
        has_second_factor=second_factor,
        second_factor_missing=bool(grants) and not second_factor,
        recovery_codes_left=await recovery_codes_left(session, person.id),
    )


def _card(person: Person) -> dict[str, object]:
    shared_fields = set(Me.model_fields) & set(PersonCard.model_fields)
    return {name: getattr(person, name) for name in shared_fields}
