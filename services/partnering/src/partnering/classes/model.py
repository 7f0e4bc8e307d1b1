"""The table of classes."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partnering.database import Base
from partnering.profiles.model import SpokenLanguage
from partnering.schools.model import School
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class FreeTime(TypedDict):
    """A stretch of the week in the school's local time; `weekday` 0 is Monday, times "HH:MM"."""

    weekday: int
    starts: str
    ends: str


class SchoolClass(Base):
    """A group of pupils of one teacher at one school."""

    __tablename__ = "classes"
    __table_args__ = (
        Index("classes_by_person", "person_id"),
        CheckConstraint("pupils_age_from <= pupils_age_to", name="ages_in_order"),
        CheckConstraint("size BETWEEN 1 AND 200", name="size"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), info=PSEUDONYMOUS)
    name: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    description: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    subjects: Mapped[list[str]] = mapped_column(ARRAY(Text), info=NO_PRIVACY)
    topics: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=NO_PRIVACY)
    sdgs: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list, info=NO_PRIVACY)
    pupils_age_from: Mapped[int] = mapped_column(info=NO_PRIVACY)
    pupils_age_to: Mapped[int] = mapped_column(info=NO_PRIVACY)
    size: Mapped[int] = mapped_column(info=NO_PRIVACY)
    languages: Mapped[list[SpokenLanguage]] = mapped_column(JSONB, default=list, info=NO_PRIVACY)
    """What this class can work in; empty: what its teacher speaks."""
    availability: Mapped[list[FreeTime]] = mapped_column(JSONB, default=list, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1, server_default="1", info=NO_PRIVACY)
    """Counts the saves: two tabs of one person undo nothing of each other unseen."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    school: Mapped[School] = relationship(lazy="raise")
