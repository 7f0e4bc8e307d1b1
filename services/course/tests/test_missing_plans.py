"""A plan that is not handed in holds its pair in the course; they and staff are told each week."""

from datetime import timedelta

from shared import clock
from shared.contracts.contact import PartnershipContactPaused
from shared.contracts.course import PlanOverdue


async def _told_on(world, *days: int) -> int:
    for day in days:
        with clock.travelled(timedelta(days=day, minutes=1)):
            await world.tick()
    return len(await world.announced(PlanOverdue))


async def test_a_missing_plan_is_told_each_week_once_the_weeks_of_the_course_are_over(
    world,
) -> None:
    pair = await world.learning_pair()
    assert await _told_on(world, 21, 26) == 0
    assert await _told_on(world, 35, 36) == 1
    assert await _told_on(world, 43) == 2
    told = await world.announced(PlanOverdue)
    assert set(told[0].person_ids) == {pair.ada.person_id, pair.can.person_id}


async def test_nobody_is_reminded_of_a_plan_that_is_handed_in(world) -> None:
    await world.submitted_pair(await world.running_cohort())
    assert await _told_on(world, 36) == 0


async def test_nobody_is_reminded_of_a_plan_while_contact_is_paused(world) -> None:
    pair = await world.learning_pair()
    await world.hear(
        PartnershipContactPaused(
            partnership_id=pair.id,
            cohort_id=pair.cohort_id,
            person_ids=(pair.ada.person_id, pair.can.person_id),
        )
    )
    assert await _told_on(world, 36) == 0
