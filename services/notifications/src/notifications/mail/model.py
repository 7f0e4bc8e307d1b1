"""The tables of the mail queue and the delivery log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Integer, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS

STATUSES = ("queued", "gathered", "in_digest", "sent", "refused", "settled", "seen")


class Mail(Base):
    """One e-mail to one person about one event. Written when it is sent, not before.

    `not_before` is business time (quiet hours, digests); `next_attempt_at` is real time, because a
    mail server that is down does not care for our clock.
    """

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", "template"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        # The postman asks each second for the oldest mail that is due.
        Index("mails_queued", "next_attempt_at", "id", postgresql_where="status = 'queued'"),
        Index("mails_gathered", "not_before", "id", postgresql_where="status = 'gathered'"),
        Index("mails_in_digest", "digest_id", postgresql_where="status = 'in_digest'"),
        Index(
            "mails_unsent_about", "about_id", postgresql_where="status IN ('queued', 'gathered')"
        ),
        Index("mails_by_person", "person_id", "template", "about_id"),
        Index("mails_by_unsubscribe_hash", "unsubscribe_hash"),
        # Retention asks each second for the oldest.
        Index("mails_by_age", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    event_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    template: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, info=FREE_TEXT)
    link: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    about_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    acting_ids: Mapped[list[UUID]] = mapped_column(
        ARRAY(Uuid), default=list, server_default="{}", info=PSEUDONYMOUS
    )
    """Whose act it tells of; nobody's for mails of staff and of what happens by itself."""
    reply_by: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    status: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    digest_id: Mapped[UUID | None] = mapped_column(default=None, info=NO_PRIVACY)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    not_before: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    next_attempt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    attempts: Mapped[int] = mapped_column(Integer, default=0, info=NO_PRIVACY)
    sent_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    unsubscribe_hash: Mapped[str | None] = mapped_column(Text, default=None, info=NO_PRIVACY)


class Delivery(Base):
    """One attempt to hand a mail to the mail server, and what the server said."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("deliveries_by_mail", "mail_id"),
        Index("deliveries_by_person", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    mail_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    template: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    attempted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    outcome: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    code: Mapped[int | None] = mapped_column(Integer, default=None, info=NO_PRIVACY)
    detail: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)


class GuestMail(Base):
    """One letter to somebody who has no account: a teacher named this address as their partner.

    The address is forgotten as soon as the letter is out; the row stays as the record.
    """

    __tablename__ = "guest_mails"
    __table_args__ = (
        UniqueConstraint("event_id"),
        CheckConstraint("status IN ('queued', 'sent', 'refused')", name="status"),
        Index("guest_mails_queued", "next_attempt_at", "id", postgresql_where="status = 'queued'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    event_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    email: Mapped[str] = mapped_column(Text, info=PERSONAL)
    named_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    status: Mapped[str] = mapped_column(Text, default="queued", info=NO_PRIVACY)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    next_attempt_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    attempts: Mapped[int] = mapped_column(Integer, default=0, info=NO_PRIVACY)
