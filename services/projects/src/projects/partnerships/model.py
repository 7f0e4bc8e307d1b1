"""Tables of partnerships, their members, and what each member has contributed to the project."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Partnership(Base):
    """A projection. Whichever of `partnering` and `course` is heard first creates the row."""

    __tablename__ = "partnerships"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(index=True, info=NO_PRIVACY)
    members_known: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    """True once `partnering` has named the members; `course` then no longer adds any."""
    dissolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    dissolved_reason: Mapped[str] = mapped_column(Text, default="", info=NO_PRIVACY)
    contact_paused_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    """Since when members cannot write to each other; nothing is asked of them until they can."""


class Member(Base):
    """A teacher's seat in a partnership, with one class at one school."""

    __tablename__ = "members"
    __table_args__ = (
        # The tick that issues certificates asks only for the few that wait to be looked at.
        Index(
            "ix_members_certificate_check",
            "partnership_id",
            postgresql_where=text("certificate_check"),
        ),
    )

    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True, info=PSEUDONYMOUS)
    enrolment_id: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    school_name: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    country: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    school_free: Mapped[list[list[str]]] = mapped_column(
        JSONB, default=list, server_default="[]", info=PSEUDONYMOUS
    )
    """First and last day of each known school holiday, as `partnering` announced them."""
    left_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    certificate_check: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    """Something happened after which this member may have earned a certificate."""

    def is_free_on(self, day: date) -> bool:
        """Whether the member's school is known to be free on a day."""
        return any(first <= day.isoformat() <= last for first, last in self.school_free)

    @property
    def is_present(self) -> bool:
        return self.left_at is None


class Contribution(Base):
    """One thing a member carried: a checkpoint, a milestone or the result. Each counts once."""

    __tablename__ = "contributions"

    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True, info=PSEUDONYMOUS)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    contributed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
