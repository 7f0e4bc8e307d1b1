"""key addresses anew.

Revision ID: 8c41f0a9d27e
Revises: 28496c207736
Created: 2026-11-28 02:05:00.000000+00:00

Addresses were compared with folded case, which takes `weiß` for `weiss`. Each person gets the key
of `shared.identity.addresses`. Two people are never merged: whoever comes second to a key keeps the
old one, and the audit log says so for the operator to settle.
"""

import logging
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.identity.addresses import address_key
from shared.ids import new_id

revision: str = "8c41f0a9d27e"
down_revision: str | Sequence[str] | None = "28496c207736"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

log = logging.getLogger("alembic.runtime.migration")


def upgrade() -> None:
    if op.get_context().as_sql:
        return
    connection = op.get_bind()
    _rekey_people(connection)
    rows = connection.execute(sa.text("SELECT id, email, email_key FROM registrations")).all()
    for row in rows:
        if (key := address_key(row.email)) != row.email_key:
            _set(connection, "registrations", "email_key", row.id, key)


def _rekey_people(connection: sa.Connection) -> None:
    rows = connection.execute(
        sa.text(
            "SELECT id, email, email_key, private_email, private_email_key FROM people"
            " WHERE erased_at IS NULL ORDER BY id"
        )
    ).all()
    kept = [
        (row.id, column, old, address_key(address))
        for row in rows
        for column, address, old in (
            ("email_key", row.email, row.email_key),
            ("private_email_key", row.private_email, row.private_email_key),
        )
        if address is not None
    ]
    # An unchanged key comes first: its owner signs in with it today.
    kept.sort(key=lambda one: one[2] != one[3])
    owners: dict[str, object] = {}
    changed = []
    for person_id, column, old, key in kept:
        owner = owners.setdefault(key, person_id)
        if owner != person_id:
            _report(connection, person_id, owner)
        elif old != key:
            changed.append((person_id, column, key))
    # In two steps, because a new key may be the old key of the next row.
    for person_id, column, _key in changed:
        _set(connection, "people", column, person_id, f"rekeyed-{column}-{person_id}")
    for person_id, column, key in changed:
        _set(connection, "people", column, person_id, key)


def _set(connection: sa.Connection, table: str, column: str, row_id: object, key: str) -> None:
    rows = sa.table(table, sa.column("id", sa.Uuid()), sa.column(column))
    connection.execute(sa.update(rows).where(rows.c.id == row_id).values({column: key}))


def _report(connection: sa.Connection, person_id: object, owner: object) -> None:
    log.warning("person %s and person %s have one address; neither was changed", person_id, owner)
    connection.execute(
        sa.text(
            "INSERT INTO audit_entries (id, at, actor_id, action, outcome, subject_id, detail)"
            " VALUES (:id, now(), NULL, 'find_address_collision', 'done', :subject, :detail)"
        ),
        {"id": new_id(), "subject": person_id, "detail": f"same address as {owner}"},
    )


def downgrade() -> None:
    """Nothing to take back: the old code reads the new keys of all addresses in ASCII."""
