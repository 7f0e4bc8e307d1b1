"""Tables: registrations, until somebody confirms them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.identity.addresses import address_key
from shared.ids import new_id


class Registration(Base):
    """A claim on an address. Many may claim one; the first who opens its link becomes the person.

    It has no password: whoever registered an address that is not theirs has chosen nothing that
    its owner could confirm by mistake.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index("ix_registrations_email_key", "email_key"),
        Index("ix_registrations_mail_to_key", "mail_to_key"),
        Index("ix_registrations_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    email: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    email_key: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    mail_to: Mapped[str] = mapped_column(String(320), info=PERSONAL)
    """Where the link goes: the address, or a private one when school mail fails."""
    mail_to_key: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    password_hash: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    """Always empty; the column goes when no release before this one runs any more."""
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    country: Mapped[str] = mapped_column(String(2), info=PERSONAL)
    language: Mapped[str] = mapped_column(String(35), info=PERSONAL)
    zone: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    code_of_conduct_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    @property
    def is_private(self) -> bool:
        return address_key(self.mail_to) != self.email_key

    def claim(self, email: str) -> None:
        """Claim this address; its link goes there."""
        self.email, self.email_key = email, address_key(email)
        self.send_link_to(email)

    def send_link_to(self, email: str) -> None:
        self.mail_to, self.mail_to_key = email, address_key(email)
