"""Tables of the room: messages, the agreement with its signatures, meetings, tasks, notes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.ids import new_id


class Message(Base):
    """Words in the conversation. They never leave this service; events carry their id only."""

    __tablename__ = "messages"
    __table_args__ = (Index("messages_by_partnership", "partnership_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), info=NO_PRIVACY)
    author_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    text: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    posted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class Agreement(Base):
    """One version of what the members agreed. A new version needs everybody's signature again."""

    __tablename__ = "agreements"
    __table_args__ = (UniqueConstraint("partnership_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), info=NO_PRIVACY)
    version: Mapped[int] = mapped_column(info=NO_PRIVACY)
    terms: Mapped[dict[str, Any]] = mapped_column(JSONB, info=FREE_TEXT)
    written_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    written_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class Signature(Base):
    __tablename__ = "agreement_signatures"

    agreement_id: Mapped[UUID] = mapped_column(
        ForeignKey("agreements.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    signed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class Meeting(Base):
    """A proposed hour. It stands once every member has accepted."""

    __tablename__ = "meetings"
    __table_args__ = (Index("meetings_by_partnership", "partnership_id", "starts_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), info=NO_PRIVACY)
    proposed_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    place: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=PERSONAL)
    minutes: Mapped[int] = mapped_column(info=NO_PRIVACY)
    proposed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    sequence: Mapped[int] = mapped_column(default=0, server_default="0", info=NO_PRIVACY)
    """How often it has changed: calendar programs keep the version with the highest number."""
    status: Mapped[str] = mapped_column(
        Text, default="planned", server_default="planned", info=NO_PRIVACY
    )
    """`planned`; or off: `declined` by all guests, `withdrawn` by its proposer, `cancelled`."""
    ended_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    ended_by: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)

    def end(self, how: str, by: UUID, at: datetime) -> None:
        self.status, self.ended_by, self.ended_at = how, by, at


class MeetingDecline(Base):
    """A guest does not come, and perhaps named another hour."""

    __tablename__ = "meeting_declines"

    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    declined_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    other_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=PERSONAL
    )


class MeetingAcceptance(Base):
    __tablename__ = "meeting_acceptances"

    meeting_id: Mapped[UUID] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    accepted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class Task(Base):
    """Something one of them, or all, promised until a day."""

    __tablename__ = "tasks"
    __table_args__ = (Index("tasks_by_partnership", "partnership_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    assignee_id: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)
    due_on: Mapped[date | None] = mapped_column(Date, default=None, info=NO_PRIVACY)
    created_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    done_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    done_by: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)


class Note(Base):
    """A decision that was made, or a link to material."""

    __tablename__ = "room_notes"
    __table_args__ = (Index("room_notes_by_partnership", "partnership_id", "kind", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), info=NO_PRIVACY)
    kind: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    text: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    address: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    author_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
