"""Reading and saving preferences; leaving a kind of mail by its link."""

from typing import Annotated

from notifications.people.queries import writer_for
from notifications.preferences import actions, queries
from notifications.preferences.schemas import (
    Preferences,
    PreferencesRequest,
    Unsubscribed,
    UnsubscriptionRequest,
)
from shared.http import Principal, Reading, Transaction, own, public, router

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


@routes.post("/unsubscriptions", dependencies=[public()])
async def unsubscribe(body: UnsubscriptionRequest, session: Transaction) -> Unsubscribed:
    """Stop one kind of mail, with the key of a mail's own link; no sign-in needed."""
    person_id, kind = await actions.unsubscribe(session, body.key)
    writer = await writer_for(session, person_id)
    return Unsubscribed(kind=kind.name, label=writer.gettext(kind.label))
