"""From the relaxation to whole groups, quickly: take the largest shares, relax the rest, repeat."""

import numpy as np

from meridian_matcher.column_generation import generated
from meridian_matcher.columns import TINY, Columns
from meridian_matcher.pricing import Worth

AS_GOOD_AS_WHOLE = 0.8
"""What has this share is taken,"""
AT_A_TIME = 0.08
"""or the largest so many of the shares, if that is more."""


def dive(columns: Columns, worth: Worth, tolerance: float) -> list[int]:
    """Groups that overlap nowhere, near the best. Where fewer would be placed, other groups of those
    who are not taken yet join."""
    taken: list[int] = []
    busy = np.zeros(columns.region.n, dtype=bool)
    room = placed = columns.limit
    while True:
        relaxed = columns.relax(worth, taken)
        if columns.placed(relaxed) < placed - TINY:
            relaxed = generated(columns, worth, tolerance, taken)
        placed = columns.placed(relaxed)
        shares = relaxed.shares
        order = np.argsort(-shares, kind="stable")[: int((shares > TINY).sum())].tolist()
        whole = int((shares > 1 - TINY).sum())
        parts, before = len(order) - whole, len(taken)
        for number, at in enumerate(order):
            few = number < whole + max(1, int(AT_A_TIME * parts))
            if not few and shares[at] < AS_GOOD_AS_WHOLE:
                break
            group = list(columns.groups[at])
            if len(group) <= room and not busy[group].any():
                busy[group] = True
                room -= len(group)
                taken.append(at)
        if not parts or len(taken) == before:
            return sorted(taken)
