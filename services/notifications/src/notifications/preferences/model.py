"""The tables of preferences: rhythm per person, choice per kind. A missing row means the default."""

from datetime import time
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Rhythm(Base):
    """When a person may be mailed: quiet hours in their own zone, and how often a digest comes."""

    __tablename__ = "rhythms"
    __table_args__ = (CheckConstraint("digest IN ('daily', 'weekly')", name="digest"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    quiet: Mapped[bool] = mapped_column(default=True, info=NO_PRIVACY)
    quiet_from: Mapped[time] = mapped_column(Time, info=PERSONAL)
    quiet_to: Mapped[time] = mapped_column(Time, info=PERSONAL)
    digest: Mapped[str] = mapped_column(Text, default="daily", info=NO_PRIVACY)


class Choice(Base):
    """What a person wants for one kind of notification."""

    __tablename__ = "choices"
    __table_args__ = (CheckConstraint("email IN ('at_once', 'digest', 'never')", name="email"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    kind: Mapped[str] = mapped_column(Text, primary_key=True, info=NO_PRIVACY)
    inbox: Mapped[bool] = mapped_column(info=NO_PRIVACY)
    email: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
