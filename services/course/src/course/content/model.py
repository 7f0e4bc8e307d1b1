"""Weeks and steps of one cohort, with their texts in several languages."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY
from shared.ids import new_id


class Week(Base):
    """A week of a cohort's course."""

    __tablename__ = "weeks"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohorts.id"), info=NO_PRIVACY)
    number: Mapped[int] = mapped_column(Integer, info=NO_PRIVACY)


class WeekText(Base):
    """What a week is called and about, in one language."""

    __tablename__ = "week_texts"

    week_id: Mapped[UUID] = mapped_column(ForeignKey("weeks.id"), primary_key=True, info=NO_PRIVACY)
    language: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    summary: Mapped[str] = mapped_column(Text, info=FREE_TEXT)


class Step(Base):
    """A step is joint (all members tick it) or individual (each for themselves)."""

    __tablename__ = "steps"
    __table_args__ = (
        UniqueConstraint("week_id", "position"),
        CheckConstraint("kind in ('joint', 'individual')", name="kind"),
        CheckConstraint("minutes between 1 and 600", name="minutes"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohorts.id"), index=True, info=NO_PRIVACY)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("weeks.id"), info=NO_PRIVACY)
    key: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    """The step's name in the template; `plan` and `review` link to their own pages."""
    position: Mapped[int] = mapped_column(Integer, info=NO_PRIVACY)
    kind: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    minutes: Mapped[int] = mapped_column(Integer, info=NO_PRIVACY)
    version: Mapped[int] = mapped_column(
        Integer, default=1, server_default=text("1"), info=NO_PRIVACY
    )
    """Counts the edits of staff, in whatever language."""


class StepText(Base):
    """A step's title and Markdown body in one language."""

    __tablename__ = "step_texts"

    step_id: Mapped[UUID] = mapped_column(ForeignKey("steps.id"), primary_key=True, info=NO_PRIVACY)
    language: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    body: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
