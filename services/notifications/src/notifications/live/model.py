"""Table: for whom streams ended, so that every process of this service closes them."""

from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from notifications.database import Base
from shared.db import PSEUDONYMOUS


class StreamEnding(Base):
    """A session that is over, or (without one) a person whose roles changed."""

    __tablename__ = "stream_endings"
    __table_args__ = (Index("stream_endings_by_session", "session_id"),)

    id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=func.uuidv7(), info=PSEUDONYMOUS
    )
    person_id: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    session_id: Mapped[UUID | None] = mapped_column(default=None, info=PSEUDONYMOUS)
