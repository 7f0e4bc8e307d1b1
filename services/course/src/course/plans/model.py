"""The plan and every version of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS


class Plan(Base):
    """One plan per partnership; whoever writes says which version they read."""

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'submitted', 'returned', 'approved')", name="status"),
        Index("ix_plans_cohort_id_status", "cohort_id", "status"),
        Index(
            "ix_plans_reviews_due_at",
            "reviews_due_at",
            postgresql_where=text("reviews_due_at is not null"),
        ),
    )

    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id"), primary_key=True, info=NO_PRIVACY
    )
    cohort_id: Mapped[UUID] = mapped_column(Uuid, info=NO_PRIVACY)
    version: Mapped[int] = mapped_column(Integer, default=1, info=NO_PRIVACY)
    status: Mapped[str] = mapped_column(Text, default="draft", info=NO_PRIVACY)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, info=FREE_TEXT)
    section_versions: Mapped[dict[str, int]] = mapped_column(
        JSONB, default=dict, server_default=text("'{}'"), info=NO_PRIVACY
    )
    """The version of the plan at which each section last changed; 1 when it is not named."""
    edited_by: Mapped[UUID | None] = mapped_column(Uuid, info=PSEUDONYMOUS)
    edited_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    submitted_version: Mapped[int | None] = mapped_column(Integer, info=NO_PRIVACY)
    """What reviewers read: later edits do not change it under their eyes."""
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    reviews_due_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    """When waiting for peers ends and staff review what is still missing; empty once looked at."""
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """When it was last said that the plan is missing."""
    decided_by: Mapped[UUID | None] = mapped_column(Uuid, info=PSEUDONYMOUS)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    note: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)


class PlanVersion(Base):
    """What the plan said at one version, and who wrote it."""

    __tablename__ = "plan_versions"

    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("plans.partnership_id"), primary_key=True, info=NO_PRIVACY
    )
    version: Mapped[int] = mapped_column(Integer, primary_key=True, info=NO_PRIVACY)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, info=FREE_TEXT)
    edited_by: Mapped[UUID | None] = mapped_column(Uuid, info=PSEUDONYMOUS)
    edited_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
