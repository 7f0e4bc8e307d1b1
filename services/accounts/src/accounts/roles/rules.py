"""The permission table: who may grant which role."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

# The granting role → the roles it may grant and take back. A grant for one cohort covers that
# cohort only; a grant without cohort covers all. Nobody grants what stands above them.
MAY_GRANT: Final[dict[str, frozenset[str]]] = {
    "operator": frozenset(
        {
            "programme_lead",
            "tutor",
            "mentor",
            "moderator",
            "safeguarding_officer",
            "evaluator",
            "operator",
        }
    ),
    "programme_lead": frozenset(
        {"tutor", "mentor", "moderator", "safeguarding_officer", "evaluator"}
    ),
}
COHORT_FREE: Final = frozenset({"operator"})
"""Roles that make no sense for one cohort."""


def may_grant(held: Iterable[tuple[str, UUID | None]], role: str, cohort_id: UUID | None) -> bool:
    """Whether somebody who holds these (role, cohort) pairs may grant `role` for the cohort."""
    return any(
        role in MAY_GRANT.get(granting, frozenset()) and (covers is None or covers == cohort_id)
        for granting, covers in held
    )
