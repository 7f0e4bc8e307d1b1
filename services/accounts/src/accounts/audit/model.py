"""Tables: the audit log. A trigger refuses to change or delete its rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id


class AuditEntry(Base):
    """Who did what to whom, and why. No names: ids only, so that an erasure leaves it true.

    Ids are made at the act, in whichever service: their order is the order of the acts.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject_id", "subject_id"),
        Index("ix_audit_entries_actor_id", "actor_id"),
        Index("ix_audit_entries_cohort_id", "cohort_id", "id"),
        Index("ix_audit_entries_person_ids", "person_ids", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    service: Mapped[str] = mapped_column(
        Text, default="accounts", server_default=text("'accounts'"), info=NO_PRIVACY
    )
    """Where it was done."""
    actor_id: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    """None: time, or the operator on the machine itself."""
    action: Mapped[str] = mapped_column(String(60), info=NO_PRIVACY)
    outcome: Mapped[str] = mapped_column(String(20), default="done", info=NO_PRIVACY)
    """`done` or `denied`."""
    subject_id: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    """A person, where accounts did it; elsewhere the run, plan, result … that it concerned."""
    person_ids: Mapped[list[UUID]] = mapped_column(
        ARRAY(Uuid), default=list, server_default=text("'{}'"), info=PSEUDONYMOUS
    )
    """Whom it concerned, where another service did it."""
    cohort_id: Mapped[UUID | None] = mapped_column(info=NO_PRIVACY)
    detail: Mapped[str] = mapped_column(String(200), default="", info=NO_PRIVACY)
    reason: Mapped[str | None] = mapped_column(Text, info=FREE_TEXT)
    """Words of staff; the only thing that an erasure may blank."""
