"""The person behind a request, as their access token describes them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.identity import permissions
from shared.identity.permissions import Permission
from shared.identity.roles import STAFF, Grant


@dataclass(frozen=True)
class Principal:
    """Who acts. Actions take it as an argument and load things as this person."""

    person_id: UUID
    session_id: UUID
    roles: frozenset[Grant]
    verified: bool
    """Staff have seen evidence that this person is a teacher."""
    auth_time: datetime
    asked: set[Permission] = field(default_factory=set, compare=False, repr=False)
    """The permissions that were checked for this request, whatever the answer."""
    granted: dict[Permission, UUID | None] = field(default_factory=dict, compare=False, repr=False)
    """The permissions that were found to reach, and the cohort that was asked for last."""

    def may(self, permission: Permission, cohort_id: UUID | None = None) -> bool:
        """Whether the permission reaches this cohort, or everything where it is global."""
        self.asked.add(permission)
        allowed = permissions.may(self.roles, permission, cohort_id)
        if allowed:
            self.granted[permission] = cohort_id
        return allowed

    def cohorts_with(self, permission: Permission) -> frozenset[UUID] | None:
        """The cohorts that the permission reaches; None means every cohort."""
        self.asked.add(permission)
        return permissions.cohorts_with(self.roles, permission)

    @property
    def is_staff(self) -> bool:
        return any(grant.role in STAFF for grant in self.roles)
