"""Who may ask what of this service: the types of the routes' principals, and the staff's cohorts."""

from typing import Annotated, Final
from uuid import UUID

from shared.http import Principal, Role, allow

Anyone = Annotated[Principal, allow()]

FOLLOWS: Final = (
    Role.PROGRAMME_LEAD,
    Role.TUTOR,
    Role.MENTOR,
    Role.MODERATOR,
    Role.EVALUATOR,
)
"""May see how a cohort's projects go. An evaluator sees states, not words."""
READS: Final = (Role.PROGRAMME_LEAD, Role.TUTOR, Role.MENTOR)
"""May read reports and answer a call for help."""
PUBLISHES: Final = (Role.PROGRAMME_LEAD, Role.TUTOR, Role.MODERATOR)
"""May publish a result, return it, or take it out of the showcase."""
GRANTS: Final = (Role.PROGRAMME_LEAD, Role.TUTOR)
"""May grant a certificate by hand."""

Follower = Annotated[Principal, allow(*FOLLOWS)]
Reader = Annotated[Principal, allow(*READS)]
Publisher = Annotated[Principal, allow(*PUBLISHES)]
Granter = Annotated[Principal, allow(*GRANTS)]


def cohorts_of(who: Principal, roles: tuple[Role, ...]) -> set[UUID] | None:
    """The cohorts in which one of the roles is held; None means every cohort."""
    grants = [grant for grant in who.roles if grant.role in roles]
    if any(grant.cohort_id is None for grant in grants):
        return None
    return {grant.cohort_id for grant in grants if grant.cohort_id is not None}
