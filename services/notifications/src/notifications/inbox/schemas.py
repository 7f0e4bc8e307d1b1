"""What the inbox answers."""

from datetime import datetime
from uuid import UUID

from shared.http import Output


class Notification(Output):
    id: UUID
    kind: str
    title: str
    body: str
    quote: str
    """What a person wrote with it; may be empty."""
    button: str
    """What the link does, in words."""
    by_staff: bool
    """Course staff wrote or decided it. No name and no text of a person can say so."""
    link: str
    """A path on the web client."""
    created_at: datetime
    read_at: datetime | None
    reply_by: datetime | None
    """When an answer is due; none once the matter is settled."""
    settled: bool
    """The matter is closed: nobody waits any more."""


class NotificationPage(Output):
    items: list[Notification]
    next_cursor: str | None
    unread: int


class Unread(Output):
    unread: int
    waiting: int
    """Unsettled entries with a reply-by date."""
