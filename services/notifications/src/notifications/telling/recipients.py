"""Who is told about an event, as a select of person ids: two people or ten thousand alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from notifications.cohorts.queries import members_of, participants_moving
from notifications.people.model import Person, RoleHeld
from shared.identity.permissions import Permission, Scope, roles_with, scope_of

Recipients = Callable[[Any], Select[UUID]]
"""From an event to the people who are told."""


def these(ids: Iterable[UUID]) -> Select[UUID]:
    """Exactly these people, known to us already or not."""
    wanted = list(dict.fromkeys(ids))
    person_id = func.unnest(cast(wanted, ARRAY(Uuid))).column_valued("person_id")
    return select(person_id)


def the(*fields: str, but: str | None = None) -> Recipients:
    """The people in these fields of the event, each an id or several, except the one in `but`."""

    def recipients(event: Any) -> Select[UUID]:
        found: list[UUID] = []
        for name in fields:
            value = getattr(event, name)
            found.extend([value] if isinstance(value, UUID) else value)
        left_out = getattr(event, but) if but else None
        return these(one for one in found if one != left_out)

    return recipients


def staff(permission: Permission, *, but: tuple[str, ...] = ()) -> Recipients:
    """Whoever may do something about it: everywhere, or in the event's cohort.

    Staff who teach are not told as staff about what is their own (`but` names those fields).
    """
    return Staff(permission, but)


@dataclass(frozen=True)
class Staff:
    """The staff who may do something about an event."""

    permission: Permission
    but: tuple[str, ...]

    def __call__(self, event: Any) -> Select[UUID]:
        query = (
            select(RoleHeld.person_id)
            .join(Person, Person.id == RoleHeld.person_id)
            .where(RoleHeld.role.in_([str(role) for role in roles_with(self.permission)]))
            .distinct()
        )
        reached: ColumnElement[bool] = RoleHeld.cohort_id.is_(None)
        if scope_of(self.permission) is Scope.COHORT:
            reached = or_(reached, RoleHeld.cohort_id.in_(_cohorts_of(event)))
        query = query.where(reached)
        own: list[UUID] = []
        for name in self.but:
            value = getattr(event, name)
            own.extend([value] if isinstance(value, UUID) else value)
        return query.where(RoleHeld.person_id.not_in(own)) if own else query


def _cohorts_of(event: Any) -> list[UUID]:
    """The cohorts that an event names; none for what belongs to no cohort."""
    one = getattr(event, "cohort_id", None)
    return [one] if one is not None else list(getattr(event, "cohort_ids", ()))


def cohort_held(event: Any) -> Select[UUID]:
    """The members of the partnerships that staff hold back from a phase that begins."""
    if not event.held or event.from_phase == event.phase:
        return these(())
    return members_of(event.held)


def cohort_moving(event: Any) -> Select[UUID]:
    """Everybody in the cohort except partnerships that are held back. Where only those held before
    follow, nothing is new for the others."""
    if getattr(event, "from_phase", None) == event.phase:
        return these(())
    return participants_moving(event.cohort_id, event.held)
