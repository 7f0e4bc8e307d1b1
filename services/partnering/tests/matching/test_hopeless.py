"""Hopeless cohorts and impossible rules end in an explanation, and nothing is lost."""

from running import LEAD, cohort_of, matches_of_run, run_of, solved

from partnering.matching import actions, solving
from partnering.matching.publishing import publish_run
from shared.contracts.partnering import EnrolmentUnmatched
from shared.testing import announced


async def _why(database, run_id):
    return {one.seat.enrolment_id: one.code for one in (await run_of(database, run_id)).unmatched}


async def _published(database, run_id):
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, run_id)
        told = [one for one in await announced(session) if isinstance(one, EnrolmentUnmatched)]
    return done, told


async def test_an_empty_cohort_is_matched_and_published_calmly(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit)
    run_id = await solved(database, cohort.id)
    run = await run_of(database, run_id)
    assert (run.status, run.result["teachers"], run.result["placed"]) == ("draft", 0, 0)
    done, told = await _published(database, run_id)
    assert (done.opened, done.unmatched, told) == (0, 0, [])


async def test_a_cohort_of_one_country_is_told_so_and_everybody_stays_in_the_pool(
    database, inhabit
):
    cohort, _ = await cohort_of(database, inhabit, "TR", "TR", "TR")
    run_id = await solved(database, cohort.id)
    assert set((await _why(database, run_id)).values()) == {"one_country_only"}
    run = await run_of(database, run_id)
    assert run.result["certificate"]["unmatched_at_least"] == 3
    assert run.result["certificate"]["reached"]
    done, told = await _published(database, run_id)
    assert (done.opened, len(told)) == (0, 3)
    assert {one.reason for one in told} == {"scarce"}
    again = await solved(database, cohort.id)
    assert (await run_of(database, again)).result["teachers"] == 3


async def test_a_teacher_without_languages_is_named_and_the_others_are_matched(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT")
    async with database.transaction() as session:
        _, silent = await inhabit(session).enrolled(cohort, "PL", languages={})
    run_id = await solved(database, cohort.id)
    assert await _why(database, run_id) == {silent.id: "no_language_given"}
    assert len(await matches_of_run(database, run_id)) == 1
    _, told = await _published(database, run_id)
    assert [(one.enrolment_id, one.reason) for one in told] == [(silent.id, "language")]


async def test_whoever_insists_on_what_nobody_brings_is_told_so(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT")
    async with database.transaction() as session:
        _, strict = await inhabit(session).enrolled(
            cohort, "PL", profile={"wishes": {"countries": ["NP"], "musts": ["countries"]}}
        )
    run_id = await solved(database, cohort.id)
    assert await _why(database, run_id) == {strict.id: "country_not_wished"}
    done, told = await _published(database, run_id)
    assert (done.opened, [one.reason for one in told]) == (1, ["musts"])


async def test_rules_nobody_meets_are_explained_and_ordinary_ones_match_everybody_again(
    database, inhabit
):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT", "PL", "TR")
    run_id = await solved(database, cohort.id, level="C2", languages=["is"])
    run = await run_of(database, run_id)
    assert (run.status, run.result["placed"]) == ("draft", 0)
    assert set((await _why(database, run_id)).values()) == {"no_shared_language"}
    again = await solved(database, cohort.id)
    assert (await run_of(database, again)).result["placed"] == 4


async def test_a_lock_on_somebody_who_left_is_explained_and_taking_it_back_heals_the_run(
    database, inhabit
):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT", "PL", "TR")
    run_id = await solved(database, cohort.id)
    async with database.transaction() as session:
        request = actions.DecisionRequest(enrolment_ids=[people[0][1].id, people[1][1].id])
        decision = await actions.decide(session, LEAD, run_id, "lock", request)
        row = await session.get_one(type(people[0][1]), people[0][1].id)
        row.status = "left"
    async with database.transaction() as session:
        await actions.solve_again(session, LEAD, run_id)
    assert await solving.solve_next(database)
    failed = await run_of(database, run_id)
    assert failed.status == "failed"
    assert [one["code"] for one in failed.problem["problems"]] == ["no_longer_free"]
    assert len(await matches_of_run(database, run_id)) == 2
    async with database.transaction() as session:
        await actions.take_back_decision(session, LEAD, run_id, decision.id)
        await actions.solve_again(session, LEAD, run_id)
    assert await solving.solve_next(database)
    healed = await run_of(database, run_id)
    assert (healed.status, healed.result["placed"]) == ("draft", 3)
