"""Who reviews whom: each plan gets two reviews and each partnership gives two, when that can be.

The allocation is a cheapest flow from reviewers to plans and is computed anew whenever somebody
hands in, drops out or lets a deadline pass. What is given or begun is never touched. In order of
weight: every plan gets its two; nobody is asked for more than two while another could do it;
whoever has waited long enough gives two even if that means a third review for somebody; what has
been asked for stays as it is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from course.reviews.flow import Network

QUOTA: Final = 2
MOST_GIVEN: Final = 4
"""Nobody is asked for more, even if plans then wait for staff."""
MOST_RECEIVED: Final = 5
CIRCLE: Final = 40
"""Large cohorts are allocated in circles of this size, in the order of their ids."""

_NEEDED: Final = -10_000
_BEYOND_NEED: Final = 100
_DUTY: Final = -1_000
_EXTRA_DUTY: Final = 400
_KEEP: Final = -150

Pair = tuple[UUID, UUID]
"""Reviewer and reviewed."""


@dataclass(frozen=True)
class Standing:
    """How things are. Participants are partnerships that have handed in."""

    participants: Sequence[UUID]
    gave: Mapping[UUID, int] = field(default_factory=dict)
    """Reviews given or begun, counted for the reviewer, also if the plan's owners have gone."""
    got: Mapping[UUID, int] = field(default_factory=dict)
    """Reviews given or begun, counted for the plan, also if the reviewers have gone."""
    movable: frozenset[Pair] = frozenset()
    """Asked for, and not begun."""
    spent: frozenset[Pair] = frozenset()
    """Pairs that must not be asked again: given, begun, or let lapse."""
    patient: frozenset[UUID] = frozenset()
    """Reviewers who can still wait for a plan that needs them."""


@dataclass(frozen=True)
class Allocation:
    asked: tuple[Pair, ...]
    """All pairs that stand after this, the kept ones and the new ones."""
    added: tuple[Pair, ...]
    dropped: tuple[Pair, ...]
    lacking: Mapping[UUID, int]
    """How many reviews a plan still lacks: the bound says that no peer can give them."""


def allocate(standing: Standing) -> Allocation:
    """The best allocation under the rules of this module. Deterministic."""
    circles = _circles(standing.participants)
    asked: set[Pair] = set()
    for circle in circles:
        asked |= _allocate_circle(standing, circle, _across(standing.movable, circle))
    asked |= {pair for pair in standing.movable if _crosses(pair, circles)}
    received = _count(standing.got, (reviewed for _, reviewed in asked))
    lacking = {
        plan: QUOTA - received.get(plan, 0)
        for plan in standing.participants
        if received.get(plan, 0) < QUOTA
    }
    return Allocation(
        asked=tuple(sorted(asked)),
        added=tuple(sorted(asked - standing.movable)),
        dropped=tuple(sorted(standing.movable - asked)),
        lacking=lacking,
    )


def _circles(participants: Sequence[UUID]) -> list[list[UUID]]:
    """Consecutive groups; the last is never too small for two reviews each."""
    starts = list(range(0, max(1, len(participants)), CIRCLE))
    if len(starts) > 1 and len(participants) - starts[-1] < CIRCLE // 2:
        starts.pop()
    ends = [*starts[1:], len(participants)]
    return [list(participants[first:last]) for first, last in zip(starts, ends, strict=True)]


def _crosses(pair: Pair, circles: Sequence[Collection[UUID]]) -> bool:
    home = [{at for at, circle in enumerate(circles) if one in circle} for one in pair]
    return bool(home[0]) and bool(home[1]) and home[0] != home[1]


def _across(movable: Iterable[Pair], circle: Collection[UUID]) -> tuple[list[UUID], list[UUID]]:
    """Reviewers and plans of a circle in pairs that lead out of it: these stay and count."""
    out = [pair for pair in movable if (pair[0] in circle) != (pair[1] in circle)]
    return [pair[0] for pair in out], [pair[1] for pair in out]


def _count(base: Mapping[UUID, int], more: Iterable[UUID]) -> dict[UUID, int]:
    counts = dict(base)
    for one in more:
        counts[one] = counts.get(one, 0) + 1
    return counts


def _allocate_circle(
    standing: Standing, circle: Sequence[UUID], across: tuple[list[UUID], list[UUID]]
) -> set[Pair]:
    gave = _count(standing.gave, across[0])
    got = _count(standing.got, across[1])
    network = Network()
    for one in circle:
        for unit in range(gave.get(one, 0), MOST_GIVEN):
            network.arc("source", ("gives", one), _price_of_giving(one, unit, standing))
        for unit in range(got.get(one, 0), MOST_RECEIVED):
            needed = unit < QUOTA
            price = _NEEDED if needed else _BEYOND_NEED * (unit - QUOTA + 1)
            network.arc(("gets", one), "sink", price)
    arcs = {
        (reviewer, reviewed): network.arc(
            ("gives", reviewer),
            ("gets", reviewed),
            _KEEP if (reviewer, reviewed) in standing.movable else distance,
        )
        for at, reviewer in enumerate(circle)
        for distance, reviewed in enumerate([*circle[at + 1 :], *circle[:at]])
        if (reviewer, reviewed) not in standing.spent
    }
    network.run("source", "sink")
    return {pair for pair, arc in arcs.items() if network.carries(arc)}


def _price_of_giving(reviewer: UUID, unit: int, standing: Standing) -> int:
    """The first two are a duty, owed at once by whoever has waited; a third or fourth is a favour."""
    if unit >= QUOTA:
        return _EXTRA_DUTY * (unit - QUOTA + 1)
    return 0 if reviewer in standing.patient else _DUTY
