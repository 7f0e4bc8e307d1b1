"""HTTP of stopping a kind of mail."""

from notifications.people.queries import writer_for
from notifications.unsubscriptions import actions
from notifications.unsubscriptions.schemas import Unsubscribed, UnsubscriptionRequest
from shared.http import Transaction, public, router

# Readers of the API find this beside the preferences that it changes.
routes = router("preferences")


@routes.post("/unsubscriptions", dependencies=[public()])
async def unsubscribe(body: UnsubscriptionRequest, session: Transaction) -> Unsubscribed:
    """Stop one kind of mail, with the key of a mail's own link; no sign-in needed."""
    person_id, kind = await actions.unsubscribe(session, body.key)
    writer = await writer_for(session, person_id)
    return Unsubscribed(kind=kind.name, label=writer.gettext(kind.label))
