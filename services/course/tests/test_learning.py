"""Steps done jointly or alone, and the course that is completed by them."""

from datetime import timedelta

from shared import clock
from shared.contracts.course import CourseCompleted
from shared.ids import new_id
from shared.testing import principal


async def finish_joint_steps(world, pair) -> None:
    for week in (await world.course(pair))["weeks"]:
        for step in week["steps"]:
            if step["kind"] == "joint":
                await world.tick_step(pair, step["id"], pair.ada, pair.can)


async def test_a_joint_step_is_complete_when_both_have_ticked_it(world) -> None:
    pair = await world.learning_pair()
    step = await world.step(pair, "joint")
    await world.tick_step(pair, step, pair.ada)
    first = (await world.course(pair))["weeks"][0]["steps"][0]
    assert (first["mine_done"], first["complete"]) == (True, False)
    await world.tick_step(pair, step, pair.can)
    assert (await world.course(pair))["weeks"][0]["steps"][0]["complete"]


async def test_an_individual_step_is_complete_for_whoever_has_done_it(world) -> None:
    pair = await world.learning_pair()
    step = await world.step(pair, "individual")
    await world.tick_step(pair, step, pair.ada)
    complete = [
        next(
            one["complete"]
            for one in (await world.course(pair, who))["weeks"][0]["steps"]
            if one["id"] == step
        )
        for who in (pair.ada, pair.can)
    ]
    assert complete == [True, False]


async def test_the_next_step_is_mine_first_and_then_the_one_my_partner_owes(world) -> None:
    pair = await world.learning_pair()
    steps = (await world.course(pair))["weeks"][0]["steps"]
    for step in steps:
        upcoming = (await world.course(pair))["next_step"]
        assert (upcoming["step_id"], upcoming["week"]) == (step["id"], 1)
        await world.tick_step(pair, step["id"], pair.ada)
    upcoming = (await world.course(pair))["next_step"]
    assert upcoming["step_id"] == steps[0]["id"]
    assert upcoming["waits_for"] == [str(pair.can.person_id)]


async def test_a_step_of_a_closed_week_can_neither_be_read_nor_ticked(world) -> None:
    pair = await world.learning_pair()
    step = await world.step(pair, "joint", week=2)
    answer = await world.get(f"/partnerships/{pair.id}/steps/{step}", pair.ada)
    assert answer.status_code == 404
    answer = await world.post(f"/partnerships/{pair.id}/steps/{step}/done", pair.ada)
    assert (answer.status_code, answer.json()["type"]) == (409, "week-not-open")


async def test_a_step_page_carries_the_text_and_the_way_on(world) -> None:
    pair = await world.learning_pair()
    steps = (await world.course(pair))["weeks"][0]["steps"]
    page = await world.read(
        f"/partnerships/{pair.id}/steps/{steps[1]['id']}", pair.ada, language="tr"
    )
    assert page["step"]["title"] == "Okulunuz hakkında bir sayfa"
    assert (page["previous_step_id"], page["following_step_id"]) == (
        steps[0]["id"],
        steps[2]["id"],
    )


async def test_a_tick_can_be_taken_back(world) -> None:
    pair = await world.learning_pair()
    step = await world.step(pair, "joint")
    await world.tick_step(pair, step, pair.ada)
    await world.do(f"/partnerships/{pair.id}/steps/{step}/undone", pair.ada)
    assert (await world.course(pair))["weeks"][0]["steps"][0]["done_by"] == []


async def test_the_course_of_others_does_not_exist_for_me(world) -> None:
    pair = await world.learning_pair()
    step = await world.step(pair, "joint")
    for stranger in (principal(), world.lead):
        foreign = await world.get(f"/partnerships/{pair.id}/course", stranger)
        missing = await world.get(f"/partnerships/{new_id()}/course", stranger)
        assert foreign.status_code == missing.status_code == 404
        assert foreign.json()["title"] == missing.json()["title"]
        answer = await world.post(f"/partnerships/{pair.id}/steps/{step}/done", stranger)
        assert answer.status_code == 404


async def test_my_courses_name_my_partners(world) -> None:
    pair = await world.learning_pair()
    (mine,) = (await world.read("/me/courses", pair.ada))["items"]
    assert (mine["partners"], mine["current_week"]) == (["Can Öztürk"], 1)


async def test_the_course_is_completed_by_the_joint_steps_and_an_approved_plan(world) -> None:
    cohort_id = await world.running_cohort()
    pair = await world.submitted_pair(cohort_id)
    with clock.travelled(timedelta(days=21)):
        await world.tick()
        await finish_joint_steps(world, pair)
        assert await world.announced(CourseCompleted) == []
        await world.do(
            f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2}
        )
        (event,) = await world.announced(CourseCompleted)
    assert set(event.person_ids) == set(pair.person_ids)


async def test_in_a_rolling_cohort_the_project_begins_when_the_course_is_completed(world) -> None:
    pair = await world.pair(await world.cohort("rolling"))
    with clock.travelled(timedelta(days=35)):
        await world.tick()
        await world.put_plan(pair, pair.ada, 1)
        await world.do(f"/partnerships/{pair.id}/plan/submit", pair.ada)
        await world.do(
            f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2}
        )
        assert (await world.course(pair))["phase"] == "course"
        await finish_joint_steps(world, pair)
        assert (await world.course(pair))["phase"] == "project"
        assert len(await world.announced(CourseCompleted)) == 1


async def test_a_newcomer_takes_over_the_joint_steps_that_were_done(world) -> None:
    pair = await world.learning_pair()
    step = await world.step(pair, "joint")
    await world.tick_step(pair, step, pair.ada, pair.can)
    newcomer = principal()
    await world.hear(
        pair.members_changed(
            pair.seat(pair.ada, "PL", "Europe/Warsaw"), pair.seat(newcomer, "IT", "Europe/Rome")
        )
    )
    first = (await world.course(pair, newcomer))["weeks"][0]["steps"][0]
    assert first["complete"]
    assert first["mine_done"]
    left = await world.get(f"/partnerships/{pair.id}/course", pair.can)
    assert left.status_code == 404


async def test_a_trio_that_becomes_a_pair_is_not_held_up_by_who_left(world) -> None:
    pair = await world.learning_pair()
    third = principal()
    await world.hear(pair.members_changed(*pair.seats(), pair.seat(third, "IT", "Europe/Rome")))
    step = await world.step(pair, "joint")
    await world.tick_step(pair, step, pair.ada, pair.can)
    assert not (await world.course(pair))["weeks"][0]["steps"][0]["complete"]
    await world.hear(pair.members_changed(*pair.seats()))
    assert (await world.course(pair))["weeks"][0]["steps"][0]["complete"]
