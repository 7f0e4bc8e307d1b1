"""Tables: the audit log. A trigger refuses to change or delete its rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id


class AuditEntry(Base):
    """Who did what to whom, and why. No names: ids only, so that an erasure leaves it true."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject_id", "subject_id"),
        Index("ix_audit_entries_actor_id", "actor_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    actor_id: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    """None: the operator on the machine itself."""
    action: Mapped[str] = mapped_column(String(60), info=NO_PRIVACY)
    outcome: Mapped[str] = mapped_column(String(20), default="done", info=NO_PRIVACY)
    """`done` or `denied`."""
    subject_id: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    cohort_id: Mapped[UUID | None] = mapped_column(info=NO_PRIVACY)
    detail: Mapped[str] = mapped_column(String(200), default="", info=NO_PRIVACY)
    reason: Mapped[str | None] = mapped_column(Text, info=FREE_TEXT)
    """Words of staff; the only thing that an erasure may blank."""
