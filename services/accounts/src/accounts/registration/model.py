"""Tables: registrations, until somebody confirms them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.ids import new_id


class Registration(Base):
    """A claim on an address. Many may claim one; the first who confirms becomes the person.

    Each keeps its own password, so that whoever registered an address that is not theirs cannot
    sign in after its owner has confirmed.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index("ix_registrations_email_key", "email_key"),
        Index("ix_registrations_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    email: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    email_key: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    mail_to: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    """Where the link goes: the address, or a private one when school mail fails."""
    password_hash: Mapped[str] = mapped_column(Text, info=PERSONAL)
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    country: Mapped[str] = mapped_column(String(2), info=PERSONAL)
    language: Mapped[str] = mapped_column(String(35), info=PERSONAL)
    zone: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    code_of_conduct_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    @property
    def is_private(self) -> bool:
        return self.mail_to != self.email
