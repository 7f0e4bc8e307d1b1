"""Reactions made of a kind and its recipients: what the table in `reactions` is written with."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any
from urllib.parse import quote
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.contact.acting import acting_in, in_contact
from notifications.inbox.news import News
from notifications.partnerships.actions import reminders_rest
from notifications.telling.actions import settle, tell
from notifications.telling.recipients import Recipients, Staff
from notifications.wording.catalogue import KINDS
from notifications.wording.kind import Kind
from shared.contracts.event import Event

Reaction = Callable[[AsyncSession, Any], Awaitable[None]]


def told(
    kind_name: str, to: Recipients, *, also: Callable[[Any], Mapping[str, Any]] | None = None
) -> Reaction:
    """Tell these people in these words. `also` gives values that are not fields of the event."""
    return Told(KINDS[kind_name], to, also)


@dataclass(frozen=True)
class Told:
    """Some people are told something: staff whatever they need, and others nothing of an act of
    somebody with whom they have no contact."""

    kind: Kind
    to: Recipients
    also: Callable[[Any], Mapping[str, Any]] | None = None

    async def __call__(self, session: AsyncSession, event: Any) -> None:
        facts = self.also(event) if self.also else {}
        event_id = UUID(str(session.info["event_id"]))
        news = news_of(self.kind, event, event_id, facts)
        if not isinstance(self.to, Staff):
            news = replace(news, acting=tuple(acting_in(event)))
        await tell(session, news, self._who(event))

    def tells(self, event: Any) -> Iterator[tuple[Kind, Select[UUID]]]:
        """What would be told to whom."""
        yield self.kind, self._who(event)

    def _who(self, event: Any) -> Select[UUID]:
        recipients = self.to(event)
        return recipients if isinstance(self.to, Staff) else in_contact(event, recipients)


def when(field: str, reactions: Mapping[Any, Reaction]) -> Reaction:
    """The reaction for the value of a field; nothing for other values."""
    return When(field, reactions)


@dataclass(frozen=True)
class When:
    """What happens depends on a field of the event."""

    field: str
    reactions: Mapping[Any, Reaction]

    async def __call__(self, session: AsyncSession, event: Any) -> None:
        chosen = self.reactions.get(getattr(event, self.field))
        if chosen is not None:
            await chosen(session, event)

    def tells(self, event: Any) -> Iterator[tuple[Kind, Select[UUID]]]:
        """What would be told to whom for this value of the field."""
        chosen = self.reactions.get(getattr(event, self.field))
        if isinstance(chosen, Told | When):
            yield from chosen.tells(event)


def unless_paused(reaction: Reaction) -> Reaction:
    """The reaction, but not while contact in the event's partnership is paused.

    The service that reminds rests too; what it has sent just before is not shown either.
    """

    async def resting(session: AsyncSession, event: Any) -> None:
        if not await reminders_rest(session, event.partnership_id):
            await reaction(session, event)

    return resting


def settles(*kind_names: str) -> Reaction:
    """Nobody waits any more for answers to these kinds about the same matter."""
    kinds = [KINDS[name] for name in kind_names]

    async def reaction(session: AsyncSession, event: Event) -> None:
        for kind in kinds:
            await settle(session, (kind.name,), _about(kind, event))

    return reaction


def news_of(kind: Kind, event: Event, event_id: UUID, facts: Mapping[str, Any]) -> News:
    """The event as news: only the fields that the words, the link and the deadline need."""

    def field(name: str) -> Any:
        return facts[name] if name in facts else getattr(event, name)

    return News(
        kind=kind,
        event_id=event_id,
        about_id=_about(kind, event),
        parameters={
            value.field: to_jsonable_python(field(value.field)) for value in kind.values.values()
        },
        link=_link(kind.link, field),
        reply_by=field(kind.reply_by) if kind.reply_by else None,
    )


def _about(kind: Kind, event: Event) -> UUID:
    about: UUID = getattr(event, kind.about) if kind.about else event.aggregate_id
    return about


def _link(template: str, field: Callable[[str], Any]) -> str:
    names = [name for _text, name, _spec, _conversion in Formatter().parse(template) if name]
    return template.format(**{name: quote(str(field(name)), safe="") for name in names})
