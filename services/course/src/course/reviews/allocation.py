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
CIRCLE: Final = 24
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
    home = {one: number for number, circle in enumerate(circles) for one in circle}
    inside: dict[int, set[Pair]] = {number: set() for number in range(len(circles))}
    asked: set[Pair] = set()
    for reviewer, reviewed in standing.movable:
        if home[reviewer] == home[reviewed]:
            inside[home[reviewer]].add((reviewer, reviewed))
        else:
            # Circles move when somebody drops out; what leads across them stays and counts.
            asked.add((reviewer, reviewed))
    gave = _count(standing.gave, (reviewer for reviewer, _ in asked))
    got = _count(standing.got, (reviewed for _, reviewed in asked))
    for number, circle in enumerate(circles):
        kept = inside[number]
        settled = _settled(circle, kept, gave, got, standing.patient)
        asked |= kept if settled else _allocate_circle(standing, circle, gave, got)
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


def _settled(
    circle: Iterable[UUID],
    kept: Iterable[Pair],
    gave: Mapping[UUID, int],
    got: Mapping[UUID, int],
    patient: Collection[UUID],
) -> bool:
    """Whether nobody in the circle lacks anything, so that nothing there need be touched."""
    kept = list(kept)
    gives = _count(gave, (reviewer for reviewer, _ in kept))
    gets = _count(got, (reviewed for _, reviewed in kept))
    return all(
        gets.get(one, 0) >= QUOTA and (one in patient or gives.get(one, 0) >= QUOTA)
        for one in circle
    )


def _circles(participants: Sequence[UUID]) -> list[list[UUID]]:
    """Consecutive groups; the last is never too small for two reviews each."""
    starts = list(range(0, max(1, len(participants)), CIRCLE))
    if len(starts) > 1 and len(participants) - starts[-1] < CIRCLE // 2:
        starts.pop()
    ends = [*starts[1:], len(participants)]
    return [list(participants[first:last]) for first, last in zip(starts, ends, strict=True)]


def _count(base: Mapping[UUID, int], more: Iterable[UUID]) -> dict[UUID, int]:
    counts = dict(base)
    for one in more:
        counts[one] = counts.get(one, 0) + 1
    return counts


def _allocate_circle(
    standing: Standing,
    circle: Sequence[UUID],
    gave: Mapping[UUID, int],
    got: Mapping[UUID, int],
) -> set[Pair]:
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
