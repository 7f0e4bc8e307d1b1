"""create notifications.

Revision ID: a9513c3e3a17
Revises:
Created: 2026-11-22 15:35:18.624601+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "a9513c3e3a17"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index(
        op.f("ix_announcements_cohort_id"), "announcements", ["cohort_id"], unique=False
    )
    op.create_table(
        "choices",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("inbox", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "email IN ('at_once', 'digest', 'never')", name=op.f("ck_choices_email")
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_choices")),
    )
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
    )
    op.create_table(
        "command_log",
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name=op.f("pk_command_log")),
    )
    op.create_index(
        op.f("ix_command_log_recorded_at"), "command_log", ["recorded_at"], unique=False
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index("deliveries_by_mail", "deliveries", ["mail_id"], unique=False)
    op.create_index("deliveries_by_person", "deliveries", ["person_id"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint(
            "person_id", "event_id", "kind", name=op.f("uq_entries_person_id_event_id_kind")
        ),
    )
    op.create_index("entries_by_age", "entries", ["created_at"], unique=False)
    op.create_index("entries_by_person", "entries", ["person_id", "id"], unique=False)
    op.create_index(
        "entries_unread", "entries", ["person_id"], unique=False, postgresql_where="read_at IS NULL"
    )
    op.create_index(
        "entries_unsettled",
        "entries",
        ["about_id", "kind"],
        unique=False,
        postgresql_where="settled_at IS NULL",
    )
    op.create_table(
        "inbox",
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("producer", name=op.f("pk_inbox")),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("digest_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsubscribe_hash", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('queued', 'gathered', 'in_digest', 'sent', 'refused', 'settled', 'seen')",
            name=op.f("ck_mails_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint(
            "event_id", "person_id", "template", name=op.f("uq_mails_event_id_person_id_template")
        ),
    )
    op.create_index("mails_by_age", "mails", ["created_at"], unique=False)
    op.create_index("mails_by_person", "mails", ["person_id", "template", "about_id"], unique=False)
    op.create_index("mails_by_unsubscribe_hash", "mails", ["unsubscribe_hash"], unique=False)
    op.create_index(
        "mails_gathered",
        "mails",
        ["not_before", "id"],
        unique=False,
        postgresql_where="status = 'gathered'",
    )
    op.create_index(
        "mails_in_digest",
        "mails",
        ["digest_id"],
        unique=False,
        postgresql_where="status = 'in_digest'",
    )
    op.create_index(
        "mails_queued",
        "mails",
        ["next_attempt_at", "id"],
        unique=False,
        postgresql_where="status = 'queued'",
    )
    op.create_index(
        "mails_unsent_about",
        "mails",
        ["about_id"],
        unique=False,
        postgresql_where="status IN ('queued', 'gathered')",
    )
    op.create_table(
        "members",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "person_id", name=op.f("pk_members")),
    )
    op.create_index("members_by_person", "members", ["person_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resends", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_outbox")),
        sa.UniqueConstraint("event_id", name=op.f("uq_outbox_event_id")),
        sa.UniqueConstraint("number", name=op.f("uq_outbox_number")),
    )
    op.create_index(op.f("ix_outbox_aggregate_id"), "outbox", ["aggregate_id"], unique=False)
    op.create_index("ix_outbox_recorded_at", "outbox", ["recorded_at"], unique=False)
    op.create_index(
        "ix_outbox_unnumbered",
        "outbox",
        ["position"],
        unique=False,
        postgresql_where=sa.text("number IS NULL"),
    )
    op.create_table(
        "outbox_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("published_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_head")),
    )
    op.create_table(
        "parked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked")),
    )
    op.create_index(
        "ix_parked_waiting",
        "parked",
        ["aggregate_id", "number"],
        unique=False,
        postgresql_where=sa.text("status IN ('waiting', 'retry')"),
    )
    op.create_table(
        "participants",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_participants")),
    )
    op.create_index(
        "participants_by_cohort", "participants", ["cohort_id", "person_id"], unique=False
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "rhythms",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("digest IN ('daily', 'weekly')", name=op.f("ck_rhythms_digest")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_rhythms")),
    )
    op.create_table(
        "roles_held",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles_held")),
    )
    op.create_index("roles_held_by_person", "roles_held", ["person_id"], unique=False)
    op.create_index("roles_held_by_role", "roles_held", ["role", "cohort_id"], unique=False)
    op.create_table(
        "tick_log",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ran_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tick_log")),
    )


def downgrade() -> None:
    op.drop_table("tick_log")
    op.drop_index("roles_held_by_role", table_name="roles_held")
    op.drop_index("roles_held_by_person", table_name="roles_held")
    op.drop_table("roles_held")
    op.drop_table("rhythms")
    op.drop_table("people")
    op.drop_index("participants_by_cohort", table_name="participants")
    op.drop_table("participants")
    op.drop_index(
        "ix_parked_waiting",
        table_name="parked",
        postgresql_where=sa.text("status IN ('waiting', 'retry')"),
    )
    op.drop_table("parked")
    op.drop_table("outbox_head")
    op.drop_index(
        "ix_outbox_unnumbered", table_name="outbox", postgresql_where=sa.text("number IS NULL")
    )
    op.drop_index("ix_outbox_recorded_at", table_name="outbox")
    op.drop_index(op.f("ix_outbox_aggregate_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("members_by_person", table_name="members")
    op.drop_table("members")
    op.drop_index(
        "mails_unsent_about",
        table_name="mails",
        postgresql_where="status IN ('queued', 'gathered')",
    )
    op.drop_index("mails_queued", table_name="mails", postgresql_where="status = 'queued'")
    op.drop_index("mails_in_digest", table_name="mails", postgresql_where="status = 'in_digest'")
    op.drop_index("mails_gathered", table_name="mails", postgresql_where="status = 'gathered'")
    op.drop_index("mails_by_unsubscribe_hash", table_name="mails")
    op.drop_index("mails_by_person", table_name="mails")
    op.drop_index("mails_by_age", table_name="mails")
    op.drop_table("mails")
    op.drop_table("inbox")
    op.drop_index("entries_unsettled", table_name="entries", postgresql_where="settled_at IS NULL")
    op.drop_index("entries_unread", table_name="entries", postgresql_where="read_at IS NULL")
    op.drop_index("entries_by_person", table_name="entries")
    op.drop_index("entries_by_age", table_name="entries")
    op.drop_table("entries")
    op.drop_index("deliveries_by_person", table_name="deliveries")
    op.drop_index("deliveries_by_mail", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_command_log_recorded_at"), table_name="command_log")
    op.drop_table("command_log")
    op.drop_table("cohorts")
    op.drop_table("choices")
    op.drop_index(op.f("ix_announcements_cohort_id"), table_name="announcements")
    op.drop_table("announcements")
