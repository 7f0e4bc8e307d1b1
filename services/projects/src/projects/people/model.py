"""Table of people: a projection of `accounts.person.changed.v1`, no more than names need."""

from uuid import UUID

from shared.db import PERSONAL, PSEUDONYMOUS
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from projects.database import Base


class Person(Base):
    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    name: Mapped[str] = mapped_column(Text, info=PERSONAL)
    country: Mapped[str] = mapped_column(Text, info=PERSONAL)
