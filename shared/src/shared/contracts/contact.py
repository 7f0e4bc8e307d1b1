"""Facts announced by `partnering` about contact: reports, freezes, blocks, and what they pause."""

from typing import Literal
from uuid import UUID

from shared.contracts.event import Event, Part


class ReportToLookAt(Part):
    """Whose officers look at one of the reports that wait."""

    cohort_ids: tuple[UUID, ...] = ()
    """The cohorts of the person it is about."""
    kept_from: tuple[UUID, ...] = ()
    """The parties and whoever is or was their partner: they do not see it, whatever their role."""


class ReportFiled(Event, type="partnering.report.filed.v1", aggregate="report_id"):
    """Somebody reported a profile, a message or a post; a safeguarding officer must look."""

    report_id: UUID
    subject: Literal["profile", "message", "post"]
    cohort_ids: tuple[UUID, ...] = ()
    """The cohorts of the people the waiting reports are about: their officers look."""
    waiting: tuple[ReportToLookAt, ...] = ()
    """Each of them; older events do not say."""


class ContactFrozen(Event, type="partnering.contact.frozen.v1", aggregate="person_id"):
    person_id: UUID


class ContactReleased(Event, type="partnering.contact.released.v1", aggregate="person_id"):
    person_id: UUID


class ContactBlocked(Event, type="partnering.contact.blocked.v1", aggregate="person_id"):
    """One person wants no contact with another. Services keep words from passing between them;
    neither is told."""

    person_id: UUID
    blocked_id: UUID


class ContactUnblocked(Event, type="partnering.contact.unblocked.v1", aggregate="person_id"):
    person_id: UUID
    blocked_id: UUID


class PartnershipContactPaused(
    Event, type="partnering.partnership.contact-paused.v1", aggregate="partnership_id"
):
    """Members can no longer write to each other: one is frozen, or two have no contact.

    It does not say which, nor who. Reminders rest, staff help, all work is kept.
    """

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]


class PartnershipContactResumed(
    Event, type="partnering.partnership.contact-resumed.v1", aggregate="partnership_id"
):
    """No two members are kept apart any more, and reminders begin again.

    `person_ids` are those who may write to each other again: nobody where only one member is left.
    """

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]


class ContactStillPaused(Event, type="partnering.contact.still-paused.v1", aggregate="person_id"):
    """What was announced long ago and still holds: somebody is frozen, or has blocked another.

    Announced before the outbox forgets what was said first, so that a service which begins with
    nothing hears of everything that holds. Nobody is told.
    """

    person_id: UUID
    blocked_id: UUID | None = None
    """Whom the person has blocked; nobody: the person is frozen."""


class PartnershipContactStillPaused(
    Event, type="partnering.partnership.contact-still-paused.v1", aggregate="partnership_id"
):
    """The same for a partnership whose members cannot write to each other."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
