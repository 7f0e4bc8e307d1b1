"""Table of cohorts: a projection of `course.cohort.changed.v1` and `.advanced.v1`."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Text
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base
from shared.db import NO_PRIVACY


class Cohort(Base):
    __tablename__ = "cohorts"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    pace: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    phase: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    closes_on: Mapped[date | None] = mapped_column(Date, info=NO_PRIVACY)

    @property
    def is_rolling(self) -> bool:
        return self.pace == "rolling"

    @property
    def is_closed(self) -> bool:
        return self.phase == "closed"
