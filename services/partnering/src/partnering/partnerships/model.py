"""Tables of partnerships and their members; an enrolment sits in at most one open partnership."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id

HANDSHAKE = timedelta(hours=72)

State = Literal["handshake", "confirmed", "dissolved", "finished"]
Phase = Literal["partnering", "course", "project"]
Origin = Literal["invitation", "run", "registered_together", "rescue"]
EndReason = Literal[
    "handshake_expired", "objected", "left", "frozen", "erased", "rescued", "parted"
]
Answer = Literal["waiting", "confirmed", "objected"]


class Partnership(Base):
    """Two or three enrolments of at least two countries.

    It is *open* while in `handshake` or `confirmed`. In the handshake nothing is final: one
    objection, or one missing answer at `reply_by`, sets everybody free again.
    """

    __tablename__ = "partnerships"
    __table_args__ = (
        Index("ix_partnerships_cohort_id_id", "cohort_id", "id"),
        # The tick that ends unanswered handshakes looks only here.
        Index("ix_partnerships_reply_by", "reply_by", postgresql_where=text("state = 'handshake'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    state: Mapped[str] = mapped_column(Text, default="handshake", info=NO_PRIVACY)
    phase: Mapped[str] = mapped_column(Text, default="partnering", info=NO_PRIVACY)
    origin: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    language: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    reply_by: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    confirmed_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    end_reason: Mapped[str | None] = mapped_column(Text, default=None, info=NO_PRIVACY)
    contact_paused_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """Since when a member is frozen, or two members have no contact; empty: all may write."""
    contact_announced_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """When services were last told so. Old news is told again before the outbox forgets it."""
    troubles: Mapped[list[str]] = mapped_column(
        ARRAY(Text), default=list, server_default="{}", info=NO_PRIVACY
    )
    """What other services say is not well: `quiet`, `stopping`, `help`, `late`."""
    run_id: Mapped[UUID | None] = mapped_column(default=None, info=NO_PRIVACY)
    explanation: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, info=NO_PRIVACY)

    members: Mapped[list["Member"]] = relationship(
        lazy="raise", order_by="Member.position", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        return self.state in ("handshake", "confirmed")

    @property
    def present(self) -> list["Member"]:
        """The members who still hold their seat."""
        return [member for member in self.members if member.seated]

    @property
    def person_ids(self) -> tuple[UUID, ...]:
        return tuple(member.person_id for member in self.present)

    def seat_of(self, person_id: UUID) -> "Member | None":
        return next((member for member in self.present if member.person_id == person_id), None)

    @property
    def company(self) -> list["Member"]:
        """Those who hold a seat, or after the end those who held one until then."""
        if self.ended_at is None:
            return self.present
        return [member for member in self.members if member.left_at == self.ended_at]

    def last_seat_of(self, person_id: UUID) -> "Member | None":
        """A seat held now or to the end: whoever stayed may read what they wrote together."""
        return next((one for one in self.company if one.person_id == person_id), None)

    def everybody_confirmed(self) -> bool:
        return all(member.answer == "confirmed" for member in self.present)

    def confirm(self, at: datetime) -> None:
        self.state = "confirmed"
        self.confirmed_at = at

    def dissolve(self, reason: EndReason, at: datetime) -> list["Member"]:
        """End it and give up every seat; returns who was freed by that."""
        freed = self.present
        self.state, self.end_reason, self.ended_at = "dissolved", reason, at
        for member in freed:
            member.stand_up(at)
        return freed


class Member(Base):
    """One enrolment's seat. `seated` is null once given up, so that the constraint frees it."""

    __tablename__ = "partnership_members"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "seated"),
        Index("ix_partnership_members_person_id", "person_id"),
        Index("ix_partnership_members_partnership_id", "partnership_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id", ondelete="CASCADE"), info=NO_PRIVACY
    )
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), info=PSEUDONYMOUS)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    position: Mapped[int] = mapped_column(info=NO_PRIVACY)
    seated: Mapped[bool | None] = mapped_column(default=True, info=NO_PRIVACY)
    answer: Mapped[str] = mapped_column(Text, default="waiting", info=NO_PRIVACY)
    answered_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    joined_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    left_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    reason: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)

    def stand_up(self, at: datetime) -> None:
        self.seated, self.left_at = None, at
