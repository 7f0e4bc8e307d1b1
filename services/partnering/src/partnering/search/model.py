"""The table of saved searches."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id

MOST_SAVED = 5


class SavedSearch(Base):
    """Filters that somebody wants to be told about when somebody new passes them."""

    __tablename__ = "saved_searches"
    __table_args__ = (
        Index("saved_searches_by_person", "person_id"),
        Index("saved_searches_due", "checked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), info=NO_PRIVACY)
    name: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    filters: Mapped[dict[str, Any]] = mapped_column(JSONB, info=FREE_TEXT)
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    checked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """Whoever joined later is new to this search."""
