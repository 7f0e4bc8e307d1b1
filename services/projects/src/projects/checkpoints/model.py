"""Table of checkpoints."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Date,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS


class Checkpoint(Base):
    """A brief report that keeps a project alive; staff answer when it asks for help."""

    __tablename__ = "checkpoints"
    __table_args__ = (
        UniqueConstraint("partnership_id", "number"),
        # The tick asks for checkpoints nobody was told of yet.
        Index(
            "ix_checkpoints_unannounced", "due_on", postgresql_where=text("announced_at IS NULL")
        ),
        Index(
            "ix_checkpoints_overdue",
            "due_on",
            postgresql_where=text("reported_at IS NULL AND overdue_announced_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.partnership_id", ondelete="CASCADE"), info=NO_PRIVACY
    )
    number: Mapped[int] = mapped_column(SmallInteger, info=NO_PRIVACY)
    due_on: Mapped[date] = mapped_column(Date, info=NO_PRIVACY)
    announced_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    overdue_announced_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    reported_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    reported_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    went_well: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    difficulty: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    next_step: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    needs_help: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    helped_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """When staff said that the call for help was answered."""
    helped_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)

    @property
    def waits_for_help(self) -> bool:
        return self.needs_help and self.helped_at is None
