"""HTTP of roles."""

from uuid import UUID

from accounts.dependencies import Granter
from accounts.directory.queries import detail_of
from accounts.granting import actions
from accounts.granting.schemas import GrantableRole, RoleChange
from accounts.people.schemas import PersonDetail
from shared.http import Transaction, router

routes = router("roles")


@routes.post("/people/{person_id}/roles")
async def grant_role(
    person_id: UUID, body: RoleChange, who: Granter, session: Transaction
) -> PersonDetail:
    return await detail_of(session, await actions.grant_role(session, who, person_id, body))


@routes.delete("/people/{person_id}/roles")
async def revoke_role(
    person_id: UUID,
    role: GrantableRole,
    who: Granter,
    session: Transaction,
    cohort_id: UUID | None = None,
) -> PersonDetail:
    """Takes effect with the next access token, within a minute."""
    change = RoleChange(role=role, cohort_id=cohort_id)
    return await detail_of(session, await actions.revoke_role(session, who, person_id, change))
