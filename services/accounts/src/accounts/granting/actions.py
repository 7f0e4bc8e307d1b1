"""Granting roles and taking them back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import Denied, record
from accounts.granting.rules import COHORT_FREE
from accounts.granting.schemas import RoleChange
from accounts.mail.actions import tell_person
from accounts.people.actions import announce_person
from accounts.people.model import Person
from accounts.people.queries import lock_person
from accounts.roles.model import RoleGrant
from accounts.roles.queries import count_operators
from shared import clock
from shared.audit import nothing_done
from shared.http import Conflict, Invalid, NotFound, Principal, Role
from shared.identity.permissions import grantable_roles


async def grant_role(
    session: AsyncSession, who: Principal, person_id: UUID, change: RoleChange
) -> Person:
    """Grant a role for a cohort or all, never to oneself and never more than one holds.

    Granting what is held already changes nothing.
    """
    person = await lock_person(session, person_id)
    _check(who, person_id, change, "grant_role")
    if await _held(session, person_id, change) is None:
        await give_role(session, person, change.role, change.cohort_id, who.person_id)
    else:
        nothing_done(session)
    return person


async def give_role(
    session: AsyncSession,
    person: Person,
    role: str,
    cohort_id: UUID | None,
    actor_id: UUID | None,
) -> None:
    """The grant itself. `actor_id` None is the operator on the machine, who may grant anything."""
    session.add(
        RoleGrant(
            person_id=person.id,
            role=role,
            cohort_id=cohort_id,
            granted_by=actor_id,
            granted_at=clock.now(),
        )
    )
    record(
        session,
        actor_id=actor_id,
        action="grant_role",
        subject_id=person.id,
        cohort_id=cohort_id,
        detail=role,
    )
    tell_person(session, person, "role_granted", role=role)
    await announce_person(session, person)


async def revoke_role(
    session: AsyncSession, who: Principal, person_id: UUID, change: RoleChange
) -> Person:
    """Take a role back. The last operator stays."""
    person = await lock_person(session, person_id)
    _check(who, person_id, change, "revoke_role")
    grant = await _held(session, person_id, change)
    if grant is None:
        raise NotFound("This role")
    if grant.role == "operator" and await count_operators(session) < 2:
        raise Conflict("last-operator", "Somebody has to stay operator.")
    await session.delete(grant)
    record(
        session,
        actor_id=who.person_id,
        action="revoke_role",
        subject_id=person_id,
        cohort_id=change.cohort_id,
        detail=change.role,
    )
    tell_person(session, person, "role_revoked", role=change.role)
    await announce_person(session, person)
    return person


def _check(who: Principal, person_id: UUID, change: RoleChange, action: str) -> None:
    if change.role in COHORT_FREE and change.cohort_id is not None:
        raise Invalid({"/cohort_id": "an operator serves all cohorts"})
    to_oneself = action == "grant_role" and person_id == who.person_id
    if to_oneself or Role(change.role) not in grantable_roles(who.roles):
        raise Denied(
            "You may not grant or take back this role.",
            actor_id=who.person_id,
            action=action,
            subject_id=person_id,
            cohort_id=change.cohort_id,
            detail=change.role,
        )


async def _held(session: AsyncSession, person_id: UUID, change: RoleChange) -> RoleGrant | None:
    query = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == change.role,
        RoleGrant.cohort_id.is_not_distinct_from(change.cohort_id),
    )
    return (await session.scalars(query)).one_or_none()
