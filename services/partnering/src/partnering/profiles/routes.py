"""HTTP of one's own profile."""

from typing import Annotated

from partnering.profiles import actions, queries
from partnering.profiles.schemas import ProfileIn, ProfileOut
from shared.http import Principal, Reading, Transaction, own, router

routes = router("profiles")
Teacher = Annotated[Principal, own()]


@routes.get("/me/profile")
async def get_my_profile(who: Teacher, session: Reading) -> ProfileOut:
    """What I offer and look for, and what is still to do."""
    return await queries.my_profile(session, who)


@routes.put("/me/profile")
async def save_profile(body: ProfileIn, who: Teacher, session: Transaction) -> ProfileOut:
    """Replace the profile; half done is fine."""
    await actions.save_profile(session, who, body)
    return await queries.my_profile(session, who)
