"""The tables of school calendars."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class RegionCalendar(Base):
    """From when to when a region's school holidays are known. Outside of it they are unknown."""

    __tablename__ = "region_calendars"
    __table_args__ = (
        CheckConstraint("known_from <= known_until", name="known_in_order"),
        CheckConstraint("source IN ('example', 'staff', 'import')", name="source"),
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
