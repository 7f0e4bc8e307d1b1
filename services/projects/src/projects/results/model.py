"""Table of results: the partnership's draft and where it stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS


class Result(Base):
    """What a partnership shares. Status: draft → submitted → published, or returned with a note."""

    __tablename__ = "results"
    __table_args__ = (Index("ix_results_queue", "status", "cohort_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.partnership_id", ondelete="CASCADE"), unique=True, info=NO_PRIVACY
    )
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    version: Mapped[int] = mapped_column(Integer, default=1, info=NO_PRIVACY)
    status: Mapped[str] = mapped_column(Text, default="draft", info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    summary: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    what_we_did: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    what_pupils_learned: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    credits: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    """How the teachers and schools wish to be named; empty: by country only."""
    product_link: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    links: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, info=FREE_TEXT)
    subjects: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=NO_PRIVACY)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, info=NO_PRIVACY)
    pupils_age_from: Mapped[int] = mapped_column(SmallInteger, info=NO_PRIVACY)
    pupils_age_to: Mapped[int] = mapped_column(SmallInteger, info=NO_PRIVACY)
    pupils_count: Mapped[int] = mapped_column(Integer, default=0, info=NO_PRIVACY)
    shows_people: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    consent_attested: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    attested_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    attested_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    edited_by: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list, info=PSEUDONYMOUS)
    """Everybody who wrote on it."""
    edited_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    decided_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    note: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    """Why staff returned it."""

    @property
    def may_be_edited(self) -> bool:
        """While staff look at it, it stands still; the partners may take it back."""
        return self.status != "submitted"

    @property
    def lacks_consent(self) -> bool:
        return self.shows_people and not self.consent_attested
