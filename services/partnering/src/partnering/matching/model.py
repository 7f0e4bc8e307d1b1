"""Tables of matching: runs with their progress and result, matches, and what staff decided."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, ForeignKey, Index, Text, Uuid, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from partnering.database import Base
from shared.db import FREE_TEXT, NO_PRIVACY, PSEUDONYMOUS
from shared.ids import new_id

LEASE = timedelta(seconds=30)
"""A worker renews its claim on a run far more often than this; after it, another takes over."""

Status = Literal["queued", "running", "draft", "published", "cancelled", "failed"]
Stage = Literal["load", "candidates", "solve", "trios", "certificate", "done"]
DecisionKind = Literal["lock", "forbid"]


class Run(Base):
    """Matching everybody who is free in one cohort. Its result is a draft until published."""

    __tablename__ = "runs"
    __table_args__ = (
        Index("runs_by_cohort", "cohort_id", "id"),
        # The worker looks for runs to solve only here.
        Index("runs_waiting", "id", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    cohort_id: Mapped[UUID] = mapped_column(info=NO_PRIVACY)
    status: Mapped[str] = mapped_column(Text, default="queued", info=NO_PRIVACY)
    stage: Mapped[str] = mapped_column(Text, default="load", info=NO_PRIVACY)
    progress: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, info=NO_PRIVACY)
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, info=NO_PRIVACY)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB, default=None, info=PSEUDONYMOUS)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB, default=None, info=NO_PRIVACY)
    round: Mapped[int] = mapped_column(default=1, info=NO_PRIVACY)
    """Counts the solutions: each lock or forbid asks for another."""
    created_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
    solved_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    published_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    reminded_at: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    """When staff were last reminded that the draft of a round waits for them."""
    lease_until: Mapped[datetime | None] = mapped_column(
        DateTime(timezone=True), default=None, info=NO_PRIVACY
    )
    lease_holder: Mapped[UUID | None] = mapped_column(default=None, info=NO_PRIVACY)


class Match(Base):
    """A proposal of a run: two or three enrolments, and why."""

    __tablename__ = "matches"
    __table_args__ = (Index("matches_by_run", "run_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), info=NO_PRIVACY)
    enrolment_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), info=PSEUDONYMOUS)
    points: Mapped[int] = mapped_column(info=NO_PRIVACY)
    language: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    locked: Mapped[bool] = mapped_column(default=False, info=NO_PRIVACY)
    explanation: Mapped[dict[str, Any]] = mapped_column(JSONB, info=NO_PRIVACY)
    needs_look: Mapped[bool] = mapped_column(default=False, server_default=false(), info=NO_PRIVACY)
    """Less than half of the points, or half of the course weeks lost: staff read it before they publish."""
    outcome: Mapped[str | None] = mapped_column(Text, default=None, info=NO_PRIVACY)
    """After publishing: `opened`; `overtaken` when somebody had found a partner meanwhile; `no_longer`
    when a rule had come between them."""


class Decision(Base):
    """What staff decided for a run: these belong together, or these never."""

    __tablename__ = "run_decisions"
    __table_args__ = (Index("run_decisions_by_run", "run_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NO_PRIVACY)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), info=NO_PRIVACY)
    kind: Mapped[str] = mapped_column(Text, info=NO_PRIVACY)
    enrolment_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), info=PSEUDONYMOUS)
    reason: Mapped[str] = mapped_column(Text, default="", info=FREE_TEXT)
    decided_by: Mapped[UUID] = mapped_column(info=PSEUDONYMOUS)
    decided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), info=NO_PRIVACY)
