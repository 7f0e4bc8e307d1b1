"""Table of certificates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Certificate(Base):
    """One per enrolment. Kind `project`: a published result; `participation`: the own share."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("person_id", "enrolment_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    code: Mapped[str] = mapped_column(Text, unique=True, info=PSEUDONYMOUS)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    enrolment_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    partnership_id: Mapped[UUID] = mapped_column(index=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(index=True, info=NO_PRIVACY)
    kind: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    school_name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    cohort_title: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    project_title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    countries: Mapped[list[str]] = mapped_column(ARRAY(Text), info=NO_PRIVACY)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    granted_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    """Staff who granted it by hand; None: by the rules."""
    granted_reason: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    by_close: Mapped[bool] = mapped_column(default=False, server_default="false", info=NO_PRIVACY)
    """It was earned only because the cohort closed: when staff take that back it is withdrawn."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None
