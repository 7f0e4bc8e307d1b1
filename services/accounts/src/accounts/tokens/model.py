"""Tables: one-time tokens of mails, links and codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.ids import new_id


class OneTimeToken(Base):
    """Only the SHA-256 is kept. Consumed by POST, once. Real time."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, registration_id) = 1", name="one_owner"),
        Index("ix_one_time_tokens_person_id", "person_id"),
        Index("ix_one_time_tokens_registration_id", "registration_id"),
        Index("ix_one_time_tokens_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True, info=PSEUDONYMOUS)
    purpose: Mapped[str] = mapped_column(String(40), info=NO_PRIVACY)
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=PSEUDONYMOUS
    )
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), info=PSEUDONYMOUS
    )
    address: Mapped[str | None] = mapped_column(String(320), info=PERSONAL)
    """The new address that this token confirms."""
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    consumed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
