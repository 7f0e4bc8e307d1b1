"""Tables: requests to be recognised as a teacher."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.ids import new_id


class VerificationRequest(Base):
    """One at a time waits per person; refused people may ask again."""

    __tablename__ = "verification_requests"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'verified', 'refused')", name="status_known"),
        CheckConstraint("evidence_kind IN ('school_page', 'head_email')", name="evidence_known"),
        Index(
            "uq_verification_requests_waiting",
            "person_id",
            unique=True,
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=PSEUDONYMOUS
    )
    evidence_kind: Mapped[str] = mapped_column(String(20), info=NO_PRIVACY)
    evidence: Mapped[str] = mapped_column(Text, info=PERSONAL)
    note: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    status: Mapped[str] = mapped_column(String(20), default="waiting", info=NO_PRIVACY)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    decided_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    reason: Mapped[str | None] = mapped_column(Text, info=FREE_TEXT)

    def decide(self, status: str, by: UUID, at: datetime, reason: str | None = None) -> None:
        self.status, self.decided_by, self.decided_at, self.reason = status, by, at, reason
