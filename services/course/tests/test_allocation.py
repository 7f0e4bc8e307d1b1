"""Who reviews whom: properties of the allocation, against bounds computed by another program."""

from collections import Counter
from uuid import UUID

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from course.reviews.allocation import (
    CIRCLE,
    MOST_GIVEN,
    QUOTA,
    Standing,
    allocate,
)


def people(count: int) -> list[UUID]:
    return [UUID(int=number + 1) for number in range(count)]


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """A cohort in the middle of things: some reviews done, some asked for, some let lapse."""
    participants = people(draw(st.integers(0, 7)))
    pairs = [(a, b) for a in participants for b in participants if a != b]
    states = st.sampled_from(["", "", "", "fixed", "movable", "lapsed"])
    drawn = draw(st.lists(states, min_size=len(pairs), max_size=len(pairs)))
    state = dict(zip(pairs, drawn, strict=True))
    gave: Counter[UUID] = Counter()
    got: Counter[UUID] = Counter()
    fixed = set()
    for (reviewer, reviewed), what in state.items():
        if what == "fixed" and gave[reviewer] < MOST_GIVEN and got[reviewed] < QUOTA:
            gave[reviewer] += 1
            got[reviewed] += 1
            fixed.add((reviewer, reviewed))
    for one in participants:
        # Reviews given to partnerships that have gone since.
        gave[one] += draw(st.integers(0, 1))
    lapsed = {pair for pair, what in state.items() if what == "lapsed"}
    return Standing(
        participants=participants,
        gave=gave,
        got=got,
        movable=frozenset(pair for pair, what in state.items() if what == "movable"),
        spent=frozenset(fixed | lapsed),
        patient=frozenset(one for one in participants if draw(st.booleans())),
    )


def most_that_can_be_received(standing: Standing) -> int:
    """The bound: how many of the missing reviews any allocation could place (networkx, max flow)."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for one in standing.participants:
        graph.add_edge(
            "source", ("r", one), capacity=max(0, MOST_GIVEN - standing.gave.get(one, 0))
        )
        graph.add_edge(("p", one), "sink", capacity=max(0, QUOTA - standing.got.get(one, 0)))
        for other in standing.participants:
            if one != other and (one, other) not in standing.spent:
                graph.add_edge(("r", one), ("p", other), capacity=1)
    return int(nx.maximum_flow_value(graph, "source", "sink"))


@settings(max_examples=60, deadline=None)
@given(standings())
def test_as_many_missing_reviews_are_placed_as_any_allocation_could(standing: Standing) -> None:
    missing = sum(max(0, QUOTA - standing.got.get(one, 0)) for one in standing.participants)
    lacking = sum(allocate(standing).lacking.values())
    assert missing - lacking == most_that_can_be_received(standing)


@settings(max_examples=60, deadline=None)
@given(standings())
def test_nobody_reviews_themselves_twice_or_more_than_the_most(standing: Standing) -> None:
    result = allocate(standing)
    assert all(reviewer != reviewed for reviewer, reviewed in result.asked)
    assert len(set(result.asked)) == len(result.asked)
    assert not set(result.asked) & standing.spent
    load = Counter(reviewer for reviewer, _ in result.asked)
    for one in standing.participants:
        assert load[one] + standing.gave.get(one, 0) <= max(MOST_GIVEN, standing.gave.get(one, 0))


@settings(max_examples=40, deadline=None)
@given(standings())
def test_allocating_again_changes_nothing(standing: Standing) -> None:
    first = allocate(standing)
    settled = Standing(
        standing.participants,
        standing.gave,
        standing.got,
        frozenset(first.asked),
        standing.spent,
        standing.patient,
    )
    again = allocate(settled)
    assert sum(again.lacking.values()) == sum(first.lacking.values())
    assert len(again.added) == len(again.dropped) == 0


@settings(max_examples=12, deadline=None)
@given(count=st.integers(3, 3 * CIRCLE + 7))
def test_three_or_more_partnerships_give_two_and_get_two_each(count: int) -> None:
    result = allocate(Standing(participants=people(count)))
    assert result.lacking == {}
    gives, gets = (Counter(pair[side] for pair in result.asked) for side in (0, 1))
    assert set(gives.values()) == set(gets.values()) == {QUOTA}


def test_two_partnerships_review_each_other_and_lack_one_each() -> None:
    first, second = people(2)
    result = allocate(Standing(participants=[first, second]))
    assert set(result.asked) == {(first, second), (second, first)}
    assert result.lacking == {first: 1, second: 1}


def test_one_partnership_waits_for_staff() -> None:
    (alone,) = people(1)
    assert allocate(Standing(participants=[alone])).lacking == {alone: QUOTA}


@settings(max_examples=10, deadline=None)
@given(count=st.integers(3, 20), hurry=st.booleans())
def test_arriving_one_by_one_nobody_lacks_a_review_and_nobody_gives_more_than_the_most(
    count: int, hurry: bool
) -> None:
    """The worst order of things: every review is begun before the next plan comes in."""
    done: set[tuple[UUID, UUID]] = set()
    everybody = people(count)
    for arrived in range(1, count + 1):
        here = everybody[:arrived]
        result = allocate(
            Standing(
                here,
                Counter(reviewer for reviewer, _ in done),
                Counter(reviewed for _, reviewed in done),
                spent=frozenset(done),
                patient=frozenset() if hurry or arrived == count else frozenset(here),
            )
        )
        done |= set(result.asked)
        if arrived >= 3:
            assert result.lacking == {}
    gives, gets = (Counter(pair[side] for pair in done) for side in (0, 1))
    assert all(QUOTA <= gives[one] <= MOST_GIVEN for one in everybody)
    assert all(gets[one] >= QUOTA for one in everybody)


def test_when_one_drops_out_finished_work_counts_and_the_rest_is_placed_again() -> None:
    a, b, c, d = people(4)
    done = {(a, b), (d, a)}
    result = allocate(
        Standing(
            participants=[a, b, c],
            gave={a: 1, d: 1},
            got={b: 1, a: 1},
            movable=frozenset({(b, c)}),
            spent=frozenset(done),
        )
    )
    assert result.lacking == {}
    assert (b, c) in result.asked
    received = Counter(reviewed for _, reviewed in result.asked)
    assert all(received[one] >= least for one, least in ((a, 1), (b, 1), (c, 2)))


def test_who_can_still_wait_is_not_given_a_review_that_nobody_needs() -> None:
    everybody = people(4)
    late = everybody[3]
    full = dict.fromkeys(everybody[:3], QUOTA)
    waiting = Standing(everybody, full, full, patient=frozenset({late}))
    assert [pair for pair in allocate(waiting).asked if pair[0] == late] == []
    hurried = Standing(everybody, full, full)
    assert len([pair for pair in allocate(hurried).asked if pair[0] == late]) == QUOTA
