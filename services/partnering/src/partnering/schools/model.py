"""The table of schools."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class School(Base):
    """A place where pupils learn. Its region tells which school calendar holds."""

    __tablename__ = "schools"
    __table_args__ = (Index("schools_by_search_key", "search_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    name: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    place: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    country: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    region: Mapped[str] = mapped_column(Text, default="", info=NO_PRIVACY)
    zone: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    search_key: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    """Name and place without accents and capitals."""
    added_by: Mapped[UUID | None] = mapped_column(info=PSEUDONYMOUS)
    also_entered_by: Mapped[list[UUID]] = mapped_column(
        ARRAY(Uuid), default=list, server_default="{}", info=PSEUDONYMOUS
    )
    """Who typed its name and place while it was not listed: colleagues of who added it."""
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
