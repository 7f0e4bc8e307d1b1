"""The pool a run works on: who is free, who could partner whom, and how well each two fit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from meridian_matcher.pairs import Edge, Pairs

LISTED_UP_TO = 400_000
"""Above this many pairs a seat's partners are listed when asked for, not all at once."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One free enrolment. `key` decides every tie, so that the order of input never matters."""

    key: str
    person: str
    country: str
    languages: frozenset[str] = frozenset()
    """Languages spoken well enough to work in."""
    may_trio: bool = True
    age_from: int = 0
    age_to: int = 99
    first_timer: bool = False
    insists: bool = False
    """On more than the rules of the cohort: nobody can promise such a partner."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Seats in the order of their keys; points per two seats, whole numbers, never negative.

    `partners` holds admissible pairs of two countries. `companions` holds pairs of one country
    that keep every other rule: they may sit in one trio, never alone together.
    """

    seats: tuple[Seat, ...]
    partners: Mapping[Edge, int]
    companions: Mapping[Edge, int] = field(default_factory=dict)

    def points(self, group: Iterable[int]) -> int:
        """A pair's fit; a trio's is the mean of its three pairs, rounded down."""
        pairs = list(combinations(sorted(group), 2))
        total = sum(self.partners.get(pair, self.companions.get(pair, 0)) for pair in pairs)
        return total if len(pairs) == 1 else total // len(pairs)

    def spans(self, group: Iterable[int]) -> bool:
        """Whether every two of the group may work together and each has a foreign partner."""
        members = sorted(group)
        if len(members) not in (2, 3) or len(set(members)) != len(members):
            return False
        pairs = list(combinations(members, 2))
        if len(pairs) == 1:
            return pairs[0] in self.partners
        if not all(pair in self.partners or pair in self.companions for pair in pairs):
            return False
        if not any(pair in self.partners for pair in pairs):
            return False
        spoken = [self.seats[one].languages for one in members if self.seats[one].languages]
        return not spoken or bool(frozenset.intersection(*spoken))

    def neighbours(self) -> Sequence[list[int]]:
        """Per seat the seats it could partner, in order."""
        around = Pairs.of(self.partners).around(len(self.seats))
        return around if len(self.partners) > LISTED_UP_TO else list(around)

    def without(self, taken: Collection[int], barred: Collection[Edge]) -> "Pool":
        """The pool with the pairs of some seats, and some pairs, gone; positions stay."""
        return Pool(
            self.seats,
            Pairs.of(self.partners).without(taken, barred),
            Pairs.of(self.companions).without(taken, barred),
        )

    def joined(self, partners: Pairs, companions: Pairs | None = None) -> "Pool":
        """The pool with more pairs."""
        return Pool(
            self.seats,
            Pairs.of(self.partners).joined(partners),
            Pairs.of(self.companions).joined(companions) if companions else self.companions,
        )


def pool_of(
    seats: Iterable[Seat],
    partners: Mapping[tuple[str, str], int],
    companions: Mapping[tuple[str, str], int] | None = None,
) -> Pool:
    """A pool from keys. Refuses pairs of one country or person among the partners."""
    ordered = tuple(sorted(seats, key=lambda seat: seat.key))
    at = {seat.key: position for position, seat in enumerate(ordered)}
    if len(at) != len(ordered):
        raise ValueError("two seats share one key")

    def edges(pairs: Mapping[tuple[str, str], int], *, foreign: bool) -> dict[Edge, int]:
        found: dict[Edge, int] = {}
        for (one, other), points in pairs.items():
            a, b = sorted((at[one], at[other]))
            if ordered[a].person == ordered[b].person:
                raise ValueError("two classes of one teacher are never matched")
            if (ordered[a].country != ordered[b].country) is not foreign:
                raise ValueError("partners are of two countries, companions of one")
            found[a, b] = points
        return dict(sorted(found.items()))

    return Pool(ordered, edges(partners, foreign=True), edges(companions or {}, foreign=False))
