"""Which rules keep a teacher from everybody else, counted for many teachers at once.

The same answers as `partnering.fit.admission.admissible`, teacher by teacher (a test compares them).
"""

from collections.abc import Sequence

import numpy as np

from partnering.matching.arrays import Bools, best_common, levels
from partnering.matching.candidates import Crowd

ROWS_AT_ONCE = 256


def rules_between(crowd: Crowd, seats: Sequence[int]) -> dict[int, dict[str, int]]:
    """Per seat how many others each rule keeps away, the most frequent rule first; of several rules
    that would, the first counts. Other classes of the same person are in no count."""
    found: dict[int, dict[str, int]] = {}
    if not seats:
        return found
    by_age = [crowd.people[at] for at in crowd.order]
    spoken = levels(by_age, crowd.conditions)
    for start in range(0, len(seats), ROWS_AT_ONCE):
        some = list(seats[start : start + ROWS_AT_ONCE])
        rows = crowd.place[some]
        open_ = np.ones((len(rows), len(by_age)), dtype=bool)
        counts: list[dict[str, int]] = [{} for _ in some]
        for rule, broken in _rules(crowd, rows, spoken):
            hit = (open_ & broken).sum(axis=1)
            open_ &= ~broken
            for count, many in zip(counts, hit.tolist(), strict=True):
                if many and rule:
                    count[rule] = many
        for seat, count in zip(some, counts, strict=True):
            found[seat] = dict(sorted(count.items(), key=lambda one: -one[1]))
    return found


def _rules(crowd: Crowd, rows: "np.ndarray", spoken: "np.ndarray") -> "list[tuple[str, Bools]]":
    """In the order in which they are asked. Without a name: the same person, who never counts."""
    country = crowd.country[rows][:, None] == crowd.country
    oneself, blocked = np.zeros_like(country), np.zeros_like(country)
    people = crowd.people
    for number, row in enumerate(rows.tolist()):
        me = people[crowd.order[row]].person_id
        for other in crowd.apart[row]:
            same = people[crowd.order[other]].person_id == me
            (oneself if same else blocked)[number, other] = True
    years = np.maximum(crowd.age_from[rows][:, None], crowd.age_from)
    years -= np.minimum(crowd.age_to[rows][:, None], crowd.age_to)
    return [
        ("", oneself),
        ("same_country", country),
        ("blocked", blocked),
        ("no_shared_language", best_common(spoken[rows], spoken) == 0),
        ("ages_apart", years > crowd.conditions.years_between),
        *crowd.musts.unmet(rows),
    ]
