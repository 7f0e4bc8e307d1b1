"""HTTP of one's own profile."""

from typing import Annotated

from fastapi import Response

from partnering.profiles import actions, queries
from partnering.profiles.schemas import ProfileIn, ProfileOut
from shared.http import IfMatchGiven, Principal, Reading, Transaction, etag, own, router

routes = router("profiles")
Teacher = Annotated[Principal, own()]


@routes.get("/me/profile")
async def get_my_profile(who: Teacher, session: Reading, response: Response) -> ProfileOut:
    """What I offer and look for, and what is still to do."""
    profile = await queries.my_profile(session, who)
    response.headers["ETag"] = etag(profile.version)
    return profile


@routes.put("/me/profile")
async def save_profile(
    body: ProfileIn, who: Teacher, read: IfMatchGiven, session: Transaction, response: Response
) -> ProfileOut:
    """Replace the profile; half done is fine. With `If-Match`, 412 when it was saved meanwhile."""
    await actions.save_profile(session, who, body, read)
    profile = await queries.my_profile(session, who)
    response.headers["ETag"] = etag(profile.version)
    return profile
