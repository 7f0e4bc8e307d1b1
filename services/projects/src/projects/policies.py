"""Who may ask what of this service: the types of the routes' principals."""

from typing import Annotated

from shared.http import Permission, Principal, Scoped, allow_in, own

Anyone = Annotated[Principal, own()]
MemberOrFollower = Annotated[Principal, own(Permission.FOLLOW_PROJECTS)]
MemberOrReader = Annotated[Principal, own(Permission.READ_CHECKPOINTS)]
Follower = Annotated[Principal, allow_in(Permission.FOLLOW_PROJECTS, "cohort_id")]
Lead = Annotated[Principal, allow_in(Permission.LEAD_COHORT, "cohort_id")]
Reader = Annotated[Principal, allow_in(Permission.READ_CHECKPOINTS, Scoped.LOADED)]
Publisher = Annotated[Principal, allow_in(Permission.PUBLISH_RESULTS, Scoped.LOADED)]
QueuePublisher = Annotated[Principal, allow_in(Permission.PUBLISH_RESULTS, Scoped.LISTED)]
Granter = Annotated[Principal, allow_in(Permission.GRANT_CERTIFICATES, Scoped.LOADED)]
