"""What is done, what comes next, and whom it waits for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Tick:
    """One step with the members who have ticked it."""

    step_id: UUID
    week: int
    kind: str
    minutes: int
    title: str
    done_by: frozenset[UUID]


def is_complete(kind: str, done_by: Collection[UUID], me: UUID, members: Iterable[UUID]) -> bool:
    """A joint step needs every present member, an individual one only me."""
    return all(person in done_by for person in members) if kind == "joint" else me in done_by


def next_step(
    steps: Sequence[Tick], opened: Collection[int], me: UUID, members: Sequence[UUID]
) -> Tick | None:
    """The first step of the open weeks that waits for me; else the first that waits for a partner."""
    waiting = [
        step
        for step in steps
        if step.week in opened and not is_complete(step.kind, step.done_by, me, members)
    ]
    mine = (step for step in waiting if me not in step.done_by)
    return next(mine, waiting[0] if waiting else None)


def waits_for(step: Tick, me: UUID, members: Sequence[UUID]) -> list[UUID]:
    """Who must still tick it: every missing member of a joint step, otherwise only me."""
    concerned = members if step.kind == "joint" else [me]
    return [person for person in concerned if person not in step.done_by]


def minutes_left(steps: Sequence[Tick], opened: Collection[int], me: UUID) -> int:
    """What the open weeks still ask of me."""
    return sum(step.minutes for step in steps if step.week in opened and me not in step.done_by)


def current_week(opened: Collection[int]) -> int | None:
    """The newest open week."""
    return max(opened, default=None)
