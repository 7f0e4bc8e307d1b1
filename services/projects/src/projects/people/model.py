"""Table of people: a projection of `accounts.person.changed.v1`, no more than names need."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Person(Base):
    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    country: Mapped[str] = mapped_column(Text, info=PERSONAL)
    erased_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """The row stays without a name, so that facts that come late bring nothing back."""
