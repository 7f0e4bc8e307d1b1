"""Several people at once: nothing is lost, nobody waits in a circle."""

import asyncio
from datetime import timedelta

from shared import clock
from shared.contracts.course import CohortAdvanced, CourseCompleted, PlanSubmitted, ReviewAssigned


async def test_of_two_who_save_at_once_one_is_asked_to_look_again(world) -> None:
    pair = await world.learning_pair()
    answers = await asyncio.gather(
        world.put_plan(pair, pair.ada, 1, title="Ada's"),
        world.put_plan(pair, pair.can, 1, title="Can's"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    plan = await world.read(f"/partnerships/{pair.id}/plan", pair.ada)
    assert plan["version"] == 2


async def test_a_cohort_is_advanced_once_by_two_leads(world) -> None:
    cohort_id = await world.cohort()
    body = {"to": "course", "dry_run": False}
    answers = await asyncio.gather(
        *(world.post(f"/cohorts/{cohort_id}/advance", world.lead, body) for _ in range(2))
    )
    # The second finds the cohort in its course, with nobody left who could follow.
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    events = [one for one in await world.announced(CohortAdvanced) if one.phase == "course"]
    assert [one.from_phase for one in events] == ["partnering"]


async def test_handing_in_reviewing_writing_and_leaving_at_once_ends_well(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(4)]
    writing = [await world.learning_pair(cohort_id) for _ in range(4)]
    for pair in writing:
        await world.put_plan(pair, pair.ada, 1)
    reviews = [(pair, review) for pair in pairs for review in await world.to_give(pair)]

    async def hand_in(pair) -> int:
        path = f"/partnerships/{pair.id}/plan/submit"
        return (await world.post(path, pair.can)).status_code

    async def give(pair, review) -> int:
        return (await world.post(f"/reviews/{review['id']}", pair.ada, world.feedback)).status_code

    async def hear(event) -> int:
        await world.hear(event)
        return 200

    answers = await asyncio.gather(
        *(hand_in(pair) for pair in writing),
        *(give(pair, review) for pair, review in reviews),
        *(hear(pair.message(pair.can)) for pair in pairs),
        hear(writing[0].dissolved()),
        world.tick(),
    )
    # 404: the review was moved to a newcomer before it was begun, or the pair has just left.
    assert {answer for answer in answers if answer} <= {200, 404}
    assert len(await world.announced(PlanSubmitted)) in {7, 8}
    await world.hear(writing[0].message(writing[0].ada))
    for pair in [*pairs, *writing[1:]]:
        for review in await world.to_give(pair):
            assert await give(pair, review) == 200
    for pair in [*pairs, *writing[1:]]:
        mine = (await world.read("/me/reviews", pair.ada))["partnerships"][0]
        assert len(mine["received"]) >= 2
        assert mine["given"] >= 2
    assert len(await world.announced(ReviewAssigned)) >= 14


async def test_two_last_ticks_at_once_complete_the_course_once(world) -> None:
    pair = await world.submitted_pair(
        await world.running_cohort(course_starts_on=str(clock.today() - timedelta(weeks=3)))
    )
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    joint = [
        step["id"]
        for week in (await world.course(pair))["weeks"]
        for step in week["steps"]
        if step["kind"] == "joint"
    ]
    for step in joint[:-1]:
        await world.tick_step(pair, step, pair.ada, pair.can)
    await asyncio.gather(
        world.tick_step(pair, joint[-1], pair.ada), world.tick_step(pair, joint[-1], pair.can)
    )
    assert len(await world.announced(CourseCompleted)) == 1
