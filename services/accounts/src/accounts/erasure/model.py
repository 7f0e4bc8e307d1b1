"""Tables: erasures and the answers of the services."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from accounts.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id


class Erasure(Base):
    """Complete when every service has answered."""

    __tablename__ = "erasures"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=PSEUDONYMOUS)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True, info=PSEUDONYMOUS)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)


class ErasureAnswer(Base):
    __tablename__ = "erasure_answers"

    erasure_id: Mapped[UUID] = mapped_column(
        ForeignKey("erasures.id"), primary_key=True, info=PSEUDONYMOUS
    )
    service: Mapped[str] = mapped_column(String(40), primary_key=True, info=NO_PRIVACY)
    completed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
