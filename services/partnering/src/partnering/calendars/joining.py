"""New holidays join those that are known: a changed one takes the place of its former self. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partnering.calendars.school_years import school_year_of
from partnering.search.rules import fold


@dataclass(frozen=True, order=True)
class Holiday:
    """School-free days, both ends included. `key` is what a file calls it, and stays its own."""

    starts_on: date
    ends_on: date
    name: str = ""
    key: str = ""

    def overlaps(self, other: Holiday) -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    def says(self, other: Holiday) -> bool:
        """Whether both say the same to a reader."""
        return (self.starts_on, self.ends_on, self.name) == (
            other.starts_on,
            other.ends_on,
            other.name,
        )


@dataclass(frozen=True)
class Difference:
    """What a change does to a region's holidays."""

    added: tuple[Holiday, ...]
    changed: tuple[tuple[Holiday, Holiday], ...]
    """Each as it was and as it is."""
    removed: tuple[Holiday, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


def joined(current: Sequence[Holiday], new: Iterable[Holiday], country: str) -> tuple[Holiday, ...]:
    """All holidays afterwards, in order; only those that a new one replaces are gone.

    A new holiday replaces the one with the same key of the same file, or else with the same name:
    an overlapping one, or the only one of that name in its school year. What merely starts on the
    same day under another name stays when it lasts longer.
    """
    fresh, old = _longest(new), sorted(current)
    pairs = _pairs(old, fresh, country)
    taken = set(pairs.values())
    left = [one for one in old if one not in taken]
    superseded = _superseded(left, fresh)
    kept = [one for one in left if one not in superseded]
    # A file without keys does not take away the key that another one gave.
    fresh = [replace(one, key=one.key or pairs[one].key) if one in pairs else one for one in fresh]
    surer = {(one.starts_on, one.ends_on, one.name) for one in pairs}
    return tuple(_longest([*fresh, *kept], surer))


def difference(before: Iterable[Holiday], after: Iterable[Holiday], country: str) -> Difference:
    """What the reader of a list would call added, changed and removed."""
    old, new = list(before), list(after)
    gone = [one for one in old if not any(one.says(other) for other in new)]
    fresh = [one for one in new if not any(one.says(other) for other in old)]
    pairs = _pairs(gone, fresh, country)
    replaced = set(pairs.values())
    return Difference(
        added=tuple(sorted(one for one in fresh if one not in pairs)),
        changed=tuple(sorted((was, now) for now, was in pairs.items())),
        removed=tuple(sorted(one for one in gone if one not in replaced)),
    )


def _longest(
    holidays: Iterable[Holiday], surer: Collection[tuple[date, date, str]] = ()
) -> list[Holiday]:
    """One holiday for each first day: what replaces another, else the longest."""

    def weight(one: Holiday) -> tuple[bool, date]:
        return (one.starts_on, one.ends_on, one.name) in surer, one.ends_on

    found: dict[date, Holiday] = {}
    for one in holidays:
        there = found.get(one.starts_on)
        if there is None or weight(one) > weight(there):
            found[one.starts_on] = one
    return sorted(found.values())


def _pairs(
    old: Sequence[Holiday], fresh: Sequence[Holiday], country: str
) -> dict[Holiday, Holiday]:
    """Which old holiday each new one is, the surest signs first."""

    def name(one: Holiday) -> Hashable:
        return fold(one.name)

    def name_and_year(one: Holiday) -> Hashable:
        return fold(one.name), school_year_of(country, one.starts_on).year

    keys = Counter(one.key for one in old), Counter(one.key for one in fresh)
    years = Counter(map(name_and_year, old)), Counter(map(name_and_year, fresh))

    def alone_by_key(_was: Holiday, now: Holiday) -> bool:
        return now.key != "" and keys[0][now.key] == keys[1][now.key] == 1

    def alone_by_name(was: Holiday, now: Holiday) -> bool:
        year = name_and_year(now)
        return now.name != "" and years[0][year] == years[1][year] == 1

    signs: tuple[tuple[Callable[[Holiday], Hashable], Callable[[Holiday, Holiday], bool]], ...] = (
        (lambda one: (one.starts_on, one.ends_on, one.name), lambda _was, _now: True),
        (lambda one: (one.starts_on, fold(one.name)), lambda _was, _now: True),
        (lambda one: one.key, alone_by_key),
        (lambda one: one.key, lambda was, now: now.key != "" and was.overlaps(now)),
        (name, lambda was, now: now.name != "" and was.overlaps(now)),
        (name_and_year, alone_by_name),
        (lambda one: (one.starts_on, one.ends_on), lambda _was, _now: True),
    )
    pairs: dict[Holiday, Holiday] = {}
    free = list(old)
    for sort_by, fits in signs:
        sorted_out: dict[Hashable, list[Holiday]] = {}
        for one in free:
            sorted_out.setdefault(sort_by(one), []).append(one)
        for now in fresh:
            if now in pairs:
                continue
            alike = sorted_out.get(sort_by(now), [])
            was = next((one for one in alike if fits(one, now)), None)
            if was is not None:
                pairs[now] = was
                alike.remove(was)
        taken = set(pairs.values())
        free = [one for one in free if one not in taken]
    return pairs


def _superseded(left: Sequence[Holiday], fresh: Sequence[Holiday]) -> set[Holiday]:
    """Days of a repeating event that its newer version no longer has, from its first one on."""
    since: dict[str, date] = {}
    for one in fresh:
        if one.key:
            since[one.key] = min(since.get(one.key, date.max), one.starts_on)
    return {one for one in left if one.key and since.get(one.key, date.max) <= one.starts_on}
