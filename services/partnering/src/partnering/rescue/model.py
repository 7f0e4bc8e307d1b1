"""The table of rescues: who was left alone, and the repair proposed to staff."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id


class RescueCase(Base):
    """One partnership in need. It keeps its room and its work until it is repaired or closed."""

    __tablename__ = "rescue_cases"
    __table_args__ = (
        Index(
            "rescue_cases_one_open",
            "partnership_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("rescue_cases_by_cohort", "cohort_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(ForeignKey("partnerships.id"), info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    silent_person_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), info=PSEUDONYMOUS)
    waiting_person_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), info=PSEUDONYMOUS)
    apart_person_ids: Mapped[list[UUID]] = mapped_column(
        ARRAY(Uuid), default=list, server_default="{}", info=PSEUDONYMOUS
    )
    """Those of the waiting between whom contact is blocked: staff may part them. Whoever was parted
    is never brought together again."""
    state: Mapped[str] = mapped_column(Text, default="open", info=NO_PRIVACY)
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSONB, default=None, info=NO_PRIVACY)
    """kind, enrolment or partnership to join, points and explanation; null: nobody fits yet."""
    note: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    looked_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=text("now()"), info=NO_PRIVACY
    )
    """When a repair was last looked for."""
    decided_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    decided_by: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)

    @property
    def kind(self) -> Literal["left_alone", "contact_paused"]:
        return "contact_paused" if self.apart_person_ids else "left_alone"
