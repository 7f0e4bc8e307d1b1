"""Candidates as arrays: the features that aspects of fit are computed from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from partnering.fit.rules import LEVEL_SHARE, LEVELS, Candidate, Conditions
from partnering.fit.week import UNITS_A_WEEK

Ints = NDArray[np.int32] | NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

LEVEL_PERCENT = np.array([0, *(LEVEL_SHARE[level] for level in range(1, 7))], dtype=np.int32)


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


def levels(people: Sequence[Candidate], conditions: Conditions) -> NDArray[np.int8]:
    least = LEVELS[conditions.level]
    names = sorted({name for one in people for name in one.languages})
    if conditions.languages:
        names = [name for name in names if name in conditions.languages]
    levels = np.zeros((len(people), len(names)), dtype=np.int8)
    at = {name: column for column, name in enumerate(names)}
    for row, one in enumerate(people):
        for name, level in one.levels.items():
            if name in at and level >= least:
                levels[row, at[name]] = level
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
    """Free times as marks. Neighbouring units of the week that nobody tells apart share one column;
    the second array counts them."""
    size = (UNITS_A_WEEK + 7) // 8
    packed = [np.frombuffer(one.week.to_bytes(size, "little"), dtype=np.uint8) for one in people]
    if not packed:
        return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
    bits = np.unpackbits(np.stack(packed), axis=1, bitorder="little")
    bits = bits[:, bits.any(axis=0)]
    if not bits.size:
        return np.zeros((len(people), 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
    starts = np.concatenate([[0], 1 + np.nonzero((bits[:, 1:] != bits[:, :-1]).any(axis=0))[0]])
    counts = np.diff(starts, append=bits.shape[1])
    return bits[:, starts].astype(np.float32), counts.astype(np.float32)


def lost(one: Candidate) -> int:
    return sum(1 << week for week in one.lost_weeks or () if week < one.course_weeks)


def content(people: Sequence[Candidate], countries: Sequence[str]) -> Bools:
    content = np.ones((len(people), len(countries)), dtype=bool)
    for row, one in enumerate(people):
        if one.wish_countries:
            content[row] = [country in one.wish_countries for country in countries]
    return content


def never_together(people: Sequence[Candidate]) -> dict[int, list[int]]:
    """Per seat those of the same person, itself included, and of whom it blocked or who did."""
    seats: dict[object, list[int]] = {}
    for position, one in enumerate(people):
        seats.setdefault(one.person_id, []).append(position)
    apart = {position: list(seats[one.person_id]) for position, one in enumerate(people)}
    for position, one in enumerate(people):
        for person in one.blocked:
            for other in seats.get(person, ()):
                apart[position].append(other)
                apart[other].append(position)
    return apart
