"""Facts announced by `projects`: implementation, checkpoints, results and certificates."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class ProjectOpened(Event, type="projects.project.opened.v1", aggregate="partnership_id"):
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    title: str


class MilestoneReached(Event, type="projects.milestone.reached.v1", aggregate="partnership_id"):
    partnership_id: UUID
    reached_by: UUID | None = None
    person_ids: tuple[UUID, ...]
    title: str


class CheckpointDue(Event, type="projects.checkpoint.due.v1", aggregate="partnership_id"):
    checkpoint_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    due_on: date


class CheckpointReported(Event, type="projects.checkpoint.reported.v1", aggregate="partnership_id"):
    checkpoint_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    reported_by: UUID
    person_ids: tuple[UUID, ...]
    needs_help: bool


class CheckpointOverdue(Event, type="projects.checkpoint.overdue.v1", aggregate="partnership_id"):
    """A week after its day nobody has reported a checkpoint; announced once."""

    checkpoint_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    due_on: date


class CheckpointHelpSettled(
    Event, type="projects.checkpoint.help-settled.v1", aggregate="partnership_id"
):
    """A call for help waits no more: staff answered it, or the partners took it back."""

    checkpoint_id: UUID
    partnership_id: UUID
    cohort_id: UUID


class ResultSubmitted(Event, type="projects.result.submitted.v1", aggregate="partnership_id"):
    result_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    title: str


class ResultReturned(Event, type="projects.result.returned.v1", aggregate="partnership_id"):
    result_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    title: str
    note: str


class ResultPublished(Event, type="projects.result.published.v1", aggregate="partnership_id"):
    result_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    title: str
    slug: str


class ResultAuthorGone(Event, type="projects.result.author-gone.v1", aggregate="partnership_id"):
    """The only one who wrote a result was erased. What is published stays with their partners."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    """The partners who are still there."""
    outcome: Literal["kept", "deleted"]
    """`deleted`: it was not published, and its words went with their author."""


class CertificateIssued(Event, type="projects.certificate.issued.v1", aggregate="certificate_id"):
    certificate_id: UUID
    person_id: UUID
    cohort_id: UUID
    code: str


class CertificateWithdrawn(
    Event, type="projects.certificate.withdrawn.v1", aggregate="certificate_id"
):
    """The close of the cohort had earned it alone, and staff took that back: it is not valid now."""

    certificate_id: UUID
    person_id: UUID
    cohort_id: UUID
    code: str
