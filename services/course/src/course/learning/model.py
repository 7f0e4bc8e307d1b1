"""Who has done which step."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import NO_PRIVACY, PSEUDONYMOUS


class StepDone(Base):
    """One member's tick on one step."""

    __tablename__ = "steps_done"

    partnership_id: Mapped[UUID] = mapped_column(
        ForeignKey("partnerships.id"), primary_key=True, info=NO_PRIVACY
    )
    step_id: Mapped[UUID] = mapped_column(ForeignKey("steps.id"), primary_key=True, info=NO_PRIVACY)
    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, info=PSEUDONYMOUS)
    done_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
