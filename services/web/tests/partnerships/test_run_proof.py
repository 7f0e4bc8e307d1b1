"""What a run proves is said in whole sentences, also of one teacher or one circle."""

from typing import Any

import pytest

from web.runs.claims import advice, proof, scope
from web.runs.words import weakness


def _run(alone: int, **certificate: Any) -> dict[str, Any]:
    nothing = {"needy": [], "bottleneck": [], "help_available": 0, "country": None}
    certificate = {**nothing, "reached": True, "unmatched_at_least": alone, **certificate}
    return {"result": {"teachers": 20, "placed": 20 - alone, "certificate": certificate}}


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (_run(0), "Everybody has a partner. More is not possible."),
        (
            _run(1, reached=False, unmatched_at_least=0),
            "One stays without a partner. Whether there is room for that one is not known.",
        ),
        (
            _run(3, reached=False, unmatched_at_least=1),
            "At most 2 more could be placed.",
        ),
        (_run(1, by_prices=True), "In every matching one teacher has no partner."),
        (
            _run(4, by_prices=True),
            "No matching leaves fewer than 4 teachers without a partner.",
        ),
        (_run(1, needy=[["a"]]), "One teacher has nobody at all"),
        (_run(2, needy=[["a"], ["b"]]), "2 teachers have nobody at all"),
        (_run(1, needy=[["a", "b", "c"]]), "One circle of teachers who fit only each other"),
        (_run(2, needy=[["a", "b", "c"], ["d"]]), "2 circles of teachers who fit only each other"),
        (
            _run(1, needy=[["a"], ["b"]], bottleneck=["z"], help_available=1, country="TR"),
            "So at least one has no partner in any matching, and here it is exactly one.",
        ),
        (
            _run(2, needy=[["a"], ["b"], ["c", "d", "e"]], bottleneck=["z"], help_available=1),
            "Without the teacher named below, the others fall into circles",
        ),
        (
            _run(2, needy=[["a"]] * 4, bottleneck=["y", "z"], help_available=2),
            "Without the 2 teachers named below",
        ),
    ],
)
def test_the_proof_is_said_in_whole_sentences(run: dict[str, Any], said: str) -> None:
    assert said in proof(run)


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        ("shared_language", ["en", "A2"], "is only at level"),
        ("common_ages", ["11", "12"], "meet only from 11 to 12 years"),
        ("common_subjects", ["arts"], "Few subjects in common: "),
        ("common_topics", ["water"], "Few topics in common: "),
        ("common_time", ["30"], "Only 30 minutes in common"),
        ("weeks_lost", ["1", "4"], "Holidays take 1 of 4 course weeks"),
    ],
)
def test_a_weakness_is_said_as_what_is_missing(code: str, values: list[str], said: str) -> None:
    assert said in weakness({"code": code, "values": values})


def test_the_proof_says_for_which_pairs_it_holds() -> None:
    assert scope({"all_pairs_considered": True, "candidate_pairs": 3}) == ""
    said = scope({"all_pairs_considered": False, "candidate_pairs": 24000})
    assert "We compared each class with its best candidates." in said
    assert "24,000 pairs" in said


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"tried": True, "estimate": False}, "3 more outside Türkiye who speak English"),
        ({"tried": True}, "would leave 1 without a partner"),
        ({"tried": True, "estimate": True}, "An estimate: about 3 more outside Türkiye"),
        ({"tried": False}, "we do not calculate how many"),
    ],
)
def test_advice_says_whether_it_is_exact_an_estimate_or_not_calculated(
    how: dict[str, Any], said: str
) -> None:
    whom = {"count": 3, "outside": "TR", "language": "en", "age_from": 10, "age_to": 12}
    assert said in advice({**whom, "leaves": 1, **how})
