"""create projects.

Revision ID: ece21cc3906b
Revises:
Created: 2026-11-22 14:56:32.397346+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "ece21cc3906b"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("cohort_title", sa.Text(), nullable=False),
        sa.Column("project_title", sa.Text(), nullable=False),
        sa.Column("countries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
        sa.UniqueConstraint(
            "person_id", "enrolment_id", name=op.f("uq_certificates_person_id_enrolment_id")
        ),
    )
    op.create_index(op.f("ix_certificates_cohort_id"), "certificates", ["cohort_id"], unique=False)
    op.create_index(
        op.f("ix_certificates_partnership_id"), "certificates", ["partnership_id"], unique=False
    )
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("pace", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
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
        "inbox",
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("producer", name=op.f("pk_inbox")),
    )
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
        "partnerships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("members_known", sa.Boolean(), nullable=False),
        sa.Column("dissolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dissolved_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
    )
    op.create_index(op.f("ix_partnerships_cohort_id"), "partnerships", ["cohort_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "projects",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("subjects", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("pupils_age_from", sa.SmallInteger(), nullable=False),
        sa.Column("pupils_age_to", sa.SmallInteger(), nullable=False),
        sa.Column("plan_approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("course_completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_projects")),
    )
    op.create_index(
        "ix_projects_cohort_id", "projects", ["cohort_id", "partnership_id"], unique=False
    )
    op.create_index(
        "ix_projects_unopened",
        "projects",
        ["cohort_id"],
        unique=False,
        postgresql_where=sa.text("opened_at IS NULL AND plan_approved_at IS NOT NULL"),
    )
    op.create_table(
        "tick_log",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ran_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tick_log")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("went_well", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("needs_help", sa.Boolean(), nullable=False),
        sa.Column("helped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helped_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["projects.partnership_id"],
            name=op.f("fk_checkpoints_partnership_id_projects"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoints")),
        sa.UniqueConstraint(
            "partnership_id", "number", name=op.f("uq_checkpoints_partnership_id_number")
        ),
    )
    op.create_index(
        "ix_checkpoints_unannounced",
        "checkpoints",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("announced_at IS NULL"),
    )
    op.create_table(
        "contributions",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("contributed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_contributions_partnership_id_partnerships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "partnership_id", "person_id", "subject_id", name=op.f("pk_contributions")
        ),
    )
    op.create_index(
        op.f("ix_contributions_person_id"), "contributions", ["person_id"], unique=False
    )
    op.create_table(
        "members",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate_check", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_members_partnership_id_partnerships"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("partnership_id", "person_id", name=op.f("pk_members")),
    )
    op.create_index(
        "ix_members_certificate_check",
        "members",
        ["partnership_id"],
        unique=False,
        postgresql_where=sa.text("certificate_check"),
    )
    op.create_index(op.f("ix_members_person_id"), "members", ["person_id"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["projects.partnership_id"],
            name=op.f("fk_milestones_partnership_id_projects"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    op.create_index(
        op.f("ix_milestones_partnership_id"), "milestones", ["partnership_id"], unique=False
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("what_we_did", sa.Text(), nullable=False),
        sa.Column("what_pupils_learned", sa.Text(), nullable=False),
        sa.Column("credits", sa.Text(), nullable=False),
        sa.Column("product_link", sa.Text(), nullable=False),
        sa.Column("links", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("subjects", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("pupils_age_from", sa.SmallInteger(), nullable=False),
        sa.Column("pupils_age_to", sa.SmallInteger(), nullable=False),
        sa.Column("pupils_count", sa.Integer(), nullable=False),
        sa.Column("shows_people", sa.Boolean(), nullable=False),
        sa.Column("consent_attested", sa.Boolean(), nullable=False),
        sa.Column("attested_by", sa.Uuid(), nullable=True),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["projects.partnership_id"],
            name=op.f("fk_results_partnership_id_projects"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results")),
        sa.UniqueConstraint("partnership_id", name=op.f("uq_results_partnership_id")),
    )
    op.create_index("ix_results_queue", "results", ["status", "cohort_id", "id"], unique=False)
    op.create_table(
        "showcase_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("what_we_did", sa.Text(), nullable=False),
        sa.Column("what_pupils_learned", sa.Text(), nullable=False),
        sa.Column("credits", sa.Text(), nullable=False),
        sa.Column("product_link", sa.Text(), nullable=False),
        sa.Column("links", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("subjects", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("countries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("pupils_age_from", sa.SmallInteger(), nullable=False),
        sa.Column("pupils_age_to", sa.SmallInteger(), nullable=False),
        sa.Column("pupils_count", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["results.id"],
            name=op.f("fk_showcase_entries_result_id_results"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase_entries")),
        sa.UniqueConstraint("partnership_id", name=op.f("uq_showcase_entries_partnership_id")),
        sa.UniqueConstraint("result_id", name=op.f("uq_showcase_entries_result_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_showcase_entries_slug")),
    )
    op.create_index(
        op.f("ix_showcase_entries_cohort_id"), "showcase_entries", ["cohort_id"], unique=False
    )
    op.create_index(
        "ix_showcase_entries_countries",
        "showcase_entries",
        ["countries"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_showcase_entries_languages",
        "showcase_entries",
        ["languages"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_showcase_entries_search",
        "showcase_entries",
        [sa.literal_column("to_tsvector('simple', search_text)")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_showcase_entries_subjects",
        "showcase_entries",
        ["subjects"],
        unique=False,
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index(
        "ix_showcase_entries_subjects", table_name="showcase_entries", postgresql_using="gin"
    )
    op.drop_index(
        "ix_showcase_entries_search", table_name="showcase_entries", postgresql_using="gin"
    )
    op.drop_index(
        "ix_showcase_entries_languages", table_name="showcase_entries", postgresql_using="gin"
    )
    op.drop_index(
        "ix_showcase_entries_countries", table_name="showcase_entries", postgresql_using="gin"
    )
    op.drop_index(op.f("ix_showcase_entries_cohort_id"), table_name="showcase_entries")
    op.drop_table("showcase_entries")
    op.drop_index("ix_results_queue", table_name="results")
    op.drop_table("results")
    op.drop_index(op.f("ix_milestones_partnership_id"), table_name="milestones")
    op.drop_table("milestones")
    op.drop_index(op.f("ix_members_person_id"), table_name="members")
    op.drop_index(
        "ix_members_certificate_check",
        table_name="members",
        postgresql_where=sa.text("certificate_check"),
    )
    op.drop_table("members")
    op.drop_index(op.f("ix_contributions_person_id"), table_name="contributions")
    op.drop_table("contributions")
    op.drop_index(
        "ix_checkpoints_unannounced",
        table_name="checkpoints",
        postgresql_where=sa.text("announced_at IS NULL"),
    )
    op.drop_table("checkpoints")
    op.drop_table("tick_log")
    op.drop_index(
        "ix_projects_unopened",
        table_name="projects",
        postgresql_where=sa.text("opened_at IS NULL AND plan_approved_at IS NOT NULL"),
    )
    op.drop_index("ix_projects_cohort_id", table_name="projects")
    op.drop_table("projects")
    op.drop_table("people")
    op.drop_index(op.f("ix_partnerships_cohort_id"), table_name="partnerships")
    op.drop_table("partnerships")
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
    op.drop_table("inbox")
    op.drop_index(op.f("ix_command_log_recorded_at"), table_name="command_log")
    op.drop_table("command_log")
    op.drop_table("cohorts")
    op.drop_index(op.f("ix_certificates_partnership_id"), table_name="certificates")
    op.drop_index(op.f("ix_certificates_cohort_id"), table_name="certificates")
    op.drop_table("certificates")
