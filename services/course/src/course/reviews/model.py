"""A review: one partnership, or staff as a last resort, reads one plan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id


class Review(Base):
    """Asked for (`assigned`), `given`, overdue and passed on (`lapsed`), or no longer wanted
    (`withdrawn`). A lapsed review may still be given; a given one is never touched again."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("status in ('assigned', 'given', 'lapsed', 'withdrawn')", name="status"),
        CheckConstraint("reviewer_partnership_id <> reviewed_partnership_id", name="not_own_plan"),
        Index(
            "uq_reviews_standing_pair",
            "reviewer_partnership_id",
            "reviewed_partnership_id",
            unique=True,
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        Index("ix_reviews_due_at", "due_at", postgresql_where=text("status = 'assigned'")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(Uuid, index=True, info=NO_PRIVACY)
    reviewer_partnership_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("partnerships.id"), index=True, info=NO_PRIVACY
    )
    """Empty when staff review as a last resort."""
    reviewed_partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id"), index=True, info=NO_PRIVACY
    )
    status: Mapped[str] = mapped_column(Text, default="assigned", info=NO_PRIVACY)
    assigned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    begun_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """Somebody has opened it: from here on it is not moved to another reviewer."""
    given_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    given_by: Mapped[UUID | None] = mapped_column(Uuid, info=PSEUDONYMOUS)
    plan_version: Mapped[int | None] = mapped_column(Integer, info=NO_PRIVACY)
    """The version of the plan that the feedback is about: the reviewer is shown no later words."""
    strength: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    specific_example: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    suggested_action: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    scores: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, info=NO_PRIVACY)

    @property
    def by_staff(self) -> bool:
        return self.reviewer_partnership_id is None
