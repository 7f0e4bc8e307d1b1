"""Tables: security mails waiting to be sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, SmallInteger, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.ids import new_id


class Mail(Base):
    """Written in the action's transaction, sent by a tick.

    Its id makes the Message-ID, so that a mail sent twice after a crash is recognised as one.
    Whether the recipient has an account is looked up when sending: the request that asks for a
    mail does the same work for known and unknown addresses.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_mails_person_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    person_id: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    registration_id: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    template: Mapped[str] = mapped_column(String(40), info=NO_PRIVACY)
    recipient: Mapped[str | None] = mapped_column(String(320), info=PERSONAL)
    language: Mapped[str] = mapped_column(String(35), info=NO_PRIVACY)
    values: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict, info=PERSONAL)
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    """None: sent, given up, or held back until it is released."""
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0, info=NO_PRIVACY)
    outcome: Mapped[str] = mapped_column(String(20), default="waiting", info=NO_PRIVACY)
    """`waiting`, `ready` (its link is good), `held`, `sent`, `nobody` (no such account) or `failed`."""
    settled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)

    def settle(self, outcome: str, at: datetime) -> None:
        """Sent or given up: the address and the words are no longer needed."""
        self.outcome, self.settled_at = outcome, at
        self.due_at = self.recipient = None
        self.values = {}
