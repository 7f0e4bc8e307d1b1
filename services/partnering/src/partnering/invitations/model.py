"""The tables of invitations and of the questions asked before an answer."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.http import Conflict

EXPIRES_AFTER = timedelta(days=7)
REMIND_BEFORE = timedelta(days=2)
QUESTION_EXTENDS_BY = timedelta(days=3)
ASK_AGAIN_AFTER = timedelta(days=7)
"""Between two invitations from one class to the same other."""
MOST_OPEN = 3
DECLINE_REASONS = (
    "found_partner",
    "ages_too_far",
    "other_topic",
    "timing",
    "no_time_now",
    "other",
)


class Invitation(Base):
    """One enrolment asks another. It is always answered: by the other, by the sender or by time."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint(
            "status IN ('open', 'accepted', 'declined', 'withdrawn', 'expired', 'superseded')",
            name="status",
        ),
        CheckConstraint("from_enrolment_id <> to_enrolment_id", name="two_sides"),
        CheckConstraint(
            "(status = 'accepted') = (partnership_id IS NOT NULL)", name="accepted_has_partnership"
        ),
        Index(
            "invitations_one_open_per_pair",
            "from_enrolment_id",
            "to_enrolment_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        # What the ticks ask each second: which open invitations fall due.
        Index("invitations_falling_due", "expires_at", postgresql_where=text("status = 'open'")),
        Index("invitations_by_sender", "from_person_id", "sent_at"),
        Index("invitations_by_recipient", "to_person_id", "sent_at"),
        Index("invitations_by_recipient_enrolment", "to_enrolment_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    from_enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), info=NO_PRIVACY)
    to_enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), info=NO_PRIVACY)
    from_person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    to_person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    message: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    status: Mapped[str] = mapped_column(Text, default="open", info=NO_PRIVACY)
    sent_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    extended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    decline_reason: Mapped[str] = mapped_column(Text, default="", info=NO_PRIVACY)
    decline_text: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    partnership_id: Mapped[UUID | None] = mapped_column(info=NO_PRIVACY)

    def close(self, outcome: str, at: datetime) -> None:
        """An invitation is answered once; whoever comes second is told so."""
        if self.status != "open":
            raise Conflict("invitation-already-answered", "This invitation is already answered.")
        self.status = outcome
        self.answered_at = at

    def reopen(self) -> None:
        """It had ended before its time, and waits for an answer again."""
        self.status, self.answered_at = "open", None

    def accept(self, partnership_id: UUID, at: datetime) -> None:
        self.close("accepted", at)
        self.partnership_id = partnership_id

    def decline(self, reason: str, text: str, at: datetime) -> None:
        self.close("declined", at)
        self.decline_reason = reason
        self.decline_text = text

    def give_time_for_question(self, at: datetime) -> None:
        """The first question, and only the first, gives both sides three more days."""
        if self.extended_at is None:
            self.extended_at = at
            self.expires_at += QUESTION_EXTENDS_BY
            # A reminder that was sent spoke of the old date.
            self.reminded_at = None

    def other_side(self, person_id: UUID) -> UUID:
        return self.from_person_id if person_id == self.to_person_id else self.to_person_id


class Question(Base):
    """Something one side asks, or answers, before the invitation is decided."""

    __tablename__ = "invitation_questions"
    __table_args__ = (Index("invitation_questions_by_invitation", "invitation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitations.id"), info=NO_PRIVACY)
    author_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    text: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
