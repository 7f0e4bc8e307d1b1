"""Tables of seats offered to a colleague, and of the partners who agree."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS
from shared.http import Conflict
from shared.ids import new_id

WAITS_FOR = timedelta(days=14)
PARTNERS_ANSWER_WITHIN = timedelta(days=5)
STAFF_DECIDE_WITHIN = timedelta(days=7)
Outcome = Literal["accepted", "declined", "withdrawn", "expired", "refused"]


class SeatOffer(Base):
    """One teacher offers a seat in a partnership to a colleague of the school, named by address.

    The colleague says yes first; the seat changes hands once every partner agrees.
    """

    __tablename__ = "seat_offers"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn', 'expired', 'refused')",
            name="state",
        ),
        Index(
            "seat_offers_one_open",
            "enrolment_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("seat_offers_by_email", "email_key", postgresql_where=text("state = 'open'")),
        Index("seat_offers_falling_due", "expires_at", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), info=NO_PRIVACY)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), info=PSEUDONYMOUS)
    offered_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    email_key: Mapped[str] = mapped_column(Text, info=PERSONAL)
    words: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    state: Mapped[str] = mapped_column(Text, default="open", info=NO_PRIVACY)
    offered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    told_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """When the colleague heard of it; null while no verified teacher of the school has this
    address."""
    taken_by: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)
    """The colleague, once they have said yes. The partners are asked then."""
    taken_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    staff_asked_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """Since when staff may decide, because a partner has not answered."""

    def close(self, outcome: Outcome) -> None:
        if self.state != "open":
            raise Conflict("offer-already-answered", "This offer is already answered.")
        self.state = outcome


class SeatConsent(Base):
    """A partner agrees that the colleague takes the seat."""

    __tablename__ = "seat_consents"

    offer_id: Mapped[UUID] = mapped_column(
        ForeignKey("seat_offers.id", ondelete="CASCADE"), primary_key=True, info=NO_PRIVACY
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    agreed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
