"""The repair: solved again over those left alone, free spares and offered third seats only. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal
from uuid import UUID

from meridian_matcher.pool import Seat, pool_of
from meridian_matcher.solver import best_pairs
from partnering.fit.admission import admissible
from partnering.fit.groups import broken_rules
from partnering.fit.rules import Candidate, Conditions, Weights, fit

CONDITIONS = Conditions()
WEIGHTS = Weights()
SPARE_BONUS = 5
"""Somebody who offered to step in goes before somebody who is merely free."""


@dataclass(frozen=True)
class Stranded:
    """A partnership in need and those who wait in it."""

    partnership_id: UUID
    waiting: tuple[Candidate, ...]


@dataclass(frozen=True)
class ThirdSeat:
    """A pair whose members both offered a third seat."""

    partnership_id: UUID
    members: tuple[Candidate, ...]


@dataclass(frozen=True)
class Repair:
    """`mover` joins `partnership_id`; `group` are those who are together then."""

    kind: Literal["spare", "merge", "third_seat"]
    mover: Candidate
    partnership_id: UUID
    group: tuple[Candidate, ...]


def repair(
    case: Stranded,
    others: Sequence[Stranded],
    spares: Sequence[Candidate],
    seats: Sequence[ThirdSeat],
) -> Repair | None:
    """The best repair for one case, with the other cases served as well as possible beside it."""
    if len(case.waiting) == 1:
        found = _by_pairing(case, [one for one in others if len(one.waiting) == 1], spares)
    else:
        found = _third_for_two(case, spares)
    return found or _into_a_third_seat(case, seats)


def _by_pairing(
    case: Stranded, others: Sequence[Stranded], spares: Sequence[Candidate]
) -> Repair | None:
    alone = {str(each.waiting[0].enrolment_id): each for each in (case, *others)}
    people = {str(one.enrolment_id): one for one in spares}
    people |= {key: each.waiting[0] for key, each in alone.items()}
    edges = {
        (a, b): fit(people[a], people[b], WEIGHTS, CONDITIONS).total
        + SPARE_BONUS * (people[a].willing_spare or people[b].willing_spare)
        for a, b in combinations(sorted(people), 2)
        if (a in alone or b in alone) and admissible(people[a], people[b], CONDITIONS) is None
    }
    pool = pool_of(
        [Seat(key, str(one.person_id), one.country) for key, one in people.items()], edges
    )
    me = str(case.waiting[0].enrolment_id)
    for a, b in best_pairs(pool):
        pair = (pool.seats[a].key, pool.seats[b].key)
        if me in pair:
            other = people[pair[0] if pair[1] == me else pair[1]]
            kind: Literal["merge", "spare"] = (
                "merge" if str(other.enrolment_id) in alone else "spare"
            )
            return Repair(kind, other, case.partnership_id, (case.waiting[0], other))
    return None


def _third_for_two(case: Stranded, spares: Sequence[Candidate]) -> Repair | None:
    fitting = [one for one in spares if may_be_together((*case.waiting, one))]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: (points_of((*case.waiting, one)), str(one.enrolment_id)))
    return Repair("spare", best, case.partnership_id, (*case.waiting, best))


def _into_a_third_seat(case: Stranded, seats: Sequence[ThirdSeat]) -> Repair | None:
    if len(case.waiting) != 1:
        return None
    mover = case.waiting[0]
    fitting = [seat for seat in seats if may_be_together((*seat.members, mover))]
    if not fitting:
        return None
    best = max(
        fitting,
        key=lambda seat: (points_of((*seat.members, mover)), str(seat.partnership_id)),
    )
    return Repair("third_seat", mover, best.partnership_id, (*best.members, mover))


def may_be_together(group: Sequence[Candidate]) -> bool:
    """Whether these two or three keep every hard rule."""
    return not broken_rules(group, CONDITIONS)


def points_of(group: Sequence[Candidate]) -> int:
    pairs = [fit(a, b, WEIGHTS, CONDITIONS).total for a, b in combinations(group, 2)]
    return sum(pairs) // len(pairs)
