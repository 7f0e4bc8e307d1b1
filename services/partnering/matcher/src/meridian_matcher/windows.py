"""Whole groups made better a few at a time: the best choice among some seats, the others staying.

Prices say where something is lost: a group that is worth less than its members cost, or somebody
left who costs something. Around the greatest loss a branch and bound looks for the best there is.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from meridian_matcher.columns import Columns, Relaxed
from meridian_matcher.pricing import Floats, Places, Worth

Bools = NDArray[np.bool_]

SIZES = ((40, 60), (80, 24), (120, 6))
"""Seats of a window, and how many such windows are looked into at most: counts, not times, so that
the same input gives the same answer."""


def improved(
    columns: Columns,
    worth: Worth,
    relaxed: Relaxed,
    short: Floats,
    chosen: Sequence[int],
    within: float,
) -> list[int]:
    """Never worse than `chosen`. `short` is by how much each group misses its price."""
    members, best = _members(columns), set(chosen)
    for seats, most in SIZES:
        best = _improved(columns, worth, relaxed, short, members, best, within, seats, most)
    return sorted(best)


def _improved(
    columns: Columns,
    worth: Worth,
    relaxed: Relaxed,
    short: Floats,
    members: Places,
    best: set[int],
    within: float,
    size: int,
    most: int,
) -> set[int]:
    n = columns.region.n
    tried: set[int] = set()
    for _ in range(most):
        lost = np.append(np.maximum(relaxed.prices, 0), 0.0)
        home = np.full(n + 1, -1)
        for at in best:
            seats = list(columns.groups[at])
            lost[seats], home[seats] = max(0.0, float(short[at])) / len(seats), at
        if lost.sum() <= within:
            break
        order = np.argsort(-lost, kind="stable")
        start = next((one for one in order.tolist() if lost[one] > 0 and one not in tried), None)
        if start is None:
            break
        window = _around(start, members, short, home, size)
        inside: Bools = np.logical_and.reduce(window[members], axis=1)
        among = inside & (short <= lost[window].sum())
        mine = [at for at in best if inside[at]]
        found = columns.choose(worth, among, mine, 0.5)
        if set(found) == set(mine):
            tried |= {start, *np.nonzero(home == home[start])[0].tolist()}
        else:
            tried -= set(np.nonzero(window)[0].tolist())
            best = best.difference(mine).union(found)
    return best


def _members(columns: Columns) -> Places:
    """Per group its seats, a pair's third place being nobody's."""
    members = np.full((len(columns.groups), 3), columns.region.n)
    for at, group in enumerate(columns.groups):
        members[at, : len(group)] = group
    return members


def _around(start: int, members: Places, short: Floats, home: Places, size: int) -> Bools:
    """The seats of the groups that those which cost hardly more than they are worth lead to."""
    window = np.zeros(len(home), dtype=bool)
    # Nobody's place lies in every window.
    window[-1] = True
    _enter(window, start, home)
    looked = np.zeros(len(members), dtype=bool)
    while window.sum() < size:
        touching = np.nonzero(window[members[:, :2]].any(axis=1) & ~looked)[0]
        if not len(touching):
            break
        nearest = touching[np.argsort(short[touching], kind="stable")[:8]]
        looked[nearest] = True
        for seat in members[nearest].ravel().tolist():
            _enter(window, seat, home)
    return window


def _enter(window: Bools, seat: int, home: Places) -> None:
    window[seat] = True
    if home[seat] >= 0:
        window[home == home[seat]] = True
