"""Reading and saving preferences."""

from typing import Annotated

from notifications.preferences import actions, queries
from notifications.preferences.schemas import Preferences, PreferencesRequest
from shared.http import Principal, Reading, Transaction, own, router

routes = router("preferences")
Person = Annotated[Principal, own()]


@routes.get("/me/preferences")
async def read_preferences(who: Person, session: Reading) -> Preferences:
    """What I hear, where and when."""
    return await queries.read_preferences(session, who)


@routes.put("/me/preferences")
async def save_preferences(
    body: PreferencesRequest, who: Person, session: Transaction
) -> Preferences:
    """Save my rhythm and my choices per kind."""
    await actions.save_preferences(session, who, body)
    await session.flush()
    session.expire_all()
    return await queries.read_preferences(session, who)
