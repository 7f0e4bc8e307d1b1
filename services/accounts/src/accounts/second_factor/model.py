"""Tables: authenticator apps and recovery codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.ids import new_id


class SecondFactor(Base):
    """A TOTP secret, sealed. It counts from the moment a first code has proved it."""

    __tablename__ = "second_factors"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, info=PSEUDONYMOUS
    )
    sealed_secret: Mapped[str] = mapped_column(Text, info=PERSONAL)
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0, info=NO_PRIVACY)
    """The half-minute of the last accepted code: that code and older ones are refused."""


class RecoveryCode(Base):
    """Stands in for the app once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index("ix_recovery_codes_person_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=PSEUDONYMOUS
    )
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), info=PERSONAL)
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
