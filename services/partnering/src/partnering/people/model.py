"""The projection of persons."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Person(Base):
    """What accounts last announced about a confirmed person."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("verification IN ('pending', 'verified', 'refused')", name="verification"),
        Index("people_by_email", "email_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    email: Mapped[str] = mapped_column(Text, info=PERSONAL)
    email_key: Mapped[str] = mapped_column(Text, info=PERSONAL)
    """The key of the address, to find who was named as a partner."""
    country: Mapped[str] = mapped_column(Text, info=PERSONAL)
    language: Mapped[str] = mapped_column(Text, info=PERSONAL)
    zone: Mapped[str] = mapped_column(Text, info=PERSONAL)
    verification: Mapped[str] = mapped_column(Text, default="pending", info=PERSONAL)
    search_key: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    erased: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)

    @property
    def verified(self) -> bool:
        return self.verification == "verified"


class Block(Base):
    """One person wants no contact with another; neither sees the other any more."""

    __tablename__ = "blocks"
    __table_args__ = (
        CheckConstraint("person_id <> blocked_id", name="two_persons"),
        Index("blocks_by_blocked", "blocked_id"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    blocked_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    blocked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    enrolment_id: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)
    """On whose card the block was made. The blocker knows this id, and no other, while names are
    hidden."""
    announced_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """When services were last told. Old news is told again before the outbox forgets it."""
