"""Table of the showcase: the published copy of a result, so that a later draft changes nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY


class ShowcaseEntry(Base):
    """Written when staff publish; replaced when they publish again; gone when it is withdrawn."""

    __tablename__ = "showcase_entries"
    __table_args__ = (
        Index(
            "ix_showcase_entries_search",
            text("to_tsvector('simple', search_text)"),
            postgresql_using="gin",
        ),
        Index("ix_showcase_entries_countries", "countries", postgresql_using="gin"),
        Index("ix_showcase_entries_subjects", "subjects", postgresql_using="gin"),
        Index("ix_showcase_entries_languages", "languages", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    result_id: Mapped[UUID] = mapped_column(
        ForeignKey("results.id", ondelete="CASCADE"), unique=True, info=NO_PRIVACY
    )
    partnership_id: Mapped[UUID] = mapped_column(unique=True, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(index=True, info=NO_PRIVACY)
    slug: Mapped[str] = mapped_column(Text, unique=True, info=NO_PRIVACY)
    """Made from the first published title; it never changes, so that links stay good."""
    title: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    summary: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    what_we_did: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    what_pupils_learned: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    credits: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    product_link: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    links: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, info=FREE_TEXT)
    subjects: Mapped[list[str]] = mapped_column(ARRAY(Text), info=NO_PRIVACY)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), info=NO_PRIVACY)
    countries: Mapped[list[str]] = mapped_column(ARRAY(Text), info=NO_PRIVACY)
    pupils_age_from: Mapped[int] = mapped_column(SmallInteger, info=NO_PRIVACY)
    pupils_age_to: Mapped[int] = mapped_column(SmallInteger, info=NO_PRIVACY)
    pupils_count: Mapped[int] = mapped_column(Integer, info=NO_PRIVACY)
    search_text: Mapped[str] = mapped_column(Text, info=FREE_TEXT)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
