"""A person as the course knows them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from course.database import Base
from shared.db import NO_PRIVACY, PERSONAL, PSEUDONYMOUS


class Person(Base):
    """Name and zone for the pages of partners and staff, grants to know who looks after a cohort."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, info=PSEUDONYMOUS)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    country: Mapped[str] = mapped_column(Text, info=PERSONAL)
    language: Mapped[str] = mapped_column(Text, info=PERSONAL)
    zone: Mapped[str] = mapped_column(Text, info=PERSONAL)
    grants: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, info=NO_PRIVACY)
    """`{"role": …, "cohort_id": … | null}` per staff role."""
