"""The hard rules for a whole group: two partners, or three of whom two may be of one country."""

from collections.abc import Sequence
from itertools import combinations

from partnering.fit.admission import apart
from partnering.fit.rules import Candidate, Conditions, shared_languages

Broken = tuple[str, tuple[Candidate, ...]]
"""A rule, and who of the group break it together."""


def broken_rules(group: Sequence[Candidate], conditions: Conditions) -> list[Broken]:
    """What keeps these two or three from being partners; nothing when they may be."""
    pairs = list(combinations(group, 2))
    broken: list[Broken] = [
        (rule, pair) for pair in pairs if (rule := apart(*pair, conditions)) is not None
    ]
    if broken:
        return broken
    if len({one.country for one in group}) == 1:
        return [("same_country", tuple(group))]
    spoken = [{name for name, _ in shared_languages(*pair, conditions)} for pair in pairs]
    return [] if set.intersection(*spoken) else [("no_shared_language", tuple(group))]
