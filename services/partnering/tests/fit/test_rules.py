"""The rules of fit hold for any two candidates."""

from dataclasses import fields, replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnering.fit.admission import UNMET, admissible
from partnering.fit.rules import Candidate, Conditions, Weights, fit
from partnering.fit.weakness import AGAINST
from partnering.fit.week import FreeSlot, common_slots, minutes_by_local_day, overlap_minutes

ZONES = ["Europe/Istanbul", "Europe/Rome", "Asia/Kathmandu", "America/New_York", "Africa/Cairo"]
words = st.frozensets(st.sampled_from(["climate", "music", "food", "media"]), max_size=3)
slots = st.builds(
    lambda day, start, length: FreeSlot(day, start * 5, min(start + length, 287) * 5 + 5),
    st.integers(0, 6),
    st.integers(0, 280),
    st.integers(1, 60),
)
weights = st.builds(Weights, *[st.integers(0, 50) for _ in range(9)])


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    first = draw(st.integers(4, 18))
    number = draw(st.integers(1, 6))
    return Candidate(
        enrolment_id=UUID(int=number),
        person_id=UUID(int=number),
        country=draw(st.sampled_from(["TR", "IT", "ES"])),
        languages=draw(
            st.dictionaries(
                st.sampled_from(["en", "fr", "tr"]), st.sampled_from(["A2", "B1", "C2"])
            )
        ),
        age_from=first,
        age_to=draw(st.integers(first, 19)),
        subjects=draw(words),
        topics=draw(words),
        availability=tuple(draw(st.lists(slots, max_size=4))),
        zone=draw(st.sampled_from(ZONES)),
        monday=date(2026, 10, 26),
        first_timer=draw(st.booleans()),
        wish_countries=draw(st.frozensets(st.sampled_from(["TR", "IT"]))),
        musts=draw(st.frozensets(st.sampled_from(list(UNMET)))),
        avoid=draw(words),
        strengths=draw(words),
        needs=draw(words),
        blocked=frozenset(UUID(int=one) for one in draw(st.sets(st.integers(1, 6), max_size=2))),
        lost_weeks=draw(st.none() | st.frozensets(st.integers(0, 3))),
    )


@given(candidates(), candidates(), weights)
def test_contributions_sum_to_the_total_and_stay_within_their_weights(
    a: Candidate, b: Candidate, w: Weights
) -> None:
    found = fit(a, b, w)
    assert sum(one.points for one in found.contributions) == found.total
    assert 0 <= found.total <= w.most
    assert all(0 <= one.points <= one.out_of for one in found.contributions)


@given(candidates(), candidates(), weights)
def test_fit_and_admission_are_the_same_seen_from_either_side(
    a: Candidate, b: Candidate, w: Weights
) -> None:
    assert fit(a, b, w) == fit(b, a, w)
    assert admissible(a, b) == admissible(b, a)


@given(candidates(), candidates())
def test_two_of_one_country_or_one_person_are_never_admissible(a: Candidate, b: Candidate) -> None:
    assert admissible(a, replace(b, country=a.country)) in {"same_country", "same_person"}
    assert admissible(a, replace(b, person_id=a.person_id)) == "same_person"


@given(candidates(), candidates())
def test_an_admissible_pair_shares_a_language_at_the_level_and_an_age(
    a: Candidate, b: Candidate
) -> None:
    conditions = Conditions(level="B1")
    if admissible(a, b, conditions) is None:
        assert any(a.levels[one] >= 3 and b.levels.get(one, 0) >= 3 for one in a.levels)
        assert max(a.age_from, b.age_from) <= min(a.age_to, b.age_to)
        assert b.person_id not in a.blocked


@given(candidates(), candidates())
def test_reasons_are_at_most_three_and_never_the_caution(a: Candidate, b: Candidate) -> None:
    found = fit(a, b)
    assert len(found.reasons) <= 3
    assert found.caution not in found.reasons


@given(candidates(), candidates())
def test_the_overlap_strip_adds_up_to_the_common_minutes(a: Candidate, b: Candidate) -> None:
    common = common_slots(a.week, b.week)
    assert sum(last - first for first, last in common) == overlap_minutes(a.week, b.week)
    strip = minutes_by_local_day(common, a.zone, a.monday)
    assert sum(strip) == overlap_minutes(a.week, b.week)


def test_an_avoided_topic_takes_the_points_of_topics_and_becomes_the_caution() -> None:
    a = Candidate(
        UUID(int=1), UUID(int=1), "TR", {"en": "C1"}, 11, 13, topics=frozenset({"climate"})
    )
    b = replace(
        a,
        enrolment_id=UUID(int=2),
        person_id=UUID(int=2),
        country="IT",
        avoid=frozenset({"climate"}),
    )
    topics = next(one for one in fit(a, b).contributions if one.aspect == "topics")
    assert (topics.code, topics.points, topics.values) == ("avoided_topics", 0, ("climate",))


def test_an_unknown_calendar_is_never_called_free() -> None:
    a = Candidate(UUID(int=1), UUID(int=1), "TR", {"en": "C1"}, 11, 13, lost_weeks=frozenset())
    b = replace(a, person_id=UUID(int=2), country="IT", lost_weeks=None)
    calendar = next(one for one in fit(a, b).contributions if one.aspect == "calendar")
    assert (calendar.code, calendar.points) == ("calendar_unknown", 0)


@given(candidates(), candidates())
def test_what_either_insists_on_must_be_brought_by_the_other(a: Candidate, b: Candidate) -> None:
    easy, strict = replace(a, musts=frozenset()), replace(b, musts=frozenset())
    ordinary = admissible(easy, strict)
    insisted = admissible(easy, replace(strict, musts=frozenset(UNMET)))
    if ordinary is not None:
        assert insisted == ordinary
        return
    brings = (
        not b.wish_countries or a.country in b.wish_countries,
        overlap_minutes(a.week, b.week) >= 60,
        bool(a.subjects & b.subjects),
    )
    assert (insisted is None) == all(brings)


def _pair(**theirs: object) -> tuple[Candidate, Candidate]:
    """Two who fit in everything, but for what is said of the other."""
    a = Candidate(
        UUID(int=1),
        UUID(int=1),
        "TR",
        {"en": "C1"},
        11,
        13,
        subjects=frozenset({"arts", "ict", "maths"}),
        topics=frozenset({"climate", "food", "water"}),
        availability=(FreeSlot(1, 600, 780),),
        lost_weeks=frozenset(),
        strengths=frozenset({"video"}),
        needs=frozenset({"music"}),
    )
    b = replace(
        a,
        enrolment_id=UUID(int=2),
        person_id=UUID(int=2),
        country="IT",
        first_timer=True,
        strengths=frozenset({"music"}),
        needs=frozenset({"video"}),
    )
    return a, replace(b, **theirs)  # type: ignore[arg-type]


def test_two_who_fit_in_everything_have_no_weakness() -> None:
    assert fit(*_pair()).caution is None


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_lost_week_is_a_weakness_and_never_a_reason(lost: int) -> None:
    found = fit(*_pair(lost_weeks=frozenset(range(lost))))
    assert found.caution is not None
    assert (found.caution.code, found.caution.values) == ("weeks_lost", (str(lost), "4"))
    assert "weeks_lost" not in {one.code for one in found.reasons}


def test_another_country_hoped_for_is_a_weakness_though_it_gives_half_the_points() -> None:
    found = fit(*_pair(wish_countries=frozenset({"PL"})))
    assert found.caution is not None
    assert found.caution.code == "other_countries_wished"


@given(candidates(), candidates(), st.integers(0, 3))
def test_a_fact_in_favour_is_never_called_a_weakness(
    a: Candidate, b: Candidate, weight: int
) -> None:
    """Not even where a small weight is rounded down to nothing."""
    small = Weights(*[weight] * len(fields(Weights)))
    for found in (fit(a, b), fit(a, b, small)):
        if found.caution is not None:
            assert found.caution.code not in {
                "no_weeks_lost",
                "open_to_any_country",
                "wished_countries",
                "help_each_other",
                "experience_mixed",
                "both_experienced",
            }
            assert found.caution.points < found.caution.out_of
        assert not {one.code for one in found.reasons} & AGAINST
