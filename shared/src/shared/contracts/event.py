"""What every event has: a type, an aggregate whose order matters, and a body that is enough to act on."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """A fact, in the past tense. Subclasses name their type and the field that holds the aggregate.

    A consumer ignores fields it does not know, so that adding an optional field breaks nobody.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    aggregate: ClassVar[str]

    def __init_subclass__(cls, *, type: str, aggregate: str, **kwargs: Any) -> None:  # noqa: A002
        super().__init_subclass__(**kwargs)
        cls.type = type
        cls.aggregate = aggregate

    @property
    def aggregate_id(self) -> UUID:
        value: UUID = getattr(self, self.aggregate)
        return value

    @property
    def producer(self) -> str:
        return self.type.split(".", 1)[0]


class Part(BaseModel):
    """A piece of an event's body."""

    model_config = ConfigDict(frozen=True, extra="ignore")
