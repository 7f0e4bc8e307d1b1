"""What is told, whoever hears it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, func, literal

from notifications.people.model import Person
from notifications.wording.kind import Kind


@dataclass(frozen=True)
class News:
    """An event in the terms of a kind. `about_id` names the matter, so that it can be settled."""

    kind: Kind
    event_id: UUID
    about_id: UUID
    parameters: Mapping[str, Any]
    link: str
    reply_by: datetime | date | None = None
    acting: tuple[UUID, ...] = ()
    """Whose act it tells of: a mail that waits is not sent once contact with one of them is paused."""

    @property
    def reply_by_there(self) -> ColumnElement[datetime | None]:
        """The deadline for each recipient: a deadline that is a day lasts to its end where they are.

        For statements that have joined `people`.
        """
        if self.reply_by is None or isinstance(self.reply_by, datetime):
            return literal(self.reply_by, DateTime(timezone=True))
        end_of_day = literal(datetime.combine(self.reply_by, time(23, 59)), DateTime())
        zone = func.coalesce(func.nullif(Person.zone, ""), str(UTC))
        return func.timezone(zone, end_of_day)
