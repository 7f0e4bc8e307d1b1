"""The projection of cohorts."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import NO_PRIVACY


class Cohort(Base):
    """What course last announced about a cohort."""

    __tablename__ = "cohorts"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NO_PRIVACY)
    slug: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    title: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    pace: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    phase: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), info=NO_PRIVACY)
    seats: Mapped[int] = mapped_column(info=NO_PRIVACY)
    partnering_starts_on: Mapped[date] = mapped_column(info=NO_PRIVACY)
    course_starts_on: Mapped[date] = mapped_column(info=NO_PRIVACY)
    project_starts_on: Mapped[date] = mapped_column(info=NO_PRIVACY)
    closes_on: Mapped[date] = mapped_column(info=NO_PRIVACY)

    @property
    def open_for_partnering(self) -> bool:
        """A fixed cohort pairs before its course; a rolling one as long as it is not closed."""
        if self.pace == "rolling":
            return self.phase in {"partnering", "course", "project"}
        return self.phase == "partnering"
