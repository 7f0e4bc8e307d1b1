"""A board opens once, when all it waits for is known, in whichever order it is heard."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.boards.rules import Facts, is_ready, missing
from shared import clock
from shared.contracts.projects import ProjectOpened


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_plan_cohort_and_partnership_may_be_heard_in_any_order(
    programme: Any, pair: Any, order: tuple[int, ...]
) -> None:
    await programme.hear(pair.cohort("course"))
    facts = [pair.advanced("project"), pair.confirmed(), pair.plan()]
    await programme.hear(*(facts[at] for at in order))
    await programme.tick()
    (opened,) = await programme.announced(ProjectOpened)
    assert set(opened.person_ids) == set(pair.person_ids)
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    assert board["state"] == "on_track"
    assert board["waiting_for"] == []


async def test_an_approved_plan_alone_opens_nothing(programme: Any, pair: Any) -> None:
    await programme.hear(pair.cohort("course"), pair.confirmed(), pair.plan())
    await programme.tick()
    assert await programme.announced(ProjectOpened) == []
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    assert (board["state"], board["waiting_for"]) == ("waiting", ["cohort_in_project"])


async def test_a_rolling_partnership_opens_when_its_course_is_completed(
    programme: Any, pair: Any
) -> None:
    await programme.hear(pair.cohort("partnering", "rolling"), pair.confirmed(), pair.plan())
    await programme.tick()
    assert await programme.announced(ProjectOpened) == []
    await programme.hear(pair.completed())
    assert len(await programme.announced(ProjectOpened)) == 1


async def test_a_rolling_course_may_be_completed_before_its_plan_is_heard_of(
    programme: Any, pair: Any
) -> None:
    await programme.hear(pair.completed(), pair.plan(), pair.cohort("course", "rolling"))
    await programme.tick()
    assert len(await programme.announced(ProjectOpened)) == 1


async def test_a_board_opens_only_once(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    await programme.hear(pair.plan(), pair.completed(), pair.advanced("project"))
    await programme.tick()
    assert len(await programme.announced(ProjectOpened)) == 1


async def test_a_partnership_held_back_opens_when_it_has_completed_its_course(
    programme: Any, pair: Any
) -> None:
    await programme.hear(pair.cohort("course"), pair.confirmed(), pair.plan())
    await programme.hear(pair.advanced("project", held=(pair.id,)))
    await programme.tick()
    assert await programme.announced(ProjectOpened) == []
    await programme.hear(pair.completed())
    assert len(await programme.announced(ProjectOpened)) == 1


async def test_a_partnership_may_be_held_before_anything_else_is_known_of_it(
    programme: Any, pair: Any
) -> None:
    await programme.hear(pair.cohort("course"), pair.advanced("project", held=(pair.id,)))
    await programme.hear(pair.confirmed(), pair.plan())
    await programme.tick()
    assert await programme.announced(ProjectOpened) == []


async def test_a_dissolved_partnership_opens_no_board(programme: Any, pair: Any) -> None:
    await programme.hear(pair.dissolved(), pair.cohort("project"), pair.plan())
    await programme.tick()
    assert await programme.announced(ProjectOpened) == []


async def test_undoing_an_advance_takes_back_boards_nobody_has_touched(programme: Any) -> None:
    untouched = await programme.begin()
    touched = await programme.begin(type(untouched)(cohort_id=untouched.cohort_id))
    milestone = (await _board(programme, touched))["milestones"][0]["id"]
    await programme.post(f"/milestones/{milestone}/reached", touched.ada)
    await programme.hear(untouched.advanced("course", "project", undone=True))
    assert (await _board(programme, untouched))["state"] == "waiting"
    assert (await _board(programme, touched))["state"] == "on_track"
    await programme.hear(untouched.advanced("project"))
    await programme.tick()
    again = await _board(programme, untouched)
    assert again["state"] == "on_track"
    assert [each["number"] for each in again["checkpoints"]] == [1, 2]


async def test_undoing_the_close_keeps_back_whoever_was_held_before_it(
    programme: Any, pair: Any
) -> None:
    await programme.hear(pair.cohort("course"), pair.confirmed(), pair.plan())
    await programme.hear(pair.advanced("project", held=(pair.id,)))
    await programme.hear(pair.advanced("closed", "project"))
    await programme.hear(pair.advanced("project", "closed", undone=True))
    await programme.tick()
    assert (await _board(programme, pair))["state"] == "waiting"


async def test_letting_the_held_follow_and_taking_it_back_keeps_the_boards_of_others(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await programme.hear(pair.advanced("project", "project"))
    await programme.hear(pair.advanced("project", "project", undone=True, held=(pair.id,)))
    assert (await _board(programme, pair))["state"] == "on_track"


async def test_a_plan_approved_again_renews_what_was_not_reached(programme: Any, pair: Any) -> None:
    soon, later = clock.today() + timedelta(days=3), clock.today() + timedelta(days=20)
    await programme.hear(pair.cohort("project"), pair.confirmed())
    await programme.hear(pair.plan(("Meet", soon), ("Measure", later)))
    meet = (await _board(programme, pair))["milestones"][0]["id"]
    await programme.post(f"/milestones/{meet}/reached", pair.ada)
    await programme.hear(pair.plan(("Meet", soon), ("Draw a map", later)))
    titles = [each["title"] for each in (await _board(programme, pair))["milestones"]]
    assert titles == ["Meet", "Draw a map"]


async def _board(programme: Any, pair: Any) -> Any:
    return (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()


phases = st.sampled_from([None, "draft", "partnering", "course", "project", "closed"])


@given(st.booleans(), st.booleans(), phases, st.booleans(), st.booleans(), st.booleans())
def test_no_board_opens_before_its_time_or_for_a_dissolved_partnership(
    approved: bool, completed: bool, phase: str | None, rolling: bool, held: bool, dissolved: bool
) -> None:
    facts = Facts(approved, completed, phase, rolling, held, dissolved)
    if is_ready(facts):
        assert approved
        assert not dissolved
        assert phase not in {None, "draft"}
        assert completed or (phase == "project" and not rolling and not held)
        assert phase != "closed" or held
    assert is_ready(facts) == (not missing(facts) and not dissolved)


async def test_a_board_opens_after_the_close_for_whoever_goes_on(programme: Any, pair: Any) -> None:
    await programme.hear(*pair.people(), pair.cohort("project"), pair.confirmed())
    held = {"held": (pair.id,)}
    await programme.hear(pair.advanced("closed", "project", **held), pair.plan(), pair.completed())
    await programme.tick()
    assert [one.partnership_id for one in await programme.announced(ProjectOpened)] == [pair.id]
