"""Which officers hear that reports wait, and who hears that no officer may look at one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, false, not_, or_, select

from notifications.contact.model import FrozenPerson
from notifications.people.model import Person, RoleHeld
from notifications.telling.reactions import told
from notifications.telling.recipients import Staff
from shared.contracts.contact import ReportFiled, ReportToLookAt
from shared.identity.permissions import Permission, roles_with


@dataclass(frozen=True)
class Officers(Staff):
    """Officers who may look at one of the reports: of its cohort, in office, and no party to it."""

    permission: Permission = Permission.HANDLE_REPORTS
    but: tuple[str, ...] = ()

    def __call__(self, event: Any) -> Select[Any]:
        looks = or_(false(), *(_may_look(one) for one in _waiting(event)))
        return select(RoleHeld.person_id).where(looks).distinct()


@dataclass(frozen=True)
class WhoFindsAnOfficer(Staff):
    """Leads and operators, where no officer may look at one of the reports.

    A party to it does not hear of it either, unless nobody else is there to find an officer.
    """

    permission: Permission = Permission.GRANT_ROLES
    but: tuple[str, ...] = ()

    def __call__(self, event: Any) -> Select[Any]:
        roles = [str(role) for role in roles_with(self.permission)]
        finds = RoleHeld.role.in_(roles) & RoleHeld.cohort_id.is_(None) & _is_there()
        told: list[ColumnElement[bool]] = []
        for one in _waiting(event):
            unseen = not_(exists(select(RoleHeld.id).where(_may_look(one)).correlate(None)))
            apart = RoleHeld.person_id.not_in(one.kept_from)
            nobody_else = not_(exists(select(RoleHeld.id).where(finds, apart).correlate(None)))
            told.append(unseen & or_(apart, nobody_else))
        return select(RoleHeld.person_id).where(finds, or_(false(), *told)).distinct()


def _waiting(event: ReportFiled) -> Sequence[ReportToLookAt]:
    """Events of before do not say who may not look."""
    return event.waiting or (ReportToLookAt(cohort_ids=event.cohort_ids),)


def _may_look(report: ReportToLookAt) -> ColumnElement[bool]:
    roles = [str(role) for role in roles_with(Permission.HANDLE_REPORTS)]
    return (
        RoleHeld.role.in_(roles)
        & or_(RoleHeld.cohort_id.is_(None), RoleHeld.cohort_id.in_(report.cohort_ids))
        & RoleHeld.person_id.not_in(report.kept_from)
        & _is_there()
    )


def _is_there() -> ColumnElement[bool]:
    """Known, and in office: a role rests while contact is paused."""
    return RoleHeld.person_id.in_(select(Person.id)) & RoleHeld.person_id.not_in(
        select(FrozenPerson.person_id)
    )


REPORT_WAITS: Final = (
    told("report_filed", Officers()),
    told("report_unattended", WhoFindsAnOfficer()),
)
