"""From candidates to a result that staff can defend."""

from collections import Counter
from dataclasses import replace
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import pool_of_people, random_people, skewed_people

from meridian_matcher.solver import solve
from partnering.fit.admission import admissible
from partnering.fit.rules import Candidate, Conditions, Weights, fit
from partnering.matching import candidates as candidates_module
from partnering.matching import recruiting
from partnering.matching.candidates import Crowd
from partnering.matching.job import Job, perform
from partnering.matching.reasons import rules_between

SEEDS = st.integers(min_value=0, max_value=2**32)


@given(SEEDS, st.sampled_from(["A2", "B1", "B2"]), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_the_arrays_say_exactly_what_the_rules_say(seed: int, level: str, years: int) -> None:
    people = random_people(seed, 14)
    weights = Weights(language=31, ages=17, subjects=13, time=11, calendar=7, wishes=5)
    conditions = Conditions(level=level, years_between=years)
    crowd = Crowd(people, weights, conditions)
    scores = crowd.scores(range(len(people)))
    found = {
        (int(a), int(b)): (bool(abroad), int(points))
        for a, b, abroad, points in zip(
            scores.one, scores.other, scores.abroad, scores.points, strict=True
        )
    }
    for a, b in combinations(range(len(people)), 2):
        one, other = crowd.people[a], crowd.people[b]
        why_not = admissible(one, other, conditions)
        assert found.get((a, b)) == found.get((b, a))
        if why_not is None:
            assert found[a, b] == (True, fit(one, other, weights, conditions).total)
        elif (a, b) in found:
            assert why_not == "same_country"
            assert not found[a, b][0]


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_contributions_sum_to_the_score_and_the_same_input_gives_the_same_outcome(
    seed: int,
) -> None:
    people = random_people(seed, 20)
    outcome = perform(Job(people=tuple(people)))
    assert perform(Job(people=tuple(reversed(people)))) == outcome
    for match in outcome.matches:
        totals = []
        for pair in match.explanation["pairs"]:
            assert sum(one["points"] for one in pair["contributions"]) == pair["total"]
            totals.append(pair["total"])
        assert match.points == sum(totals) // len(totals)
        whole = match.explanation["contributions"]
        assert match.points == sum(one["points"] for one in whole)
        assert len(match.explanation["reasons"]) <= 3
        assert match.language
    result = outcome.result
    seats = [key for match in outcome.matches for key in match.enrolment_ids]
    alone = [one["enrolment_id"] for one in result["unmatched"]]
    assert sorted(seats + alone) == sorted(str(one.enrolment_id) for one in people)
    assert result["certificate"]["unmatched_at_least"] <= len(alone)
    assert result["certificate"]["fit_upper_bound"] >= result["points"]


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_large_cohort_on_its_best_candidates_places_no_fewer(seed: int) -> None:
    people = random_people(seed, 80)
    whole = perform(Job(people=tuple(people), trios="none"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates_module, "ALL_PAIRS_UP_TO", 10)
        patch.setattr(candidates_module, "BEST_EACH", 12)
        sparse = perform(Job(people=tuple(people), trios="none"))
    assert sparse.result["candidate_pairs"] <= whole.result["candidate_pairs"]
    assert sparse.result["placed"] >= whole.result["placed"] - 2


@pytest.mark.parametrize("majority", [60, 90])
def test_too_many_pairs_to_keep_place_as_many_as_all_of_them(majority: int) -> None:
    """Also where everybody likes the same few best, and they have no place for all."""
    people = [
        _teacher(
            number,
            "IT" if number % 2 else "TR",
            subjects=frozenset({"arts"}),
            first_timer=number % 100 < majority,
        )
        for number in range(300)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates_module, "ALL_PAIRS_IF_AT_MOST", 1000)
        patch.setattr(candidates_module, "DENSE_EACH", 8)
        patch.setattr(candidates_module, "DENSE_SPREAD", 8)
        patch.setattr(candidates_module, "KEPT_WHOLE", 12)
        result = perform(Job(people=tuple(people), trios="none")).result
    assert result["placed"] == 300
    assert result["all_pairs_considered"]
    assert result["candidate_pairs"] < 300 * 50


@given(SEEDS, st.sampled_from(["A2", "B1", "B2"]), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_rules_counted_from_arrays_are_those_asked_one_by_one(
    seed: int, level: str, years: int
) -> None:
    conditions = Conditions(level=level, years_between=years)
    crowd = Crowd(random_people(seed, 18), Weights(), conditions)
    counted = rules_between(crowd, range(18))
    for number, me in enumerate(crowd.people):
        asked = Counter(
            why
            for one in crowd.people
            if one is not me and (why := admissible(me, one, conditions))
        )
        asked.pop("same_person", None)
        assert counted[number] == asked
        assert list(counted[number].values()) == sorted(asked.values(), reverse=True)


def test_one_enrolment_twice_is_refused() -> None:
    people = [_teacher(1, "TR"), _teacher(2, "IT"), _teacher(1, "TR")]
    with pytest.raises(ValueError, match="twice"):
        Crowd(people, Weights(), Conditions())


def _teacher(number: int, country: str, **more: object) -> Candidate:
    base = Candidate(
        enrolment_id=UUID(int=number),
        person_id=UUID(int=1000 + number),
        country=country,
        languages={"en": "B2"},
        age_from=10,
        age_to=12,
    )
    return replace(base, **more)  # type: ignore[arg-type]


def _codes(people: list[Candidate], **more: object) -> dict[int, str]:
    outcome = perform(replace(Job(people=tuple(people)), **more))  # type: ignore[arg-type]
    return {UUID(one["enrolment_id"]).int: one["code"] for one in outcome.result["unmatched"]}


def test_each_unmatched_teacher_is_told_why() -> None:
    people = [
        _teacher(1, "TR"),
        _teacher(2, "IT"),
        _teacher(3, "IT", languages={}),
        _teacher(4, "PL", languages={"pl": "C1"}),
        _teacher(5, "PL", age_from=4, age_to=5),
    ]
    assert _codes(people) == {
        3: "no_language_given",
        4: "no_shared_language",
        5: "ages_apart",
    }
    assert set(_codes([_teacher(1, "TR"), _teacher(2, "TR")]).values()) == {"one_country_only"}
    barred = (("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"),)
    assert set(_codes(people[:2], forbids=barred).values()) == {"decided_by_staff"}


def test_a_country_majority_is_named_and_the_advisor_says_how_many_more() -> None:
    people = [_teacher(number, "TR") for number in range(1, 8)] + [_teacher(8, "IT")]
    outcome = perform(Job(people=tuple(people), trios="willing"))
    certificate = outcome.result["certificate"]
    assert certificate["country"] == "TR"
    assert certificate["reached"]
    assert certificate["unmatched_at_least"] == 5
    assert {one["code"] for one in outcome.result["unmatched"]} == {"too_many_for_too_few"}
    advice = outcome.result["recruiting"]
    assert (advice["count"], advice["outside"], advice["language"]) == (3, "TR", "en")
    assert advice["leaves"] == 0


def test_a_match_needs_a_look_if_it_has_few_points_or_loses_half_of_the_course() -> None:
    good = {"subjects": frozenset({"arts"})}
    people = [_teacher(1, "TR", **good), _teacher(2, "IT", **good)]
    rich = [replace(one, languages={"en": "C2"}, topics=frozenset({"water"})) for one in people]
    assert [one.needs_look for one in perform(Job(people=tuple(rich))).matches] == [False]
    lost = [replace(one, lost_weeks=frozenset({0, 1})) for one in rich]
    assert [one.needs_look for one in perform(Job(people=tuple(lost))).matches] == [True]
    one_week = [replace(one, lost_weeks=frozenset({0})) for one in rich]
    assert [one.needs_look for one in perform(Job(people=tuple(one_week))).matches] == [False]
    poor = [replace(one, languages={"en": "A2"}) for one in people]
    assert [one.needs_look for one in perform(Job(people=tuple(poor))).matches] == [True]


@pytest.mark.parametrize("limit", [600, 5])
def test_advice_counts_as_a_run_would_or_says_that_it_does_not(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six of one country: one newcomer is the centre of a trio for two of the five who are left."""
    monkeypatch.setattr(recruiting, "TRIED_UP_TO", limit)
    people = [_teacher(number, "TR") for number in range(1, 7)] + [_teacher(8, "IT")]
    advice = perform(Job(people=tuple(people))).result["recruiting"]
    assert advice["tried"] == (limit > 6)
    assert (advice["count"], advice["estimate"]) == ((2, False) if advice["tried"] else (4, False))
    monkeypatch.setattr(recruiting, "EXACT_UP_TO", 5)
    guessed = perform(Job(people=tuple(people))).result["recruiting"]
    assert guessed["estimate"] == guessed["tried"]
    assert guessed["leaves"] >= advice["leaves"]


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_the_newcomers_of_the_advice_leave_what_it_says(seed: int) -> None:
    """Solved again with them, and with one fewer more teachers stay alone."""
    people = skewed_people(26, 70, seed)
    pool = pool_of_people(people)
    unmatched = solve(pool).unmatched
    advice = recruiting.advise(pool, unmatched, trios=True)
    if advice is None:
        return
    whom = (advice.outside, advice.language, advice.age_from, advice.age_to)

    def alone(count: int) -> int:
        left = solve(recruiting._joined(pool, count, (), *whom)).unmatched
        return sum(one < len(pool.seats) for one in left)

    assert alone(advice.count) == advice.leaves < len(unmatched)
    assert alone(advice.count - 1) > advice.leaves


def test_whoever_wants_a_pair_is_told_that_a_trio_would_have_had_room() -> None:
    people = [_teacher(1, "TR"), _teacher(2, "IT"), _teacher(3, "IT", group_size="2")]
    people[1] = _teacher(2, "IT", subjects=frozenset({"arts"}))
    people[0] = _teacher(1, "TR", subjects=frozenset({"arts"}))
    assert _codes(people) == {3: "wants_a_pair"}


def test_a_lock_on_somebody_who_found_a_partner_meanwhile_is_explained() -> None:
    people = (_teacher(1, "TR"), _teacher(2, "IT"))
    gone = "00000000-0000-0000-0000-00000000000f"
    outcome = perform(Job(people=people, locks=((str(people[0].enrolment_id), gone),)))
    assert outcome.problems == ({"code": "no_longer_free", "enrolments": [gone]},)
    assert outcome.matches == ()
