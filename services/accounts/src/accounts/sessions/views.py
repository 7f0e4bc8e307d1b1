"""How sessions are shown to their owner."""

from uuid import UUID

from accounts.sessions.model import Session
from accounts.sessions.schemas import SessionItem


def item_of(row: Session, current: UUID) -> SessionItem:
    return SessionItem(
        id=row.id,
        device=row.device,
        opened_by=row.opened_by,
        auth_time=row.auth_time,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        current=row.id == current,
    )
