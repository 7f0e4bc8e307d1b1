"""The tables of school calendars."""

from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.http import Conflict
from shared.ids import new_id

Decision = Literal["accepted", "refused"]


class RegionCalendar(Base):
    """From when to when a region's school holidays are known. Outside of it they are unknown."""

    __tablename__ = "region_calendars"
    __table_args__ = (
        CheckConstraint("known_from <= known_until", name="known_in_order"),
        CheckConstraint("source IN ('example', 'staff', 'import', 'teacher')", name="source"),
    )

    country: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    region: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    """Empty: the whole country."""
    known_from: Mapped[date] = mapped_column(info=NO_PRIVACY)
    known_until: Mapped[date] = mapped_column(info=NO_PRIVACY)
    source: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    updated_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class SchoolHoliday(Base):
    """A stretch of school-free days of a region, both ends included."""

    __tablename__ = "school_holidays"
    __table_args__ = (
        ForeignKeyConstraint(
            ["country", "region"],
            ["region_calendars.country", "region_calendars.region"],
            ondelete="CASCADE",
        ),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
    )

    country: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    region: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    starts_on: Mapped[date] = mapped_column(primary_key=True, info=NO_PRIVACY)
    ends_on: Mapped[date] = mapped_column(info=NO_PRIVACY)
    name: Mapped[str] = mapped_column(Text, default="", info=NO_PRIVACY)


class ProposedHoliday(TypedDict):
    name: str
    starts_on: str
    ends_on: str


class CalendarProposal(Base):
    """Holidays that a teacher knows of their own region. They count once staff have confirmed them."""

    __tablename__ = "calendar_proposals"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'refused')", name="state"),
        CheckConstraint("known_from <= known_until", name="known_in_order"),
        Index("calendar_proposals_open", "id", postgresql_where=text("state = 'open'")),
        Index("calendar_proposals_by_person", "proposed_by", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    country: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    region: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    known_from: Mapped[date] = mapped_column(info=NO_PRIVACY)
    known_until: Mapped[date] = mapped_column(info=NO_PRIVACY)
    holidays: Mapped[list[ProposedHoliday]] = mapped_column(JSONB, info=NO_PRIVACY)
    source: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    """Where the dates can be looked up, in the teacher's words."""
    proposed_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    proposed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    state: Mapped[str] = mapped_column(Text, default="open", info=NO_PRIVACY)
    decided_by: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)
    decided_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )

    def decide(self, decision: Decision, by: UUID, at: datetime) -> None:
        if self.state != "open":
            raise Conflict("proposal-already-decided", "This entry is already decided.")
        self.state, self.decided_by, self.decided_at = decision, by, at
