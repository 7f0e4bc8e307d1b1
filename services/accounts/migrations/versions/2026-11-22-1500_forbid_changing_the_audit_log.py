"""Forbid changing the audit log.

Revision ID: b7a1c0d4e5f6
Revises: 2e7fb1e012d4
Created: 2026-11-22 15:00:00+00:00
"""

from collections.abc import Sequence

from alembic import op

revision: str = "b7a1c0d4e5f6"
down_revision: str | Sequence[str] | None = "2e7fb1e012d4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Erasure may blank the words of staff about a person; nothing else ever changes.
FUNCTION = """
CREATE FUNCTION refuse_changing_the_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.reason IS NULL
        AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only';
END
$$
"""
TRIGGER = """
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION refuse_changing_the_audit_log()
"""


def upgrade() -> None:
    op.execute(FUNCTION)
    op.execute(TRIGGER)


def downgrade() -> None:
    op.execute("DROP TRIGGER audit_entries_append_only ON audit_entries")
    op.execute("DROP FUNCTION refuse_changing_the_audit_log()")
