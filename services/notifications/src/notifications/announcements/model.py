"""The table of staff announcements."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS


class Announcement(Base):
    """What staff told one cohort, or (without a cohort) everybody who takes part in any."""

    __tablename__ = "announcements"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID | None] = mapped_column(default=None, index=True, info=NO_PRIVACY)
    author_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    body: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    recipients: Mapped[int] = mapped_column(Integer, default=0, info=NO_PRIVACY)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
