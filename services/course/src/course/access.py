"""Who may do what here, as the routes declare it."""

from typing import Annotated

from fastapi import Depends, Request

from shared.http import Permission, Principal, Scoped, allow, allow_in, own

SignedIn = Annotated[Principal, own()]
Lead = Annotated[Principal, allow_in(Permission.LEAD_COHORT, "cohort_id")]
Creator = Annotated[Principal, allow(Permission.CREATE_COHORTS)]
Reader = Annotated[Principal, allow_in(Permission.READ_COHORT, "cohort_id")]
PlanReader = Annotated[Principal, own(Permission.READ_COHORT)]
PlanLister = Annotated[Principal, allow_in(Permission.READ_COHORT, Scoped.LISTED)]
Decider = Annotated[Principal, allow_in(Permission.DECIDE_ON_PLANS, Scoped.LOADED)]
Reviewer = Annotated[Principal, own(Permission.DECIDE_ON_PLANS)]
Editor = Annotated[Principal, allow_in(Permission.EDIT_CONTENT, Scoped.LOADED)]


async def _anybody(request: Request) -> Principal | None:
    """The signed-in person on a public route, if there is one; a bad token is still refused."""
    header = request.headers.get("authorization", "")
    if not header:
        return None
    who: Principal = request.app.state.verifier.verify(header.partition(" ")[2].strip())
    return who


Anybody = Annotated[Principal | None, Depends(_anybody)]
