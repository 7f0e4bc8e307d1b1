"""What is told, whoever hears it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.wording.kind import Kind


@dataclass(frozen=True)
class News:
    """An event in the terms of a kind. `about_id` names the matter, so that it can be settled."""

    kind: Kind
    event_id: UUID
    about_id: UUID
    parameters: Mapping[str, Any]
    link: str
    reply_by: datetime | None = None
