"""The table of profiles."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class SpokenLanguage(TypedDict):
    language: str
    level: str


class Profile(Base):
    """What a teacher offers and looks for; one per person, kept from cohort to cohort."""

    __tablename__ = "profiles"
    __table_args__ = (CheckConstraint("group_size IN ('2', '3', 'either')", name="group_size"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    headline: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    about: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    languages: Mapped[list[SpokenLanguage]] = mapped_column(JSONB, default=list, info=PERSONAL)
    strengths: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=PERSONAL)
    needs: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=PERSONAL)
    avoid: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=PERSONAL)
    """Topics this teacher would rather not work on."""
    wish_countries: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=PERSONAL)
    musts: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, server_default="{}", info=PERSONAL
    )
    """On which wishes this teacher insists."""
    group_size: Mapped[str] = mapped_column(Text, default="either", info=PERSONAL)
    first_timer: Mapped[bool] = mapped_column(default=False, info=PERSONAL)
    willing_third: Mapped[bool] = mapped_column(default=False, info=PERSONAL)
    willing_spare: Mapped[bool] = mapped_column(default=False, info=PERSONAL)
    wishes_given_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), info=NO_PRIVACY
    )
    """When the wishes were saved; leaving everything open is an answer too."""
    version: Mapped[int] = mapped_column(default=1, server_default="1", info=NO_PRIVACY)
    """Counts the saves: two tabs of one person undo nothing of each other unseen."""
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
