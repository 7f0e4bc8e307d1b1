"""The permission table: what may be done, by which roles, and how far it reaches.

Routes, pages, menus and the recipients of staff messages all ask this table. A permission of scope
`GLOBAL` needs a grant without a cohort. A permission of scope `COHORT` is asked for one cohort at a
time, and a grant for another cohort does not help.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from shared.identity.roles import STAFF, Grant, Role


class Scope(StrEnum):
    """How far a permission reaches. What is one's own needs no permission."""

    GLOBAL = "global"
    COHORT = "cohort"


class Permission(StrEnum):
    """Everything that a signed-in person may not do just because the thing is theirs."""

    # Identity
    LIST_PEOPLE = "list_people"
    ISSUE_SIGN_IN_CODES = "issue_sign_in_codes"
    VERIFY_TEACHERS = "verify_teachers"
    GRANT_ROLES = "grant_roles"
    APPOINT_ANYBODY = "appoint_anybody"
    # The installation
    RUN_SYSTEM = "run_system"
    SEE_MAIL_DELIVERIES = "see_mail_deliveries"
    MANAGE_SCHOOL_CALENDARS = "manage_school_calendars"
    ANNOUNCE_TO_EVERYBODY = "announce_to_everybody"
    CREATE_COHORTS = "create_cohorts"
    # One cohort
    SEE_CONTROL_ROOM = "see_control_room"
    READ_AUDIT_LOG = "read_audit_log"
    LEAD_COHORT = "lead_cohort"
    READ_COHORT = "read_cohort"
    EDIT_CONTENT = "edit_content"
    DECIDE_ON_PLANS = "decide_on_plans"
    ANNOUNCE = "announce"
    SEE_PARTICIPANTS = "see_participants"
    SEE_CLASSES = "see_classes"
    SEE_START_DATES = "see_start_dates"
    RUN_MATCHING = "run_matching"
    LIST_PARTNERSHIPS = "list_partnerships"
    OPEN_PARTNERSHIPS = "open_partnerships"
    HANDLE_RESCUES = "handle_rescues"
    HANDLE_REPORTS = "handle_reports"
    FOLLOW_PROJECTS = "follow_projects"
    READ_CHECKPOINTS = "read_checkpoints"
    PUBLISH_RESULTS = "publish_results"
    GRANT_CERTIFICATES = "grant_certificates"


@dataclass(frozen=True)
class Rule:
    """A row of the table."""

    scope: Scope
    roles: frozenset[Role]


def _everywhere(*roles: Role) -> Rule:
    return Rule(Scope.GLOBAL, frozenset(roles))


def _in_cohort(*roles: Role) -> Rule:
    return Rule(Scope.COHORT, frozenset(roles))


LEAD, TUTOR, MENTOR = Role.PROGRAMME_LEAD, Role.TUTOR, Role.MENTOR
MODERATOR, OFFICER = Role.MODERATOR, Role.SAFEGUARDING_OFFICER
EVALUATOR, OPERATOR = Role.EVALUATOR, Role.OPERATOR

TABLE: Final[dict[Permission, Rule]] = {
    Permission.LIST_PEOPLE: _everywhere(LEAD, MODERATOR, OFFICER, OPERATOR),
    Permission.ISSUE_SIGN_IN_CODES: _everywhere(LEAD, MODERATOR, OPERATOR),
    Permission.VERIFY_TEACHERS: _everywhere(LEAD, MODERATOR),
    Permission.GRANT_ROLES: _everywhere(LEAD, OPERATOR),
    # Somebody has to appoint the first lead and the safeguarding officers.
    Permission.APPOINT_ANYBODY: _everywhere(OPERATOR),
    Permission.RUN_SYSTEM: _everywhere(OPERATOR),
    Permission.SEE_MAIL_DELIVERIES: _everywhere(LEAD, OPERATOR),
    # A country's calendar belongs to no cohort.
    Permission.MANAGE_SCHOOL_CALENDARS: _everywhere(LEAD, TUTOR),
    Permission.ANNOUNCE_TO_EVERYBODY: _everywhere(LEAD),
    Permission.CREATE_COHORTS: _everywhere(LEAD),
    Permission.SEE_CONTROL_ROOM: _in_cohort(*STAFF),
    Permission.READ_AUDIT_LOG: _in_cohort(LEAD, OPERATOR),
    Permission.LEAD_COHORT: _in_cohort(LEAD),
    Permission.READ_COHORT: _in_cohort(LEAD, TUTOR, MENTOR, EVALUATOR),
    Permission.EDIT_CONTENT: _in_cohort(LEAD, TUTOR, MENTOR),
    Permission.DECIDE_ON_PLANS: _in_cohort(LEAD, TUTOR, MENTOR),
    Permission.ANNOUNCE: _in_cohort(LEAD, TUTOR, MODERATOR),
    Permission.SEE_PARTICIPANTS: _in_cohort(LEAD, TUTOR, MENTOR, MODERATOR, OFFICER, EVALUATOR),
    Permission.SEE_CLASSES: _in_cohort(LEAD, TUTOR, MENTOR, MODERATOR, OFFICER),
    Permission.SEE_START_DATES: _in_cohort(LEAD, TUTOR, EVALUATOR),
    Permission.RUN_MATCHING: _in_cohort(LEAD, TUTOR),
    Permission.LIST_PARTNERSHIPS: _in_cohort(LEAD, TUTOR, MENTOR, EVALUATOR),
    Permission.OPEN_PARTNERSHIPS: _in_cohort(LEAD, TUTOR, MENTOR),
    Permission.HANDLE_RESCUES: _in_cohort(LEAD, TUTOR, MENTOR),
    Permission.HANDLE_REPORTS: _in_cohort(OFFICER),
    Permission.FOLLOW_PROJECTS: _in_cohort(LEAD, TUTOR, MENTOR, MODERATOR, EVALUATOR),
    Permission.READ_CHECKPOINTS: _in_cohort(LEAD, TUTOR, MENTOR),
    Permission.PUBLISH_RESULTS: _in_cohort(LEAD, TUTOR, MODERATOR),
    Permission.GRANT_CERTIFICATES: _in_cohort(LEAD, TUTOR),
}


def scope_of(permission: Permission) -> Scope:
    return TABLE[permission].scope


def roles_with(permission: Permission) -> frozenset[Role]:
    return TABLE[permission].roles


def may(grants: Iterable[Grant], permission: Permission, cohort_id: UUID | None = None) -> bool:
    """Whether these grants allow it: everywhere for a global permission, else in this cohort.

    A permission of scope `COHORT` asked without a cohort is a thing of no cohort: only grants
    without a cohort reach it.
    """
    rule = TABLE[permission]
    reaching = {None} if rule.scope is Scope.GLOBAL else {None, cohort_id}
    return any(grant.role in rule.roles and grant.cohort_id in reaching for grant in grants)


def holds(grants: Iterable[Grant], permission: Permission) -> bool:
    """Whether there is any cohort in which these grants allow it. Menus ask this."""
    rule = TABLE[permission]
    if rule.scope is Scope.GLOBAL:
        return may(grants, permission)
    return any(grant.role in rule.roles for grant in grants)


def cohorts_with(grants: Iterable[Grant], permission: Permission) -> frozenset[UUID] | None:
    """The cohorts in which these grants allow it; None means every cohort."""
    rule = TABLE[permission]
    reached = {grant.cohort_id for grant in grants if grant.role in rule.roles}
    if None in reached:
        return None
    if rule.scope is Scope.GLOBAL:
        return frozenset()
    return frozenset(cohort_id for cohort_id in reached if cohort_id is not None)


def grantable_roles(grants: Iterable[Grant]) -> frozenset[Role]:
    """The roles one may grant and take back: those that can do less than oneself, everywhere."""
    held = frozenset(grants)
    if may(held, Permission.APPOINT_ANYBODY):
        return STAFF
    if not may(held, Permission.GRANT_ROLES):
        return frozenset()
    own = {permission for permission in Permission if may(held, permission)}
    return frozenset(role for role in STAFF if _permissions_of(role) < own)


def _permissions_of(role: Role) -> set[Permission]:
    return {permission for permission, rule in TABLE.items() if role in rule.roles}
