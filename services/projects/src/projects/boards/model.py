"""Tables of project boards and their milestones."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from projects.boards.rules import Facts, is_ready
from projects.cohorts.model import Cohort
from projects.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS


class Project(Base):
    """What a partnership carries out. The row gathers facts first; the board opens when they meet."""

    __tablename__ = "projects"
    __table_args__ = (
        # The tick that opens boards after a cohort advanced asks for approved, unopened ones.
        Index(
            "ix_projects_unopened",
            "cohort_id",
            postgresql_where=text("opened_at IS NULL AND plan_approved_at IS NOT NULL"),
        ),
        Index("ix_projects_cohort_id", "cohort_id", "partnership_id"),
    )

    partnership_id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    summary: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    subjects: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=NO_PRIVACY)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=NO_PRIVACY)
    pupils_age_from: Mapped[int] = mapped_column(SmallInteger, default=0, info=NO_PRIVACY)
    pupils_age_to: Mapped[int] = mapped_column(SmallInteger, default=0, info=NO_PRIVACY)
    plan_approved_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    course_completed_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    held: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    """Staff left this partnership behind when the cohort last went on."""
    held_before: Mapped[bool] = mapped_column(
        default=False, server_default="false", info=NO_PRIVACY
    )
    """The same, before the latest time: what undoing it brings back."""
    opened_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """When the result was first published."""

    def is_over(self, cohort: Cohort | None) -> bool:
        """The cohort is closed and staff did not hold this partnership back to let it finish."""
        return cohort is not None and cohort.is_closed and not self.held

    def is_ready_to_open(self, cohort: Cohort | None, *, dissolved: bool) -> bool:
        return is_ready(
            Facts(
                plan_approved=self.plan_approved_at is not None,
                course_completed=self.course_completed_at is not None,
                phase=cohort.phase if cohort else None,
                rolling=cohort.is_rolling if cohort else False,
                held=self.held,
                dissolved=dissolved,
            )
        )


class Milestone(Base):
    """A thing to reach by a date: from the plan, or added by the partners on the way."""

    __tablename__ = "milestones"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.partnership_id", ondelete="CASCADE"), index=True, info=NO_PRIVACY
    )
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    due_on: Mapped[date] = mapped_column(Date, info=NO_PRIVACY)
    added_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    """None: it came with the plan."""
    reached_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    reached_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)

    def reach(self, person_id: UUID, at: datetime) -> bool:
        """False if it was reached before: the first one to say so stays named."""
        if self.reached_at is not None:
            return False
        self.reached_at, self.reached_by = at, person_id
        return True

    def reopen(self) -> None:
        self.reached_at = self.reached_by = None
