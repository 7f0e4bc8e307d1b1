"""The table "when this event, then that action"."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.bus.message import Message, UnreadableMessage
from shared.contracts.event import Event
from shared.described import described

Reaction = Callable[[AsyncSession, Any], Awaitable[Any]]
"""async def reaction(session, event): acts inside the consumer's transaction."""


class Reactions:
    """What one service does about which events; everything else only advances its position."""

    def __init__(self, table: Mapping[type[Event], Reaction | tuple[Reaction, ...]]) -> None:
        self._classes = {event.type: event for event in table}
        self._reactions = {
            event.type: reaction if isinstance(reaction, tuple) else (reaction,)
            for event, reaction in table.items()
        }

    @property
    def producers(self) -> frozenset[str]:
        return frozenset(event_type.split(".", 1)[0] for event_type in self._classes)

    @property
    def event_types(self) -> frozenset[str]:
        return frozenset(self._classes)

    def concern(self, event_type: str) -> bool:
        """Whether this type, in any version, is one we act on."""
        unversioned = event_type.rpartition(".v")[0]
        return any(known.rpartition(".v")[0] == unversioned for known in self._classes)

    def to(self, event_type: str) -> tuple[type[Event], tuple[Reaction, ...]] | None:
        """The class of a type and the reactions to it; None for a type that we do not act on."""
        event_class = self._classes.get(event_type)
        return (event_class, self._reactions[event_type]) if event_class else None

    async def act(self, session: AsyncSession, message: Message) -> None:
        """Run the reactions to a message. Raises `UnreadableMessage` for an unknown version or body."""
        event_class = self._classes.get(message.type)
        if event_class is None:
            if self.concern(message.type):
                raise UnreadableMessage(f"no reaction to version {message.type}")
            return
        try:
            event = event_class.model_validate_json(message.body)
        except ValidationError as error:
            raise UnreadableMessage(described(error)) from error
        # What a reaction writes may be deduplicated by the event that caused it.
        session.info["event_id"] = message.event_id
        for reaction in self._reactions[message.type]:
            await reaction(session, event)
