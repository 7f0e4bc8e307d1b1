"""Cohorts and the advances that move them through the phases."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from course.cohorts.rules import UNDO_WITHIN
from course.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id


class Cohort(Base):
    """One run of the three phases. Its dates never run backwards."""

    __tablename__ = "cohorts"
    __table_args__ = (
        CheckConstraint(
            "phase in ('draft', 'partnering', 'course', 'project', 'closed')", name="phase"
        ),
        CheckConstraint("pace in ('fixed', 'rolling')", name="pace"),
        CheckConstraint("seats between 2 and 100000", name="seats"),
        CheckConstraint(
            "partnering_starts_on <= course_starts_on and course_starts_on < project_starts_on"
            " and project_starts_on < closes_on",
            name="dates_run_forward",
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, info=NO_PRIVACY)
    slug: Mapped[str] = mapped_column(Text, unique=True, info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    description: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    template: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    pace: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    phase: Mapped[str] = mapped_column(Text, default="draft", index=True, info=NO_PRIVACY)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), info=NO_PRIVACY)
    seats: Mapped[int] = mapped_column(Integer, info=NO_PRIVACY)
    partnering_starts_on: Mapped[date] = mapped_column(Date, info=NO_PRIVACY)
    course_starts_on: Mapped[date] = mapped_column(Date, info=NO_PRIVACY)
    project_starts_on: Mapped[date] = mapped_column(Date, info=NO_PRIVACY)
    closes_on: Mapped[date] = mapped_column(Date, info=NO_PRIVACY)
    version: Mapped[int] = mapped_column(Integer, default=1, info=NO_PRIVACY)
    created_by: Mapped[UUID] = mapped_column(Uuid, info=PSEUDONYMOUS)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class Advance(Base):
    """A cohort moved to another phase. It can be taken back for 24 hours, the latest one only."""

    __tablename__ = "cohort_advances"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohorts.id"), index=True, info=NO_PRIVACY)
    from_phase: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    to_phase: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    moved: Mapped[int] = mapped_column(Integer, info=NO_PRIVACY)
    held: Mapped[int] = mapped_column(Integer, info=NO_PRIVACY)
    advanced_by: Mapped[UUID] = mapped_column(Uuid, info=PSEUDONYMOUS)
    advanced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    newly_held: Mapped[list[UUID]] = mapped_column(
        ARRAY(Uuid), default=list, server_default="{}", info=NO_PRIVACY
    )
    """Partnerships that staff held back with it and that were not held before."""
    undone_by: Mapped[UUID | None] = mapped_column(Uuid, info=PSEUDONYMOUS)
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    @property
    def undo_until(self) -> datetime:
        return self.advanced_at + UNDO_WITHIN

    def can_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now <= self.undo_until


class AdvanceMove(Base):
    """One partnership that an advance moved, and where it came from: all that undoing needs."""

    __tablename__ = "cohort_advance_moves"

    advance_id: Mapped[UUID] = mapped_column(
        ForeignKey("cohort_advances.id"), primary_key=True, info=NO_PRIVACY
    )
    partnership_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, info=NO_PRIVACY)
    from_phase: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    was_held: Mapped[bool] = mapped_column(default=False, server_default="false", info=NO_PRIVACY)
    """Whether staff had held it back until then."""


class ExtensionRequest(Base):
    """What a member of a held partnership asked staff for. Each partnership has one open at most."""

    __tablename__ = "extension_requests"
    __table_args__ = (
        CheckConstraint("way in ('extend', 'alone', 'move', 'finish')", name="way"),
        CheckConstraint("answer in ('granted', 'declined', 'ended')", name="answer"),
        Index(
            "ix_extension_requests_open",
            "partnership_id",
            unique=True,
            postgresql_where=text("answer is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id"), index=True, info=NO_PRIVACY
    )
    asked_by: Mapped[UUID] = mapped_column(Uuid, info=PSEUDONYMOUS)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    way: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    until: Mapped[date | None] = mapped_column(Date, info=NO_PRIVACY)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="", info=FREE_TEXT)
    """Why, in the words of who asked. Staff read it; partners do not."""
    answer: Mapped[str | None] = mapped_column(Text, info=NO_PRIVACY)
    """`ended`: staff decided something else, or nothing was left to decide."""
    answered_by: Mapped[UUID | None] = mapped_column(Uuid, info=PSEUDONYMOUS)
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
