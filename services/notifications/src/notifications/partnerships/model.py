"""The table of partnership members."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class Member(Base):
    __tablename__ = "members"
    __table_args__ = (Index("members_by_person", "person_id"),)

    partnership_id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)


class PausedPartnership(Base):
    """Its members cannot write to each other: nobody is reminded of each other until they can."""

    __tablename__ = "paused_partnerships"

    partnership_id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
