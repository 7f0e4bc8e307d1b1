"""The table of posts by which a class looks for a partner."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id

STANDS_FOR = timedelta(days=30)


class PartnerPost(Base):
    """Partner wanted, in a teacher's words. Read only while the class is free, a month at most."""

    __tablename__ = "partner_posts"
    __table_args__ = (
        Index(
            "partner_posts_one_open",
            "enrolment_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("partner_posts_by_cohort", "cohort_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    text: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    version: Mapped[int] = mapped_column(default=1, server_default="1", info=NO_PRIVACY)
    """Counts the saves: two tabs of one person undo nothing of each other unseen."""
    posted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    closed_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
