"""Projections of `partnering.contact.*`: who is frozen, and who wants no contact with whom."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import PSEUDONYMOUS


class FrozenPerson(Base):
    """Somebody who may neither write to others nor be written to for now."""

    __tablename__ = "frozen_people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)


class Block(Base):
    """One person wants no contact with another."""

    __tablename__ = "blocks"
    __table_args__ = (Index("blocks_by_blocked", "blocked_id"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    blocked_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
