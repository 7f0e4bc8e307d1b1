"""What the projects of a cohort say of themselves: calls for help and missing reports."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import NO_PRIVACY


class CheckpointSignal(Base):
    """A checkpoint that waits for staff, or for a report. The words of reports are not known here."""

    __tablename__ = "checkpoint_signals"

    checkpoint_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(Uuid, index=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(Uuid, index=True, info=NO_PRIVACY)
    help_asked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    overdue_since: Mapped[date | None] = mapped_column(Date, info=NO_PRIVACY)
    """The day on which the report was due."""
