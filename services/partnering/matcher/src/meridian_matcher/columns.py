"""The linear programme over groups: seats are rows, groups are columns, new ones join as priced."""

from collections.abc import Collection
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from meridian_matcher.pricing import Floats, Group, Places, Region, Worth

NODES = 50
"""A limit in nodes, not in seconds: the same input gives the same answer on every machine."""
TINY = 1e-6
UNLIMITED = highspy.kHighsInf


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best fractional choice of groups: `shares` per column, `prices` per seat, and what the
    limit on the number of teachers placed costs per teacher."""

    shares: Floats
    prices: Floats
    per_teacher: float


class Columns:
    """Each seat in one group at most, and no more teachers placed than the limit."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.groups: list[Group] = []
        self._known: dict[Group, int] = {}
        self._size = np.zeros(0)
        self._points = np.zeros(0)
        self.limit = float(region.n)
        self._solver = _solver()
        _with_rows(self._solver, region.n, self.limit)

    def add(self, groups: Places, worth: Worth) -> int:
        """Those not known yet, by rows; how many they were."""
        new = [tuple(group) not in self._known for group in groups.tolist()]
        groups = groups[np.array(new, dtype=bool)]
        if not len(groups):
            return 0
        listed: list[Group] = [tuple(group) for group in groups.tolist()]
        self._known |= {group: at for at, group in enumerate(listed, start=len(self.groups))}
        self.groups += listed
        before = len(self._size)
        self._size = np.append(self._size, np.full(len(groups), float(groups.shape[1])))
        self._points = np.append(self._points, self.region.points(groups))
        _with_columns(self._solver, self.region.n, groups, self.worths(worth)[before:])
        return len(groups)

    def worths(self, worth: Worth) -> Floats:
        value: Floats = self._size * worth.member + worth.group + worth.points * self._points
        return value

    def at(self, group: Group) -> int:
        return self._known[group]

    def placed(self, relaxed: Relaxed) -> float:
        return float(self._size[: len(relaxed.shares)] @ relaxed.shares)

    def points(self, relaxed: Relaxed) -> float:
        return float(self._points[: len(relaxed.shares)] @ relaxed.shares)

    def short_of(self, relaxed: Relaxed, charged: Worth) -> Floats:
        """How far each group is from being worth its price."""
        cost = [sum(relaxed.prices[list(group)]) for group in self.groups]
        short: Floats = np.array(cost) - self.worths(charged)
        return short

    def beside_the_sure(self, relaxed: Relaxed) -> NDArray[np.bool_]:
        """Groups that the relaxation takes whole, and those that touch none of them."""
        # Those that joined later have no share yet.
        sure = (
            np.append(relaxed.shares, np.zeros(len(self.groups) - len(relaxed.shares))) > 1 - TINY
        )
        taken = np.zeros(self.region.n, dtype=bool)
        for at in np.nonzero(sure)[0].tolist():
            taken[list(self.groups[at])] = True
        apart = [not taken[list(group)].any() for group in self.groups]
        beside: NDArray[np.bool_] = sure | np.array(apart, dtype=bool)
        return beside

    def place_at_most(self, limit: int) -> None:
        self.limit = float(limit)
        self._solver.changeRowBounds(self.region.n, -UNLIMITED, self.limit)

    def relax(self, worth: Worth, taken: Collection[int] = ()) -> Relaxed:
        """The best shares, those `taken` being whole."""
        every = np.arange(len(self.groups), dtype=np.int32)
        self._solver.changeColsCost(len(every), every, -self.worths(worth))
        least = np.zeros(len(every))
        least[list(taken)] = 1
        most = np.full(len(every), UNLIMITED)
        self._solver.changeColsBounds(len(every), every, least, most)
        self._solver.run()
        solution = self._solver.getSolution()
        duals = -np.array(solution.row_dual)
        return Relaxed(np.array(solution.col_value), duals[:-1], float(duals[-1]))

    def choose(
        self, worth: Worth, among: NDArray[np.bool_], start: Collection[int], within: float
    ) -> list[int]:
        """The best whole choice among some columns up to `within`, never worse than `start`."""
        among = among.copy()
        among[list(start)] = True
        at = np.nonzero(among)[0]
        solver = _solver()
        _with_rows(solver, self.region.n, self.limit)
        worths = self.worths(worth)
        for size in (2, 3):
            mine = at[self._size[at] == size]
            groups = np.array([self.groups[one] for one in mine], dtype=np.int64)
            _with_columns(solver, self.region.n, groups.reshape(-1, size), worths[mine])
        order = np.concatenate([at[self._size[at] == size] for size in (2, 3)])
        every = np.arange(len(order), dtype=np.int32)
        solver.changeColsIntegrality(
            len(order), every, np.full(len(order), highspy.HighsVarType.kInteger)
        )
        solver.setOptionValue("mip_max_nodes", NODES)
        # Beginning anew after the root costs more than it gains on problems of this size.
        solver.setOptionValue("mip_allow_restart", False)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", within)
        begun = np.isin(order, list(start)).astype(float)
        hint = highspy.HighsSolution()
        hint.col_value = begun.tolist()
        solver.setSolution(hint)
        solver.run()
        value = np.array(solver.getSolution().col_value)
        if len(value) != len(order):
            return sorted(start)
        return sorted(order[value > 0.5].tolist())


def _solver() -> highspy.Highs:
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in (("threads", 1), ("random_seed", 0), ("parallel", "off")):
        solver.setOptionValue(option, value)
    return solver


def _with_rows(solver: highspy.Highs, n: int, limit: float) -> None:
    """One row a seat, and one that counts the teachers placed."""
    upper = np.append(np.ones(n), limit)
    starts, nothing = np.zeros(n + 1, dtype=np.int32), np.zeros(0)
    lower = np.full(n + 1, -UNLIMITED)
    solver.addRows(n + 1, lower, upper, 0, starts, nothing.astype(np.int32), nothing)


def _with_columns(solver: highspy.Highs, n: int, groups: Places, worths: Floats) -> None:
    count, size = groups.shape
    if not count:
        return
    rows = np.column_stack([groups, np.full(count, n)]).astype(np.int32)
    values = np.column_stack([np.ones((count, size)), np.full(count, float(size))])
    starts = np.arange(0, rows.size, size + 1, dtype=np.int32)
    nothing, most = np.zeros(count), np.full(count, UNLIMITED)
    solver.addCols(count, -worths, nothing, most, rows.size, starts, rows.ravel(), values.ravel())
