"""The fractional relaxation: best pairs when everybody may be split between two partners.

Every teacher is entered twice, once on each side, and the two sides are assigned to each other; a
teacher assigned to themselves stays alone. Half of that assignment is the best fractional matching,
and its prices bound every real one from above. It takes a fraction of the time that real pairs
take, and leaves only the odd rings to be repaired.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

from meridian_matcher.pairs import Whole

Longs = NDArray[np.int64]


def relax(n: int, one: Whole, other: Whole, worth: Longs) -> tuple[Longs, Longs]:
    """Each seat's successor in the best fractional matching, and the seats' prices.

    Prices are in halves: for every pair the two prices sum to twice its worth at least, and to
    exactly that between a seat and its successor. Worths are positive.
    """
    alone = np.arange(n)
    rows = np.concatenate([one, other, alone])
    columns = np.concatenate([other, one, alone])
    # Shifted by one, because scipy takes an explicit zero for a missing entry.
    cost = -np.concatenate([worth, worth, np.zeros(n, dtype=np.int64)]).astype(np.float64) - 1
    sides = scipy.sparse.csr_array((cost, (rows, columns)), shape=(n, n))
    sides.sort_indices()
    after: Longs = np.asarray(
        scipy.sparse.csgraph.min_weight_full_bipartite_matching(sides)[1], dtype=np.int64
    )
    return after, _prices(sides, after)


def _prices(sides: "scipy.sparse.csr_array", after: Longs) -> Longs:
    """The least prices that leave no pair cheaper than its worth, from the assignment alone."""
    starts, partner = sides.indptr[:-1], sides.indices
    worth = np.rint(-sides.data).astype(np.int64) - 1
    row = np.repeat(np.arange(len(after)), np.diff(sides.indptr))
    got = np.zeros(len(after), dtype=np.int64)
    chosen = partner == after[row]
    got[row[chosen]] = worth[chosen]
    right = np.zeros(len(after), dtype=np.int64)
    right[after] = got // 2
    while True:
        left = got - right[after]
        raised = np.maximum(right, np.maximum.reduceat(worth - left[partner], starts))
        if np.array_equal(raised, right):
            return left + right
        right = raised
