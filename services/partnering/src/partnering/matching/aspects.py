"""The points of each aspect of fit, for many pairs at once.

Many teachers are alike in one aspect: they teach the same ages, or speak the same languages equally
well. An aspect therefore works out its points once per two *kinds* of teachers and looks them up;
only where nearly everybody is a kind of their own, as with free times, it computes them directly.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partnering.fit.rules import ENOUGH_MINUTES, Candidate, Conditions, Weights
from partnering.fit.week import UNIT
from partnering.matching.arrays import (
    LEVEL_PERCENT,
    Floats,
    best_common,
    codes,
    content,
    levels,
    lost,
    marks,
    weeks,
)

Points = NDArray[np.int16]
Features = NDArray[Any]
"""Floats, so that what two have in common is a product of matrices, or whole numbers."""
Between = Callable[[Features, Features], NDArray[Any]]

NEVER = -10_500
"""In place of points where a rule forbids the pair. No points of other aspects outweigh it, and
three of it still fit into 16 bits."""
KINDS_IN_A_TABLE = 1500
"""At the least; with many teachers a larger table still pays, up to the next number."""
MOST_KINDS = 6000
SPREAD_UP_TO = 32_000_000
"""Cells up to which a table is laid out per teacher, which makes looking up a plain copy."""


class Aspect:
    """`features` has a row per teacher; `between` says what each two rows give."""

    def __init__(self, features: Features, between: Between) -> None:
        self.features, self.between = features, between
        kinds: dict[bytes, int] = {}
        self.kind = np.array(
            [kinds.setdefault(row.tobytes(), len(kinds)) for row in features], dtype=np.int64
        )
        self.table: Points | None = None
        self.spread: Points | None = None
        if len(kinds) <= min(MOST_KINDS, max(KINDS_IN_A_TABLE, len(features) // 4)):
            example = np.zeros(len(kinds), dtype=np.int64)
            example[self.kind] = np.arange(len(features))
            one_each = features[example]
            self.table = between(one_each, one_each).astype(np.int16)
            if len(kinds) * len(features) <= SPREAD_UP_TO:
                self.spread = self.table[:, self.kind]

    def points(self, rows: NDArray[np.int64], columns: slice) -> Points:
        """A table of these rows by these columns, free to be changed."""
        if self.spread is not None:
            return self.spread[self.kind[rows], columns]
        if self.table is not None:
            return np.take(self.table[self.kind[rows]], self.kind[columns], axis=1)
        return self.between(self.features[rows], self.features[columns]).astype(np.int16)


def aspects(people: Sequence[Candidate], weights: Weights, conditions: Conditions) -> list[Aspect]:
    """Together they give the points of `partnering.fit.rules.fit`, and less than nothing to pairs
    without a common language or with ages too far apart."""
    topics = sorted({name for one in people for name in one.topics | one.avoid})
    gifts = sorted({name for one in people for name in one.strengths | one.needs})
    country = codes([one.country for one in people])
    countries = sorted({one.country for one in people})
    week, units = weeks(people)
    ages = np.array([(one.age_from, one.age_to) for one in people], dtype=np.int32)
    calendars = [(lost(one), one.lost_weeks is not None, one.course_weeks) for one in people]
    wishes = np.column_stack([country, content(people, countries)]).astype(np.int32)
    return [
        Aspect(levels(people, conditions), _language(weights.language)),
        Aspect(ages.reshape(-1, 2), _ages(weights.ages, conditions.years_between)),
        Aspect(marks([one.subjects for one in people]), _subjects(weights.subjects)),
        Aspect(
            np.hstack(
                [
                    marks([one.topics for one in people], topics),
                    marks([one.avoid for one in people], topics),
                ]
            ),
            _topics(weights.topics, len(topics)),
        ),
        Aspect(week, _time(weights.time, units)),
        Aspect(np.array(calendars, dtype=np.int32).reshape(-1, 3), _calendar(weights.calendar)),
        Aspect(wishes, _wishes(weights.wishes)),
        Aspect(
            np.hstack(
                [
                    marks([one.strengths for one in people], gifts),
                    marks([one.needs for one in people], gifts),
                ]
            ),
            _strengths(weights.strengths, len(gifts)),
        ),
        Aspect(
            np.array([[one.first_timer] for one in people], dtype=np.int8).reshape(-1, 1),
            _experience(weights.experience),
        ),
    ]


def _language(weight: int) -> Between:
    points = weight * LEVEL_PERCENT // 100
    points[0] = NEVER
    return lambda mine, theirs: points[best_common(mine, theirs)]


def _ages(weight: int, years: int) -> Between:
    def between(mine: Features, theirs: Features) -> NDArray[Any]:
        apart = np.maximum(mine[:, None, 0], theirs[:, 0]) - np.minimum(
            mine[:, None, 1], theirs[:, 1]
        )
        longer = np.maximum(mine[:, None, 1] - mine[:, None, 0], theirs[:, 1] - theirs[:, 0]) + 1
        points = weight * (np.maximum(1 - apart, 0) * 100 // longer) // 100
        return np.where(apart > years, NEVER, points)

    return between


def _common(weight: int, mine: Floats, theirs: Floats) -> NDArray[np.int32]:
    """What two have in common, in percent of what the one with less has."""
    both = (mine @ theirs.T).astype(np.int32)
    least = np.minimum(mine.sum(axis=1)[:, None], theirs.sum(axis=1)).astype(np.int32)
    points: NDArray[np.int32] = weight * (both * 100 // np.maximum(least, 1)) // 100
    return points


def _subjects(weight: int) -> Between:
    return lambda mine, theirs: _common(weight, mine, theirs)


def _topics(weight: int, names: int) -> Between:
    def between(mine: Features, theirs: Features) -> NDArray[Any]:
        wants, avoids = mine[:, :names], mine[:, names:]
        wanted, avoided = theirs[:, :names], theirs[:, names:]
        unwelcome = (wants @ avoided.T) + (avoids @ wanted.T) > 0
        return np.where(unwelcome, 0, _common(weight, wants, wanted))

    return between


def _time(weight: int, units: Floats) -> Between:
    def between(mine: Features, theirs: Features) -> NDArray[Any]:
        # In single precision and yet exact: these are whole numbers far below 2^24.
        found = (mine * (units * UNIT)) @ theirs.T
        np.minimum(found, ENOUGH_MINUTES, out=found)
        np.multiply(found, 100, out=found)
        np.floor(np.divide(found, ENOUGH_MINUTES, out=found), out=found)
        np.multiply(found, weight, out=found)
        np.floor(np.divide(found, 100, out=found), out=found)
        return found

    return between


def _calendar(weight: int) -> Between:
    def between(mine: Features, theirs: Features) -> NDArray[Any]:
        weeks = np.maximum(1, np.minimum(mine[:, None, 2], theirs[:, 2]))
        either = (mine[:, None, 0] | theirs[:, 0]) & ((1 << weeks) - 1)
        percent = (weeks - np.bitwise_count(either).astype(np.int32)) * 100 // weeks
        known = (mine[:, None, 1] & theirs[:, 1]) > 0
        return np.where(known, weight * percent // 100, 0)

    return between


def _wishes(weight: int) -> Between:
    def between(mine: Features, theirs: Features) -> NDArray[Any]:
        met: NDArray[Any] = mine[:, 1:][:, theirs[:, 0]]
        back: NDArray[Any] = theirs[:, 1:][:, mine[:, 0]].T
        points: NDArray[Any] = weight * (50 * met + 50 * back) // 100
        return points

    return between


def _strengths(weight: int, names: int) -> Between:
    def between(mine: Features, theirs: Features) -> NDArray[Any]:
        gives = mine[:, :names] @ theirs[:, names:].T > 0
        takes = mine[:, names:] @ theirs[:, :names].T > 0
        points: NDArray[Any] = weight * (50 * gives.astype(np.int32) + 50 * takes) // 100
        return points

    return between


def _experience(weight: int) -> Between:
    def between(mine: Features, theirs: Features) -> NDArray[Any]:
        first, other = mine[:, None, 0], theirs[:, 0]
        percent: NDArray[Any] = np.where(first != other, 100, np.where(first > 0, 0, 50))
        return weight * percent // 100

    return between
