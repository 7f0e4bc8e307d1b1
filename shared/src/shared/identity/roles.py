"""The roles people hold, and the grants that say in which cohort."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """What somebody is in the programme. Everybody who is signed in is a teacher."""

    TEACHER = "teacher"
    PROGRAMME_LEAD = "programme_lead"
    TUTOR = "tutor"
    MENTOR = "mentor"
    MODERATOR = "moderator"
    SAFEGUARDING_OFFICER = "safeguarding_officer"
    EVALUATOR = "evaluator"
    OPERATOR = "operator"


STAFF: Final = frozenset(Role) - {Role.TEACHER}


@dataclass(frozen=True)
class Grant:
    """A role, for one cohort or for all."""

    role: Role
    cohort_id: UUID | None = None
    """None: in every cohort."""

    def __str__(self) -> str:
        return self.role if self.cohort_id is None else f"{self.role}:{self.cohort_id}"

    @classmethod
    def parse(cls, text: str) -> "Grant":
        """Read what `str` wrote. Raises ValueError for anything else."""
        role, _, cohort = text.partition(":")
        return cls(Role(role), UUID(cohort) if cohort else None)
