"""Who would hear of an event: the very selects that the reaction would tell."""

from typing import Final
from uuid import UUID

from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.preferences.audience import by_mail, in_inbox
from notifications.recipients.schemas import MessageAnswer, RecipientsRequest
from notifications.telling.reactions import Told, When
from shared.bus import Reactions
from shared.http import Invalid

_ONE_PERSON: Final = frozenset({"person_id", "from_person_id"})
"""Fields that name the one person an event is about."""


async def count_recipients(
    session: AsyncSession, reactions: Reactions, cohort_id: UUID, asked: RecipientsRequest
) -> list[MessageAnswer]:
    """Each kind that would be told, with how many people it reaches. Nobody is told."""
    found = reactions.to(asked.event)
    if found is None:
        raise Invalid({"/event": "is not an event that anybody hears of"})
    event_class, all_ = found
    facts = asked.model_dump(exclude={"event"}) | {"cohort_id": cohort_id}
    for name in _ONE_PERSON & event_class.model_fields.keys():
        facts[name] = asked.person_ids
    event = event_class.model_construct(**facts)
    messages = []
    for reaction in all_:
        if not isinstance(reaction, Told | When):
            continue
        for kind, recipients in reaction.tells(event):
            reached = union(in_inbox(kind, recipients), by_mail(kind, recipients)).subquery()
            count = await session.scalar(select(func.count()).select_from(reached))
            messages.append(MessageAnswer(kind=kind.name, recipients=count or 0))
    return messages
