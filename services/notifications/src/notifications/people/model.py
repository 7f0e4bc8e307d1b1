"""The tables of people: names, addresses, language, zone and the roles they hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Person(Base):
    """A reader. An erased person leaves an empty row, so that late events find nobody to tell."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    email: Mapped[str] = mapped_column(Text, info=PERSONAL)
    language: Mapped[str] = mapped_column(Text, info=PERSONAL)
    zone: Mapped[str] = mapped_column(Text, info=PERSONAL)
    erased_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )


class RoleHeld(Base):
    """A role of a person, in one cohort or (without a cohort) everywhere."""

    __tablename__ = "roles_held"
    __table_args__ = (
        # Asked for each event that staff wait for: who holds this role here?
        Index("roles_held_by_role", "role", "cohort_id"),
        Index("roles_held_by_person", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    role: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    cohort_id: Mapped[UUID | None] = mapped_column(default=None, info=NO_PRIVACY)
