"""Tables: counters of attempts."""

from datetime import datetime

from sqlalchemy import DateTime, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class AttemptCount(Base):
    """How often a key was tried in one window. The key is hashed; rows go when the window ends."""

    __tablename__ = "attempt_counts"
    __table_args__ = (Index("ix_attempt_counts_ends_at", "ends_at"),)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True, info=PSEUDONYMOUS)
    ends_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), primary_key=True, info=NO_PRIVACY
    )
    attempts: Mapped[int] = mapped_column(Integer, default=0, info=NO_PRIVACY)
