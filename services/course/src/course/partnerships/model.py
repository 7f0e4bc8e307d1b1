"""Partnerships as the course knows them: their members, their phase, the dates of their weeks."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Partnership(Base):
    """A partnership's own phase; in a rolling cohort it differs from one to the next."""

    __tablename__ = "partnerships"
    __table_args__ = (
        CheckConstraint("status in ('handshake', 'confirmed', 'dissolved')", name="status"),
        CheckConstraint("phase in ('partnering', 'course', 'project', 'closed')", name="phase"),
        # The tick that opens courses looks only at these rows.
        Index(
            "ix_partnerships_to_open",
            "cohort_id",
            postgresql_where=text("status = 'confirmed' and course_opened_at is null"),
        ),
        # The tick that ends extensions looks only at these rows.
        Index(
            "ix_partnerships_extended_until",
            "extended_until",
            postgresql_where=text("extended_until is not null and phase <> 'closed'"),
        ),
        # The health tick looks only at clocks that have run out.
        Index(
            "ix_partnerships_clock_due_at",
            "clock_due_at",
            postgresql_where=text("clock_due_at is not null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(Uuid, index=True, info=NO_PRIVACY)
    status: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    phase: Mapped[str] = mapped_column(Text, default="partnering", info=NO_PRIVACY)
    language: Mapped[str] = mapped_column(Text, default="en", info=NO_PRIVACY)
    held_by_staff: Mapped[bool] = mapped_column(Boolean, default=False, info=NO_PRIVACY)
    extended_until: Mapped[date | None] = mapped_column(Date, info=NO_PRIVACY)
    """The last day on which it goes on although its cohort is closed."""
    finishes_alone: Mapped[bool] = mapped_column(
        Boolean, default=False, server_default="false", info=NO_PRIVACY
    )
    """The partner is gone for good, and nobody new is expected."""
    remind_on: Mapped[date | None] = mapped_column(Date, info=NO_PRIVACY)
    """When its members are next told that the last day comes near."""
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    course_starts_on: Mapped[date | None] = mapped_column(Date, info=NO_PRIVACY)
    course_opened_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    course_completed_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    contact_paused_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    """Since when members cannot write to each other; the clock rests until they can."""
    clock_stage: Mapped[int] = mapped_column(Integer, default=0, info=NO_PRIVACY)
    """Which reminder has been sent: 0, 3, 5, 7 or 9."""
    clock_stage_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    clock_due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """When the next stage is reached unless somebody acts; empty while the clock stands still."""


class Member(Base):
    """A teacher in a partnership, with the last thing they did there that the other could see."""

    __tablename__ = "partnership_members"

    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id"), primary_key=True, info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True, info=PSEUDONYMOUS)
    enrolment_id: Mapped[UUID | None] = mapped_column(Uuid, info=PSEUDONYMOUS)
    class_name: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    school_name: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    country: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    zone: Mapped[str] = mapped_column(Text, default="UTC", info=PERSONAL)
    calendar_known: Mapped[bool] = mapped_column(Boolean, default=False, info=NO_PRIVACY)
    school_free: Mapped[list[list[str]]] = mapped_column(JSONB, default=list, info=NO_PRIVACY)
    """`[["2026-12-24", "2027-01-06"], …]`, both days included."""
    joined_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    left_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    last_act_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    last_act: Mapped[str] = mapped_column(Text, default="", info=NO_PRIVACY)
    expected_since: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    """Since when something has been open for this member; before that, silence is no fault."""
    paused_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    check_in: Mapped[str] = mapped_column(Text, default="", info=NO_PRIVACY)
    check_in_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    def free_ranges(self) -> tuple[tuple[date, date], ...]:
        """The school-free stretches of this teacher's region, both days included."""
        return tuple(
            (date.fromisoformat(first), date.fromisoformat(last))
            for first, last in self.school_free
        )


class CourseWeek(Base):
    """When one week of the course opens for one partnership."""

    __tablename__ = "course_weeks"
    __table_args__ = (
        Index("ix_course_weeks_due", "opens_on", postgresql_where=text("opened_at is null")),
    )

    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id"), primary_key=True, info=NO_PRIVACY
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, info=NO_PRIVACY)
    opens_on: Mapped[date] = mapped_column(Date, info=NO_PRIVACY)
    opened_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
