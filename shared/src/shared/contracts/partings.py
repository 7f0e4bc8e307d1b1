"""Facts announced by `partnering` when things do not go on as hoped: refusals, moves, long waits."""

from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class NamingRefused(Event, type="partnering.partner.refused.v1", aggregate="enrolment_id"):
    """Two who named each other cannot be partners. Each rule is told once; a block is never told."""

    enrolment_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    why: Literal["same_country", "no_shared_language", "ages_apart"]


class RoundWaiting(Event, type="partnering.run.waiting.v1", aggregate="run_id"):
    """The draft of a round has waited for days to be published. Repeated until somebody decides."""

    run_id: UUID
    cohort_id: UUID


class ClassMoved(Event, type="partnering.partnership.class-moved.v1", aggregate="partnership_id"):
    """A class of an open partnership is now at a school in another country."""

    partnership_id: UUID
    cohort_id: UUID
    moved_by: UUID
    person_ids: tuple[UUID, ...]
    """The others."""


class ReasonGiven(Event, type="partnering.partnership.reason-given.v1", aggregate="partnership_id"):
    """Somebody who left or said no wrote why, for staff. The words stay in `partnering`."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    """Everybody in it: nobody reads as staff what concerns their own partnership."""


class PartnershipParted(Event, type="partnering.partnership.parted.v1", aggregate="partnership_id"):
    """Staff parted partners between whom contact is blocked. Nobody hears who blocked."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    """Everybody who was in it."""
    parted_person_ids: tuple[UUID, ...]
    """Who goes on elsewhere. Two of three may stay."""
