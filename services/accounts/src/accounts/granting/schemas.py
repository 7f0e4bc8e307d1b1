"""Requests about roles."""

from typing import Literal
from uuid import UUID

from shared.http import Input

GrantableRole = Literal[
    "programme_lead",
    "tutor",
    "mentor",
    "moderator",
    "safeguarding_officer",
    "evaluator",
    "operator",
]


class RoleChange(Input):
    role: GrantableRole
    cohort_id: UUID | None = None
    """None: in every cohort."""
