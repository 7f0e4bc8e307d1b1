"""Tables of safety: reports with the reported words, who looked at them, and frozen contact."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import ARRAY, Date, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id

KEPT_FOR = timedelta(days=365)
"""How long a report and its copy of the reported words are kept, erasure or not."""

BETWEEN = "\n\n---\n\n"
"""Stands between what was reported at different times."""

Subject = Literal["profile", "message", "post"]
Reason = Literal["unkind", "unsafe", "not_a_teacher", "spam", "private_data", "other"]
Outcome = Literal["no_action", "talked_to", "contact_frozen", "passed_on"]


class Report(Base):
    """What somebody saw and when. The copy of the words survives their author's erasure.

    It is deleted at `expires_at`, a fixed day, whatever happened to the report.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_expires_at", "expires_at"),
        Index("ix_reports_open", "id", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    subject: Mapped[Subject] = mapped_column(Text, info=NO_PRIVACY)
    subject_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    about_person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    reported_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    reason: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    text: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    snapshot: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    state: Mapped[str] = mapped_column(Text, default="open", info=NO_PRIVACY)
    outcome: Mapped[str | None] = mapped_column(Text, default=None, info=NO_PRIVACY)
    note: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    filed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    resolved_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    resolved_by: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)
    told_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """When officers were told of it, alone or together with others."""
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    def add(self, reason: Reason, words: str, snapshot: str) -> None:
        """The reporter says more about the same: what was said and seen before stays."""
        self.reason = reason
        self.text = _with(self.text, words)
        self.snapshot = _with(self.snapshot, snapshot)

    def resolve(self, outcome: Outcome, note: str, by: UUID, at: datetime) -> None:
        self.state, self.outcome, self.note = "resolved", outcome, note
        self.resolved_by, self.resolved_at = by, at


class ReportAccess(Base):
    """Who read or decided on a report, and when. Rows are only ever added."""

    __tablename__ = "report_accesses"
    __table_args__ = (Index("ix_report_accesses_report_id", "report_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    act: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class Freeze(Base):
    """Somebody may not contact or be contacted until an officer releases them."""

    __tablename__ = "freezes"
    __table_args__ = (
        # One freeze at a time; released ones stay as the record.
        Index(
            "uq_freezes_person_id_current",
            "person_id",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    reason: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    cohort_ids: Mapped[list[UUID] | None] = mapped_column(
        ARRAY(Uuid), default=None, info=NO_PRIVACY
    )
    """The cohorts for which the officer acted; null: for the whole programme."""
    frozen_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    frozen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    announced_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """When services were last told. Old news is told again before the outbox forgets it."""
    released_by: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)
    released_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )

    def within(self, cohort_ids: Collection[UUID] | None) -> bool:
        """Whether somebody who answers for these cohorts, or for all, may lift it."""
        if cohort_ids is None or self.cohort_ids is None:
            return cohort_ids is None
        return set(self.cohort_ids) <= set(cohort_ids)

    def widen(self, reason: str) -> None:
        """An officer of the whole programme freezes too: no officer of a cohort lifts it then."""
        self.cohort_ids, self.reason = None, _with(self.reason, reason)


class ContactDay(Base):
    """How often somebody has done one kind of thing on one day (UTC): what daily limits ask."""

    __tablename__ = "contact_days"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    day: Mapped[date] = mapped_column(Date, primary_key=True, info=NO_PRIVACY)
    reach: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    """What is counted, such as words to `others` or `reports`: each has a limit of its own."""
    acts: Mapped[int] = mapped_column(info=NO_PRIVACY)


def _with(known: str, more: str) -> str:
    return known if more in known.split(BETWEEN) else f"{known}{BETWEEN}{more}".strip()
