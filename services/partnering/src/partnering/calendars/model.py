"""The tables of school calendars."""

from datetime import date, datetime
from typing import Literal, TypedDict
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Constraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.http import Conflict
from shared.ids import new_id

Decision = Literal["accepted", "refused"]
ChangeKind = Literal[
    "edited", "imported", "proposed", "declared", "renamed", "merged", "deleted", "undone"
]


class RegionCalendar(Base):
    """A region, or a whole country, of which somebody has entered holidays.

    The columns known_from and known_until of the table are no longer read: what is known is
    declared (`CompleteStretch`). They go with a later release.
    """

    __tablename__ = "region_calendars"
    __table_args__ = (
        CheckConstraint("source IN ('example', 'staff', 'import', 'teacher')", name="source"),
    )

    country: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    region: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    """Empty: the whole country."""
    source: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    updated_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class _OfRegion:
    """Goes with the calendar of its region."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Constraint, ...]:  # noqa: N805 - of the class
        return (
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


class SchoolHoliday(_OfRegion, Base):
    """A stretch of school-free days of a region, both ends included."""

    __tablename__ = "school_holidays"

    name: Mapped[str] = mapped_column(Text, default="", info=NO_PRIVACY)
    source_key: Mapped[str] = mapped_column(Text, default="", server_default="", info=NO_PRIVACY)
    """What the file that it came from calls it: the same key again is the same holiday."""


class CompleteStretch(_OfRegion, Base):
    """Days, mostly a school year, for which somebody declared that every holiday is entered."""

    __tablename__ = "complete_stretches"

    declared_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    declared_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class RegionAlias(Base):
    """What else a region is called in files: a code, or its name before staff renamed it."""

    __tablename__ = "region_aliases"

    country: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    alias: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    region: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)


class Snapshot(TypedDict):
    """A region's calendar at one moment."""

    source: str
    holidays: list[list[str]]
    """First day, last day, name, key."""
    complete: list[list[str]]


class CalendarChange(Base):
    """One act of staff upon calendars, of one region or of many. It can be undone as a whole."""

    __tablename__ = "calendar_changes"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('edited', 'imported', 'proposed', 'declared', 'renamed', 'merged', 'deleted',"
            " 'undone')",
            name="kind",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    kind: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    made_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    moved_schools: Mapped[list[str]] = mapped_column(JSONB, default=list, info=NO_PRIVACY)
    """Ids of the schools whose region was renamed with it."""
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class CalendarVersion(Base):
    """What a change did to one region: the calendar before and after; None where there is none."""

    __tablename__ = "calendar_versions"
    __table_args__ = (
        Index("calendar_versions_by_region", "country", "region", "number", unique=True),
    )

    change_id: Mapped[UUID] = mapped_column(
        ForeignKey("calendar_changes.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    country: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    region: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    number: Mapped[int] = mapped_column(info=NO_PRIVACY)
    """1, 2, 3 … for each region."""
    before: Mapped[Snapshot | None] = mapped_column(JSONB(none_as_null=True), info=NO_PRIVACY)
    after: Mapped[Snapshot | None] = mapped_column(JSONB(none_as_null=True), info=NO_PRIVACY)


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
    """First and last day that the entry speaks about."""
    complete: Mapped[bool] = mapped_column(default=False, server_default="false", info=NO_PRIVACY)
    """The teacher says that between these days no other holiday is missing."""
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
