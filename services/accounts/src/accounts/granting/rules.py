"""What a grant may look like. Who may grant what is in the permission table."""

from typing import Final

COHORT_FREE: Final = frozenset({"operator"})
"""Roles that make no sense for one cohort."""
