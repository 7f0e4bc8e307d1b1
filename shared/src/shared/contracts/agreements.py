"""Facts announced by `partnering` of what partners agree on."""

from uuid import UUID

from shared.contracts.event import Event


class AgreementChanged(Event, type="partnering.agreement.changed.v1", aggregate="partnership_id"):
    """Somebody wrote the agreement or a new version of it, and the others have not signed that."""

    agreement_id: UUID
    partnership_id: UUID
    changed_by: UUID
    person_ids: tuple[UUID, ...]
    """The others."""
    first: bool
    """There was none before."""
