"""Tables: roles granted, for one cohort or for all."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id


class RoleGrant(Base):
    """A grant without cohort covers all. `teacher` is never granted: every person has it."""

    __tablename__ = "role_grants"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "cohort_id", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=PSEUDONYMOUS
    )
    role: Mapped[str] = mapped_column(String(40), info=PSEUDONYMOUS)
    cohort_id: Mapped[UUID | None] = mapped_column(info=NO_PRIVACY)
    granted_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    granted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    def __str__(self) -> str:
        return f"{self.role}:{self.cohort_id}" if self.cohort_id else self.role
