"""key addresses anew.

Revision ID: 5d0c2b7e91aa
Revises: 118382661e61
Created: 2026-11-28 02:00:00.000000+00:00

Addresses were compared in lower case. The key of `shared.identity.addresses` keeps mailboxes apart
that lower case takes for one, and knows a domain in both of its spellings.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.identity.addresses import address_key

revision: str = "5d0c2b7e91aa"
down_revision: str | Sequence[str] | None = "118382661e61"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    if op.get_context().as_sql:
        return
    connection = op.get_bind()
    people = connection.execute(sa.text("SELECT id, email, email_key FROM people")).all()
    for row in people:
        if (key := address_key(row.email)) != row.email_key:
            connection.execute(
                sa.text("UPDATE people SET email_key = :key WHERE id = :id"),
                {"key": key, "id": row.id},
            )
    for name in ("companions", "seat_offers"):
        _rekey(connection, sa.table(name, sa.column("email_key")))


def _rekey(connection: sa.Connection, table: sa.TableClause) -> None:
    """These keep only the key of what was typed."""
    for (old,) in connection.execute(sa.select(table.c.email_key).distinct()).all():
        if (key := address_key(old)) != old:
            connection.execute(
                sa.update(table).where(table.c.email_key == old).values(email_key=key)
            )


def downgrade() -> None:
    """Nothing to take back: the old code reads the new keys of all addresses in ASCII."""
