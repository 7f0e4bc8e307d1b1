"""create course.

Revision ID: 2ce6c3851730
Revises:
Created: 2026-11-22 15:06:41.647734+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2ce6c3851730"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "cohorts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("pace", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("partnering_starts_on", sa.Date(), nullable=False),
        sa.Column("course_starts_on", sa.Date(), nullable=False),
        sa.Column("project_starts_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pace in ('fixed', 'rolling')", name=op.f("ck_cohorts_pace")),
        sa.CheckConstraint(
            "phase in ('draft', 'partnering', 'course', 'project', 'closed')",
            name=op.f("ck_cohorts_phase"),
        ),
        sa.CheckConstraint(
            "partnering_starts_on <= course_starts_on and course_starts_on < project_starts_on and project_starts_on < closes_on",
            name=op.f("ck_cohorts_dates_run_forward"),
        ),
        sa.CheckConstraint("seats between 2 and 100000", name=op.f("ck_cohorts_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("slug", name=op.f("uq_cohorts_slug")),
    )
    op.create_index(op.f("ix_cohorts_phase"), "cohorts", ["phase"], unique=False)
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
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("held_by_staff", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("course_starts_on", sa.Date(), nullable=True),
        sa.Column("course_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("course_completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_stage", sa.Integer(), nullable=False),
        sa.Column("clock_stage_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "phase in ('partnering', 'course', 'project', 'closed')",
            name=op.f("ck_partnerships_phase"),
        ),
        sa.CheckConstraint(
            "status in ('handshake', 'confirmed', 'dissolved')", name=op.f("ck_partnerships_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
    )
    op.create_index(
        "ix_partnerships_clock_due_at",
        "partnerships",
        ["clock_due_at"],
        unique=False,
        postgresql_where=sa.text("clock_due_at is not null"),
    )
    op.create_index(op.f("ix_partnerships_cohort_id"), "partnerships", ["cohort_id"], unique=False)
    op.create_index(
        "ix_partnerships_to_open",
        "partnerships",
        ["cohort_id"],
        unique=False,
        postgresql_where=sa.text("status = 'confirmed' and course_opened_at is null"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("grants", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "tick_log",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ran_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tick_log")),
    )
    op.create_table(
        "cohort_advances",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("from_phase", sa.Text(), nullable=False),
        sa.Column("to_phase", sa.Text(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("advanced_by", sa.Uuid(), nullable=False),
        sa.Column("advanced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_cohort_advances_cohort_id_cohorts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_advances")),
    )
    op.create_index(
        op.f("ix_cohort_advances_cohort_id"), "cohort_advances", ["cohort_id"], unique=False
    )
    op.create_table(
        "course_weeks",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_course_weeks_partnership_id_partnerships"),
        ),
        sa.PrimaryKeyConstraint("partnership_id", "number", name=op.f("pk_course_weeks")),
    )
    op.create_index(
        "ix_course_weeks_due",
        "course_weeks",
        ["opens_on"],
        unique=False,
        postgresql_where=sa.text("opened_at is null"),
    )
    op.create_table(
        "partnership_members",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("class_name", sa.Text(), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("calendar_known", sa.Boolean(), nullable=False),
        sa.Column("school_free", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_act_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_act", sa.Text(), nullable=False),
        sa.Column("expected_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_in", sa.Text(), nullable=False),
        sa.Column("check_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_partnership_members_partnership_id_partnerships"),
        ),
        sa.PrimaryKeyConstraint("partnership_id", "person_id", name=op.f("pk_partnership_members")),
    )
    op.create_index(
        op.f("ix_partnership_members_person_id"), "partnership_members", ["person_id"], unique=False
    )
    op.create_table(
        "plans",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_version", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviews_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status in ('draft', 'submitted', 'returned', 'approved')", name=op.f("ck_plans_status")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_plans_partnership_id_partnerships"),
        ),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_plans")),
    )
    op.create_index("ix_plans_cohort_id_status", "plans", ["cohort_id", "status"], unique=False)
    op.create_index(
        "ix_plans_reviews_due_at",
        "plans",
        ["reviews_due_at"],
        unique=False,
        postgresql_where=sa.text("reviews_due_at is not null"),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_partnership_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_partnership_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("specific_example", sa.Text(), nullable=False),
        sa.Column("suggested_action", sa.Text(), nullable=False),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "status in ('assigned', 'given', 'lapsed', 'withdrawn')", name=op.f("ck_reviews_status")
        ),
        sa.CheckConstraint(
            "reviewer_partnership_id <> reviewed_partnership_id",
            name=op.f("ck_reviews_not_own_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_reviews_reviewed_partnership_id_partnerships"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_reviews_reviewer_partnership_id_partnerships"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_cohort_id"), "reviews", ["cohort_id"], unique=False)
    op.create_index(
        "ix_reviews_due_at",
        "reviews",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'assigned'"),
    )
    op.create_index(
        op.f("ix_reviews_reviewed_partnership_id"),
        "reviews",
        ["reviewed_partnership_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reviews_reviewer_partnership_id"),
        "reviews",
        ["reviewer_partnership_id"],
        unique=False,
    )
    op.create_index(
        "uq_reviews_standing_pair",
        "reviews",
        ["reviewer_partnership_id", "reviewed_partnership_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.create_table(
        "weeks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_weeks_cohort_id_cohorts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weeks")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_weeks_cohort_id_number")),
    )
    op.create_table(
        "cohort_advance_moves",
        sa.Column("advance_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("from_phase", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["advance_id"],
            ["cohort_advances.id"],
            name=op.f("fk_cohort_advance_moves_advance_id_cohort_advances"),
        ),
        sa.PrimaryKeyConstraint(
            "advance_id", "partnership_id", name=op.f("pk_cohort_advance_moves")
        ),
    )
    op.create_table(
        "plan_versions",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["plans.partnership_id"],
            name=op.f("fk_plan_versions_partnership_id_plans"),
        ),
        sa.PrimaryKeyConstraint("partnership_id", "version", name=op.f("pk_plan_versions")),
    )
    op.create_table(
        "steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('joint', 'individual')", name=op.f("ck_steps_kind")),
        sa.CheckConstraint("minutes between 1 and 600", name=op.f("ck_steps_minutes")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_steps_cohort_id_cohorts")
        ),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.id"], name=op.f("fk_steps_week_id_weeks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("week_id", "position", name=op.f("uq_steps_week_id_position")),
    )
    op.create_index(op.f("ix_steps_cohort_id"), "steps", ["cohort_id"], unique=False)
    op.create_table(
        "week_texts",
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"], ["weeks.id"], name=op.f("fk_week_texts_week_id_weeks")
        ),
        sa.PrimaryKeyConstraint("week_id", "language", name=op.f("pk_week_texts")),
    )
    op.create_table(
        "step_texts",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["step_id"], ["steps.id"], name=op.f("fk_step_texts_step_id_steps")
        ),
        sa.PrimaryKeyConstraint("step_id", "language", name=op.f("pk_step_texts")),
    )
    op.create_table(
        "steps_done",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_steps_done_partnership_id_partnerships"),
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["steps.id"], name=op.f("fk_steps_done_step_id_steps")
        ),
        sa.PrimaryKeyConstraint(
            "partnership_id", "step_id", "person_id", name=op.f("pk_steps_done")
        ),
    )


def downgrade() -> None:
    op.drop_table("steps_done")
    op.drop_table("step_texts")
    op.drop_table("week_texts")
    op.drop_index(op.f("ix_steps_cohort_id"), table_name="steps")
    op.drop_table("steps")
    op.drop_table("plan_versions")
    op.drop_table("cohort_advance_moves")
    op.drop_table("weeks")
    op.drop_index(
        "uq_reviews_standing_pair",
        table_name="reviews",
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.drop_index(op.f("ix_reviews_reviewer_partnership_id"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_reviewed_partnership_id"), table_name="reviews")
    op.drop_index(
        "ix_reviews_due_at", table_name="reviews", postgresql_where=sa.text("status = 'assigned'")
    )
    op.drop_index(op.f("ix_reviews_cohort_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(
        "ix_plans_reviews_due_at",
        table_name="plans",
        postgresql_where=sa.text("reviews_due_at is not null"),
    )
    op.drop_index("ix_plans_cohort_id_status", table_name="plans")
    op.drop_table("plans")
    op.drop_index(op.f("ix_partnership_members_person_id"), table_name="partnership_members")
    op.drop_table("partnership_members")
    op.drop_index(
        "ix_course_weeks_due",
        table_name="course_weeks",
        postgresql_where=sa.text("opened_at is null"),
    )
    op.drop_table("course_weeks")
    op.drop_index(op.f("ix_cohort_advances_cohort_id"), table_name="cohort_advances")
    op.drop_table("cohort_advances")
    op.drop_table("tick_log")
    op.drop_table("people")
    op.drop_index(
        "ix_partnerships_to_open",
        table_name="partnerships",
        postgresql_where=sa.text("status = 'confirmed' and course_opened_at is null"),
    )
    op.drop_index(op.f("ix_partnerships_cohort_id"), table_name="partnerships")
    op.drop_index(
        "ix_partnerships_clock_due_at",
        table_name="partnerships",
        postgresql_where=sa.text("clock_due_at is not null"),
    )
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
    op.drop_index(op.f("ix_cohorts_phase"), table_name="cohorts")
    op.drop_table("cohorts")
