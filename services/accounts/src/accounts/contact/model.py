"""Projections of paused contact: who is frozen, and who sits in a paused partnership."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class FrozenPerson(Base):
    """Somebody who may not write to others for now."""

    __tablename__ = "frozen_people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)


class PausedMember(Base):
    """A member of a partnership in which nobody may write to each other for now."""

    __tablename__ = "paused_members"
    __table_args__ = (
        Index("ix_paused_members_person_id", "person_id"),
        Index("ix_paused_members_cohort_id", "cohort_id"),
    )

    partnership_id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
