"""The tables of cohorts: what they are called, and who takes part."""

from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class Cohort(Base):
    __tablename__ = "cohorts"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    phase: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)


class Participant(Base):
    """An enrolment: a person may take part in a cohort with several classes."""

    __tablename__ = "participants"
    __table_args__ = (Index("participants_by_cohort", "cohort_id", "person_id"),)

    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
