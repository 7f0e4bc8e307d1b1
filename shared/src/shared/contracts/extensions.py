"""Facts announced by `course` of partnerships that go on after their cohort has closed."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.contracts.course import CohortPhase
from shared.contracts.event import Event


class PartnershipsMoved(Event, type="course.cohort.partnerships-moved.v1", aggregate="cohort_id"):
    """Partnerships of a cohort moved apart from it, at most a thousand an event: their extension is
    over, or those who had followed their cohort are put back (`undone`)."""

    cohort_id: UUID
    from_phase: CohortPhase
    phase: CohortPhase
    partnership_ids: tuple[UUID, ...]
    undone: bool = False


class ExtensionAsked(
    Event, type="course.partnership.extension-asked.v1", aggregate="partnership_id"
):
    """A member asks staff for a way on: more time, to finish alone, to go on in another cohort, or to
    be finished now."""

    partnership_id: UUID
    cohort_id: UUID
    asked_by: UUID
    person_ids: tuple[UUID, ...]
    """Everybody in it."""
    way: Literal["extend", "alone", "move", "finish"]
    until: date | None = None


class ExtensionGranted(
    Event, type="course.partnership.extension-granted.v1", aggregate="partnership_id"
):
    """The partnership goes on until a day, both days included; then its cohort ends for it, too."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    way: Literal["extend", "alone"]
    until: date


class ExtensionDeclined(
    Event, type="course.partnership.extension-declined.v1", aggregate="partnership_id"
):
    """Staff do not agree to what a member asked for; everything stays as it was."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    until: date | None = None
    """The last day that stays, where they have one."""


class ExtensionEnding(
    Event, type="course.partnership.extension-ending.v1", aggregate="partnership_id"
):
    """The last day comes near: a week before it, and again on the day before."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    until: date
