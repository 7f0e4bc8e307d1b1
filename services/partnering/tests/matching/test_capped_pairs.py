"""Cohorts with too many pairs to keep: a cap on pairs costs nobody their partner."""

from uuid import UUID

import pytest

from meridian_matcher import solver
from partnering.fit.rules import Candidate
from partnering.matching import candidates
from partnering.matching.job import Job, perform


def alike(count: int, percent: int) -> tuple[Candidate, ...]:
    """Of two countries, `percent` of one, and otherwise all the same."""
    return tuple(
        Candidate(
            enrolment_id=UUID(int=number + 1),
            person_id=UUID(int=count + number + 1),
            country="TR" if number % 10 < percent // 10 else "IT",
            languages={"en": "B2"},
            age_from=10,
            age_to=12,
        )
        for number in range(count)
    )


def test_pairs_that_are_proved_are_not_solved_anew_for_trios(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Others would be left then, who were never compared with their compatriots: no trio takes them."""
    monkeypatch.setattr(candidates, "ALL_PAIRS_IF_AT_MOST", 1000)
    monkeypatch.setattr(candidates, "DENSE_EACH", 8)
    monkeypatch.setattr(candidates, "DENSE_SPREAD", 8)
    monkeypatch.setattr(candidates, "KEPT_WHOLE", 12)
    solved = []
    best_of = solver.best_of

    def counted(*asked: object) -> object:
        solved.append(asked)
        return best_of(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(solver, "best_of", counted)
    result = perform(Job(alike(200, 60))).result
    assert (result["placed"], result["trios"]) == (200, 40)
    assert len(solved) == 1


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.parametrize("percent", [50, 60])
def test_ten_thousand_who_are_all_alike_are_all_placed(percent: int) -> None:
    result = perform(Job(alike(10_000, percent))).result
    assert result["placed"] == 10_000
