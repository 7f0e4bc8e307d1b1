"""Tables: sessions of browsers."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.ids import new_id


class Session(Base):
    """Holds only the SHA-256 of its token. Real time, not business time."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint(
            "opened_by IN ('password', 'link', 'code', 'confirmation')", name="way_known"
        ),
        Index("ix_sessions_person_id", "person_id"),
        Index("ix_sessions_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=PSEUDONYMOUS
    )
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True, info=PSEUDONYMOUS)
    opened_by: Mapped[str] = mapped_column(String(20), info=NO_PRIVACY)
    device: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    """The browser's own description, so that the owner recognises it in the list."""
    auth_time: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    waits_for_code: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    """The password was right; the second factor is still to come. Worth no access token."""

    def alive(self, now: datetime, idle: timedelta) -> bool:
        return now < self.expires_at and now - self.last_seen_at < idle
