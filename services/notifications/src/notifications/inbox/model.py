"""The table of inbox entries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS


class Entry(Base):
    """One thing one person is told. The words are made when it is read, in the reader's language.

    An entry that waits for an answer has `reply_by`; when the matter is closed it is settled, read
    or not, and waits no more.
    """

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id", "kind"),
        # The inbox: newest first. The dot: is anything unread?
        Index("entries_by_person", "person_id", "id"),
        Index("entries_unread", "person_id", postgresql_where="read_at IS NULL"),
        # Retention asks each second for the oldest.
        Index("entries_by_age", "created_at"),
        # Settling asks for everything still open about one matter.
        Index("entries_unsettled", "about_id", "kind", postgresql_where="settled_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    event_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    kind: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, info=FREE_TEXT)
    link: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    about_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    reply_by: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    read_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    settled_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
