"""What teachers insist on, for many pairs at once: the same as `partnering.fit.admission.unmet`."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from partnering.fit.admission import MUST_MINUTES, UNMET
from partnering.fit.rules import Candidate
from partnering.fit.week import UNIT
from partnering.matching.arrays import Bools, codes, content, marks, weeks

Places = NDArray[np.int64]


class Musts:
    """Only the rows and columns of those who insist are worked out: mostly they are few."""

    def __init__(self, people: Sequence[Candidate]) -> None:
        self._people = len(people)
        self._missing = {
            "countries": self._other_country,
            "hours": self._few_hours,
            "subjects": self._no_subject,
        }
        self._insist = {
            must: np.array([must in one.musts for one in people], dtype=bool)
            for must in self._missing
            if any(must in one.musts for one in people)
        }
        if self._insist:
            self._country = codes([one.country for one in people])
            self._content = content(people, sorted({one.country for one in people}))
            self._week, self._units = weeks(people)
            self._subjects = marks([one.subjects for one in people])

    def broken(self, rows: Places, columns: slice) -> Bools | None:
        """Which of these pairs lack what one of the two insists on; None when nobody insists."""
        if not self._insist:
            return None
        across = np.arange(columns.start, columns.stop)
        broken = np.zeros((len(rows), len(across)), dtype=bool)
        for must in self._insist:
            broken |= self._unmet(must, rows, across)
        return broken

    def unmet(self, rows: Places) -> Iterator[tuple[str, Bools]]:
        """Per must the rule that it makes, and with whom these rows break it."""
        for must in self._insist:
            yield UNMET[must][0], self._unmet(must, rows, np.arange(self._people))

    def _unmet(self, must: str, rows: Places, across: Places) -> Bools:
        insist, missing = self._insist[must], self._missing[must]
        mine, theirs = insist[rows], insist[across]
        broken = np.zeros((len(rows), len(across)), dtype=bool)
        broken[mine] |= missing(rows[mine], across)
        broken[:, theirs] |= missing(across[theirs], rows).T
        return broken

    def _other_country(self, of: Places, others: Places) -> Bools:
        return ~self._content[of][:, self._country[others]]

    def _few_hours(self, of: Places, others: Places) -> Bools:
        found: Bools = (self._week[of] * (self._units * UNIT)) @ self._week[others].T < MUST_MINUTES
        return found

    def _no_subject(self, of: Places, others: Places) -> Bools:
        found: Bools = self._subjects[of] @ self._subjects[others].T == 0
        return found
