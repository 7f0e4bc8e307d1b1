"""Candidates as arrays: the pieces from which the table of all pairs is computed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from partnering.fit.rules import LEVEL_SHARE, LEVELS, Candidate, Conditions
from partnering.fit.week import UNITS_A_WEEK
from partnering.matching.pool import Edge

Ints = NDArray[np.int32] | NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

LEVEL_PERCENT = np.array([0, *(LEVEL_SHARE[level] for level in range(1, 7))], dtype=np.int32)


def share(weight: int, percent: NDArray[np.int32] | NDArray[np.int64]) -> Ints:
    return (weight * percent // 100).astype(np.int32)


def codes(values: Sequence[str]) -> Ints:
    order = {value: code for code, value in enumerate(sorted(set(values)))}
    return np.array([order[value] for value in values], dtype=np.int32)


def marks(sets: Sequence[frozenset[str]], names: Sequence[str] | None = None) -> Floats:
    names = sorted({name for one in sets for name in one}) if names is None else names
    at = {name: column for column, name in enumerate(names)}
    marks = np.zeros((len(sets), len(names)), dtype=np.float32)
    for row, one in enumerate(sets):
        for name in one:
            marks[row, at[name]] = 1
    return marks


def common(marks: Floats, rows: slice, one: Ints, other: Ints) -> Ints:
    """What two have in common, in percent of what the one with less has."""
    both = (marks[rows] @ marks.T)[one - rows.start, other].astype(np.int32)
    sizes = marks.sum(axis=1).astype(np.int32)
    percent: Ints = both * 100 // np.maximum(np.minimum(sizes[one], sizes[other]), 1)
    return percent


def levels(people: Sequence[Candidate], conditions: Conditions) -> NDArray[np.int8]:
    least = LEVELS[conditions.level]
    names = sorted({name for one in people for name in one.languages})
    if conditions.languages:
        names = [name for name in names if name in conditions.languages]
    levels = np.zeros((len(people), len(names)), dtype=np.int8)
    for row, one in enumerate(people):
        for column, name in enumerate(names):
            level = one.levels.get(name, 0)
            levels[row, column] = level if level >= least else 0
    return levels


def best_common(mine: NDArray[np.int8], all_: NDArray[np.int8]) -> NDArray[np.int8]:
    best = np.zeros((len(mine), len(all_)), dtype=np.int8)
    for language in range(mine.shape[1]):
        speak = np.nonzero(mine[:, language])[0]
        others = np.nonzero(all_[:, language])[0]
        if len(speak) and len(others):
            both = np.minimum(mine[speak, language, None], all_[others, language])
            cells = np.ix_(speak, others)
            best[cells] = np.maximum(best[cells], both)
    return best


def weeks(people: Sequence[Candidate]) -> tuple[Floats, Floats]:
    """Free times as marks. Units of the week that nobody tells apart share one column; the second
    array counts them."""
    size = (UNITS_A_WEEK + 7) // 8
    packed = [np.frombuffer(one.week.to_bytes(size, "little"), dtype=np.uint8) for one in people]
    if not packed:
        return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
    bits = np.unpackbits(np.stack(packed), axis=1, bitorder="little")
    columns, counts = np.unique(bits[:, bits.any(axis=0)], axis=1, return_counts=True)
    return columns.astype(np.float32), counts.astype(np.float32)


def lost(one: Candidate) -> int:
    return sum(1 << week for week in one.lost_weeks or () if week < one.course_weeks)


def content(people: Sequence[Candidate], countries: Sequence[str]) -> Bools:
    content = np.ones((len(people), len(countries)), dtype=bool)
    for row, one in enumerate(people):
        if one.wish_countries:
            content[row] = [country in one.wish_countries for country in countries]
    return content


def blocked(people: Sequence[Candidate]) -> list[Edge]:
    seats: dict[object, list[int]] = {}
    for position, one in enumerate(people):
        seats.setdefault(one.person_id, []).append(position)
    pairs = {
        (position, other)
        for position, one in enumerate(people)
        for person in one.blocked
        for other in seats.get(person, ())
    }
    return sorted(pairs | {(b, a) for a, b in pairs})
