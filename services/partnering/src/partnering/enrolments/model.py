"""The tables of enrolments and of those somebody wants to take part with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.http import Conflict

HOLDS_SEAT = ("free", "partnered")


class Enrolment(Base):
    """One class in one cohort. It is what is invited, matched and certified."""

    __tablename__ = "enrolments"
    __table_args__ = (
        CheckConstraint("status IN ('waiting_list', 'free', 'partnered', 'left')", name="status"),
        # One living enrolment per class and cohort; somebody who left may come back.
        Index(
            "enrolments_one_per_class",
            "cohort_id",
            "class_id",
            unique=True,
            postgresql_where=text("status <> 'left'"),
        ),
        Index("enrolments_by_person", "person_id"),
        Index("enrolments_by_status", "cohort_id", "status", "joined_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohorts.id"), info=NO_PRIVACY)
    class_id: Mapped[UUID] = mapped_column(ForeignKey("classes.id"), info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    status: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    joined_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    left_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    unmatched_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """When a matching was published that found nobody for this class; null once it has a partner."""
    unmatched_because: Mapped[str] = mapped_column(
        Text, default="", server_default="", info=NO_PRIVACY
    )

    school_class: Mapped[SchoolClass] = relationship(lazy="raise")
    cohort: Mapped[Cohort] = relationship(lazy="raise")

    def seat(self) -> None:
        """It has a partner now."""
        self.status = "partnered"
        self.stay_alone("", None)

    def stay_alone(self, because: str, at: datetime | None) -> None:
        """A matching found nobody: since when, and the reason as a code."""
        self.unmatched_because, self.unmatched_at = because, at

    def leave(self, at: datetime) -> None:
        if self.status == "left":
            raise Conflict("enrolment-already-left", "This class has already left the cohort.")
        if self.status == "partnered":
            raise Conflict(
                "partnership-still-open",
                "Leave the partnership first, so that nobody is left alone.",
            )
        self.status = "left"
        self.left_at = at


class Companion(Base):
    """Somebody named by e-mail at enrolment: a partner abroad, or a colleague of the same school."""

    __tablename__ = "companions"
    __table_args__ = (
        CheckConstraint("kind IN ('partner', 'colleague')", name="kind"),
        Index("companions_by_email", "email_key"),
    )

    enrolment_id: Mapped[UUID] = mapped_column(
        ForeignKey("enrolments.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    email_key: Mapped[str] = mapped_column(Text, primary_key=True, info=PERSONAL)
    kind: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    refused_for: Mapped[str | None] = mapped_column(Text, default=None, info=NO_PRIVACY)
    """The rule for which both were told that they cannot be partners."""


class NamedOnce(Base):
    """That an address was named as a partner in a cohort: nobody hears of it twice."""

    __tablename__ = "named_once"

    cohort_id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    email_hash: Mapped[str] = mapped_column(Text, primary_key=True, info=PSEUDONYMOUS)
    named_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
