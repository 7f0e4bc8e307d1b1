"""Staff adjust and defend a draft: swap with a reason, compare, ask why not somebody else."""

import pytest
from running import LEAD, cohort_of, matches_of_run, run_of, solved

from partnering.fit.rules import Candidate
from partnering.fit.week import FreeSlot
from partnering.matching import solving
from partnering.matching.alternatives import alternatives
from partnering.matching.comparing import compare_runs
from partnering.matching.fairness import fairness
from partnering.matching.schemas import RunSettings, SwapRequest
from partnering.matching.swapping import swap_places
from shared.http import Conflict, Invalid, NotFound
from shared.ids import new_id
from shared.testing import principal


async def _swap(database, run_id, one, other, reason="They know each other"):
    async with database.transaction() as session:
        request = SwapRequest(enrolment_ids=[one, other], reason=reason)
        await swap_places(session, LEAD, run_id, request)
    assert await solving.solve_next(database)


async def test_two_change_places_and_the_reason_stands_beside_it(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "TR", "IT", "PL")
    run_id = await solved(database, cohort.id)
    before = [
        {seat.enrolment_id for seat in one.seats} for one in await matches_of_run(database, run_id)
    ]
    turks = [
        seat.enrolment_id
        for one in await matches_of_run(database, run_id)
        for seat in one.seats
        if seat.country == "TR"
    ]
    await _swap(database, run_id, *turks)
    after = await matches_of_run(database, run_id)
    groups = [{seat.enrolment_id for seat in one.seats} for one in after]
    assert all(group not in before for group in groups)
    assert all(one.locked for one in after)
    run = await run_of(database, run_id)
    assert (run.status, run.round) == ("draft", 2)
    assert {one.reason for one in run.decisions} == {"They know each other"}
    # Swapping back replaces the locks of the first swap instead of contradicting them.
    await _swap(database, run_id, *turks, reason="After all not")
    groups = [
        {seat.enrolment_id for seat in one.seats} for one in await matches_of_run(database, run_id)
    ]
    assert all(group in before for group in groups)
    assert len((await run_of(database, run_id)).decisions) == 2


async def test_somebody_without_a_partner_takes_the_place_of_one_who_has_one(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "TR", "IT")
    run_id = await solved(database, cohort.id, trios="none")
    run = await run_of(database, run_id)
    alone = run.unmatched[0].seat.enrolment_id
    (match,) = await matches_of_run(database, run_id)
    placed = next(seat.enrolment_id for seat in match.seats if seat.country == "TR")
    await _swap(database, run_id, alone, placed)
    (match,) = await matches_of_run(database, run_id)
    assert alone in {seat.enrolment_id for seat in match.seats}
    assert [one.seat.enrolment_id for one in (await run_of(database, run_id)).unmatched] == [placed]


async def test_a_swap_against_the_rules_is_refused_by_name_and_the_draft_stays(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "TR", "IT", "PL")
    run_id = await solved(database, cohort.id)
    first, second = await matches_of_run(database, run_id)
    turk = next(seat for seat in first.seats if seat.country == "TR")
    stranger = next(seat for seat in second.seats if seat.country != "TR")
    with pytest.raises(Conflict) as refused:
        await _swap(database, run_id, turk.enrolment_id, stranger.enrolment_id)
    assert refused.value.slug == "against-the-rules"
    stays = next(seat for seat in second.seats if seat.country == "TR")
    (broken,) = [one for one in refused.value.extra["broken"] if turk.person_name in one["names"]]
    assert broken["rule"] == "same_country"
    assert set(broken["names"]) == {turk.person_name, stays.person_name}
    run = await run_of(database, run_id)
    assert (run.status, run.decisions) == ("draft", [])


async def test_a_swap_within_one_match_or_between_two_alone_is_refused(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT", "TR", "TR")
    run_id = await solved(database, cohort.id, trios="none")
    (match,) = await matches_of_run(database, run_id)
    pair = [seat.enrolment_id for seat in match.seats]
    alone = [one.seat.enrolment_id for one in (await run_of(database, run_id)).unmatched]
    for two in (pair, alone[:2]):
        async with database.transaction() as session:
            with pytest.raises(Invalid):
                await swap_places(session, LEAD, run_id, SwapRequest(enrolment_ids=two, reason="x"))


async def test_two_runs_are_compared_by_who_is_placed_and_what_is_the_same(database, inhabit):
    cohort, _people = await cohort_of(database, inhabit, "TR", "TR", "IT")
    pairs = await solved(database, cohort.id, trios="none")
    trios = await solved(database, cohort.id, trios="everyone")
    async with database.reading() as session:
        found = await compare_runs(session, LEAD, pairs, trios)
        assert (found.one.placed, found.other.placed) == (2, 3)
        assert found.same_matches == 0
        assert found.only_in_one == []
        assert len(found.only_in_other) == 1
        first = found.countries[0]
        assert (first.country, first.placed_one, first.placed_other) == ("TR", 1, 2)
        with pytest.raises(NotFound):
            await compare_runs(session, principal(), pairs, trios)


async def test_two_runs_that_weigh_differently_are_compared_on_one_scale(database, inhabit):
    cohort, _people = await cohort_of(database, inhabit, "TR", "IT")
    ordinary = await solved(database, cohort.id)
    doubled = {name: 2 * weight for name, weight in RunSettings().weights.model_dump().items()}
    twice = await solved(database, cohort.id, weights=doubled)
    no_ages = await solved(database, cohort.id, weights={"ages": 0})
    async with database.reading() as session:
        found = await compare_runs(session, LEAD, ordinary, twice)
        back = await compare_runs(session, LEAD, twice, ordinary)
        fewer = await compare_runs(session, LEAD, ordinary, no_ages)
    assert (found.one.points, found.one.out_of) == (found.other.points, found.other.out_of)
    assert found.countries == [], "the same pair fares alike"
    assert back.countries == []
    assert back.other.points == back.one.points
    assert abs(back.one.points - 2 * found.one.points) <= len(doubled), "rounded per aspect"
    assert fewer.one.out_of == fewer.other.out_of == found.one.out_of - 20
    assert fewer.one.points == fewer.other.points


async def test_why_not_somebody_else_lists_whom_they_could_work_with(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "TR", "IT", "PL")
    run_id = await solved(database, cohort.id)
    me = people[0][1].id
    async with database.reading() as session:
        found = await alternatives(session, LEAD, run_id, me, "")
        assert found.match is not None
        assert found.alone_because is None
        assert {one.seat.country for one in found.items} == {"IT", "PL"}
        assert sum(one.together_now for one in found.items) == 1
        assert all(one.placed_with for one in found.items)
        named = await alternatives(session, LEAD, run_id, me, found.seat.person_name[:7])
        assert {one.why_not for one in named.items} == {None, "same_country"}
        with pytest.raises(NotFound):
            await alternatives(session, LEAD, run_id, new_id(), "")


def _someone(country, *, hour=10, lost=frozenset(), days=0):
    return Candidate(
        enrolment_id=new_id(),
        person_id=new_id(),
        country=country,
        languages={"en": "B2"},
        age_from=10,
        age_to=12,
        availability=(FreeSlot(1, hour * 60, hour * 60 + 60),),
        lost_weeks=lost,
        waiting_days=days,
    )


def test_fairness_tells_who_waits_and_who_puts_up_with_what():
    people = [
        _someone("TR", days=10),
        _someone("TR", days=20),
        _someone("IT", hour=15, lost=frozenset({1})),
        _someone("PL", lost=None),
        _someone("TR", days=30),
    ]
    rows = {row["kind"]: row for row in fairness(people, {(0, 2): 60, (1, 3): 80})["countries"]}
    turkiye = rows["TR"]
    assert (turkiye["teachers"], turkiye["placed"], turkiye["mean_points"]) == (3, 2, 70)
    assert turkiye["mean_waiting_days"] == 20
    assert turkiye["without_common_hour"] == 1
    assert (turkiye["weeks_lost"], turkiye["calendar_unknown"]) == (1, 1)
    assert rows["PL"]["without_common_hour"] == 0


async def test_only_a_draft_is_swapped_in(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    async with database.transaction() as session:
        run = await session.get_one(solving.Run, run_id)
        run.status = "published"
    request = SwapRequest(enrolment_ids=[one.id for _, one in people], reason="x")
    async with database.transaction() as session:
        with pytest.raises(Conflict, match="run-not-ready"):
            await swap_places(session, LEAD, run_id, request)
