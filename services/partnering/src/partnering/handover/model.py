"""The table of seats offered to a colleague."""

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
Outcome = Literal["accepted", "declined", "withdrawn", "expired"]


class SeatOffer(Base):
    """One teacher offers a seat in a partnership to a colleague, named by address."""

    __tablename__ = "seat_offers"
    __table_args__ = (
        CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn', 'expired')", name="state"
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
    """When the colleague heard of it; null while nobody recognised has this address."""

    def close(self, outcome: Outcome) -> None:
        if self.state != "open":
            raise Conflict("offer-already-answered", "This offer is already answered.")
        self.state = outcome
