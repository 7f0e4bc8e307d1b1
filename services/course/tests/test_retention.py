"""Drafts and feedback go long after a cohort closed; the plan stays with the partners."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from course.cohorts.model import Cohort
from course.plans.model import Plan, PlanVersion
from course.retention import forget_old
from course.reviews.model import Review
from shared import clock


async def _forget_in(world: Any, days: int) -> None:
    with clock.travelled(timedelta(days=days)):
        while True:
            async with world.database.transaction() as session:
                if not await forget_old(session):
                    return


async def _kept(world: Any) -> tuple[int, int]:
    """Versions of plans, and reviews that still have words."""
    async with world.database.reading() as session:
        versions = await session.scalar(select(func.count()).select_from(PlanVersion))
        worded = select(func.count()).select_from(Review).where(Review.strength != "")
        return int(versions or 0), int(await session.scalar(worded) or 0)


async def test_drafts_go_a_year_after_closing_and_feedback_after_two(world: Any) -> None:
    cohort_id = await world.running_cohort()
    pair, other = [await world.submitted_pair(cohort_id) for _ in range(2)]
    await world.put_plan(pair, pair.can, 2, tools="Two kits.")
    await world.put_plan(pair, pair.ada, 3, tools="Three kits.")
    (review,) = await world.to_give(pair)
    await world.do(f"/reviews/{review['id']}", pair.can, world.feedback)
    before = await _kept(world)
    assert before[1] == 1
    await _forget_in(world, 5000)
    assert await _kept(world) == before
    async with world.database.transaction() as session:
        closed = {"phase": "closed", "closes_on": clock.today() + timedelta(days=84)}
        await session.execute(update(Cohort).where(Cohort.id == cohort_id).values(**closed))
    await _forget_in(world, 84 + 364)
    assert await _kept(world) == before
    await _forget_in(world, 84 + 367)
    async with world.database.reading() as session:
        plan = await session.get_one(Plan, pair.id)
        mine = select(PlanVersion.version).where(PlanVersion.partnership_id == pair.id)
        left = set(await session.scalars(mine))
    assert left <= {plan.version, plan.submitted_version}
    assert plan.submitted_version in left
    assert plan.content["tools"] == "Three kits."
    assert 0 < (await _kept(world))[0] < before[0]
    assert (await _kept(world))[1] == 1
    await _forget_in(world, 84 + 732)
    assert (await _kept(world))[1] == 0
    assert len((await world.read("/me/reviews", other.ada))["partnerships"][0]["received"]) == 1
