"""Facts announced by `partnering` of partnerships that go on in another cohort."""

from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class PartnershipTransferred(
    Event, type="partnering.partnership.transferred.v1", aggregate="partnership_id"
):
    """Staff moved a partnership of a closed cohort to one that runs, with all that it has done.

    `cohort_id` is where it goes on; everybody in it moves together.
    """

    partnership_id: UUID
    from_cohort_id: UUID
    cohort_id: UUID
    phase: Literal["partnering", "course", "project"]
    """Where it was before its cohort closed, and is again."""
    person_ids: tuple[UUID, ...]
    enrolment_ids: tuple[UUID, ...]
    transferred_by: UUID
