"""HTTP of one's own account."""

from accounts.dependencies import Anyone, Db, Limits
from accounts.limits.actions import TooManyAttempts
from accounts.me import actions
from accounts.me.queries import me_of
from accounts.people.queries import get_person
from accounts.people.schemas import Me, MeChange
from shared.http import Reading, router

routes = router("people")


@routes.get("/me")
async def show_me(who: Anyone, session: Reading) -> Me:
    return await me_of(session, await get_person(session, who.person_id))


@routes.patch("/me")
async def change_me(who: Anyone, body: MeChange, database: Db, limits: Limits) -> Me:
    """Only what is sent changes. Others read the name, so it changes a few times a day at most."""
    async with database.reading() as session:
        before = (await get_person(session, who.person_id)).name
    if body.name not in {None, before}:
        try:
            await limits.spend("rename", who.person_id)
        except TooManyAttempts as refusal:
            title = "You have changed your name too often. Please try again tomorrow."
            raise TooManyAttempts(refusal.wait, "renamed-too-often", title) from None
    async with database.transaction() as session:
        return await me_of(session, await actions.change_me(session, who, body))
