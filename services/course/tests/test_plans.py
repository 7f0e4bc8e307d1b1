"""The plan: written together without losing a word, handed in, decided by staff."""

import pytest

from shared.contracts.course import PlanApproved, PlanReturned, PlanSubmitted
from shared.http import Grant, Role
from shared.testing import bearer, principal


async def test_writing_on_an_old_version_is_refused_and_loses_nothing(world) -> None:
    pair = await world.learning_pair()
    first = await world.put_plan(pair, pair.ada, 1, title="Ada's title")
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    second = await world.put_plan(pair, pair.can, 1, title="Can's title")
    assert (second.status_code, second.json()["current_version"]) == (412, 2)
    plan = await world.read(f"/partnerships/{pair.id}/plan", pair.can)
    assert (plan["content"]["title"], plan["edited_by_name"]) == ("Ada's title", "Ada Wiśniewska")
    third = await world.put_plan(pair, pair.can, 2, title="Our title")
    assert third.status_code == 200
    versions = await world.read(f"/partnerships/{pair.id}/plan/versions", pair.ada)
    assert [(one["version"], one["content"]["title"]) for one in versions["items"]] == [
        (3, "Our title"),
        (2, "Ada's title"),
    ]
    assert versions["items"][0]["changed"] == ["title"]


async def test_saving_the_same_words_makes_no_new_version(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1)
    again = await world.put_plan(pair, pair.can, 2)
    assert again.json()["version"] == 2


async def test_a_plan_without_the_version_it_was_read_at_is_not_saved(world) -> None:
    pair = await world.learning_pair()
    answer = await world.client.put(
        f"/v1/partnerships/{pair.id}/plan", json={}, headers=bearer(pair.ada, "course")
    )
    assert answer.status_code == 428


async def test_an_unfinished_plan_cannot_be_handed_in_and_says_what_is_missing(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1, roles="", timeline=[])
    answer = await world.post(f"/partnerships/{pair.id}/plan/submit", pair.ada)
    assert answer.status_code == 422
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert pointers == ["/timeline", "/roles"]


async def test_handing_in_twice_announces_once(world) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    await world.do(f"/partnerships/{pair.id}/plan/submit", pair.ada)
    assert len(await world.announced(PlanSubmitted)) == 1


async def test_staff_return_a_plan_with_a_reason_and_approve_the_next_one(world) -> None:
    cohort_id = await world.running_cohort()
    pair = await world.submitted_pair(cohort_id)
    tutor = principal(None, Grant(Role.TUTOR, cohort_id))
    path = f"/partnerships/{pair.id}/plan"
    silent = await world.post(f"{path}/return", tutor, {"note": "", "version": 2})
    assert silent.status_code == 422
    note = {"note": "Say where the classes need each other.", "version": 2}
    await world.do(f"{path}/return", tutor, note)
    (returned,) = await world.announced(PlanReturned)
    assert returned.note == "Say where the classes need each other."
    await world.put_plan(pair, pair.ada, 2, title="Better")
    await world.do(f"{path}/submit", pair.ada)
    await world.do(f"{path}/approve", tutor, {"note": "Well done.", "version": 3})
    (approved,) = await world.announced(PlanApproved)
    assert (approved.title, len(approved.milestones)) == ("Better", 2)
    closed = await world.put_plan(pair, pair.ada, 3, title="Later")
    assert (closed.status_code, closed.json()["type"]) == (409, "plan-approved")


async def test_what_was_handed_in_is_what_is_approved(world) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    await world.put_plan(pair, pair.ada, 2, title="Typed on meanwhile")
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    (approved,) = await world.announced(PlanApproved)
    assert approved.title == "Whose tap water?"


async def test_staff_read_what_was_handed_in_and_not_what_is_typed_since(world) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    await world.put_plan(pair, pair.ada, 2, title="Typed on meanwhile")
    seen = await world.read(f"/partnerships/{pair.id}/plan", world.lead)
    assert (seen["content"]["title"], seen["submitted_version"]) == ("Whose tap water?", 2)
    mine = await world.read(f"/partnerships/{pair.id}/plan", pair.can)
    assert mine["content"]["title"] == "Typed on meanwhile"


@pytest.mark.parametrize("verb", ["approve", "return"])
async def test_staff_do_not_decide_on_a_plan_that_was_handed_in_anew_unseen(
    world, verb: str
) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    await world.put_plan(pair, pair.ada, 2, title="Other words")
    await world.do(f"/partnerships/{pair.id}/plan/submit", pair.ada)
    decision = {"note": "Say where the classes need each other."}
    path = f"/partnerships/{pair.id}/plan/{verb}"
    late = await world.post(path, world.lead, {**decision, "version": 2})
    assert (late.status_code, late.json()["type"]) == (409, "plan-changed")
    assert late.json()["submitted_version"] == 3
    assert (await world.post(path, world.lead, decision)).status_code == 422
    await world.do(path, world.lead, {**decision, "version": 3})


async def test_nobody_decides_on_their_own_plan(world) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    both = principal(pair.ada.person_id, Role.TUTOR)
    answer = await world.post(
        f"/partnerships/{pair.id}/plan/approve", both, {"note": "", "version": 2}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "own-partnership")
    listed = (await world.read("/plans", both))["items"]
    assert listed == []


@pytest.mark.parametrize("role", [Role.TEACHER, Role.EVALUATOR, Role.MODERATOR, Role.OPERATOR])
async def test_only_those_who_look_after_a_cohort_decide(world, role: Role) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    answer = await world.post(
        f"/partnerships/{pair.id}/plan/approve", principal(None, role), {"note": "", "version": 2}
    )
    assert answer.status_code == 403


async def test_staff_see_the_plans_of_their_cohorts_only(world) -> None:
    mine, other = await world.running_cohort(), await world.running_cohort()
    pair = await world.submitted_pair(mine)
    await world.submitted_pair(other)
    tutor = principal(None, Grant(Role.TUTOR, mine))
    listed = (await world.read("/plans", tutor, status="submitted"))["items"]
    assert [one["partnership_id"] for one in listed] == [str(pair.id)]
    assert listed[0]["people"] == ["Ada Wiśniewska", "Can Öztürk"]
    assert len((await world.read("/plans", world.lead))["items"]) == 2


async def test_the_plan_of_others_does_not_exist_for_me(world) -> None:
    pair = await world.learning_pair()
    assert (await world.get(f"/partnerships/{pair.id}/plan", principal())).status_code == 404
    answer = await world.put_plan(pair, principal(), 1)
    assert answer.status_code == 404


async def test_ages_that_run_backwards_are_refused(world) -> None:
    pair = await world.learning_pair()
    answer = await world.put_plan(pair, pair.ada, 1, pupils_age_from=12, pupils_age_to=8)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/pupils_age_to"


async def test_after_the_cohort_has_gone_on_an_approved_plan_follows(world) -> None:
    cohort_id = await world.running_cohort()
    pair = await world.submitted_pair(cohort_id)
    await world.advance(cohort_id, "project")
    assert (await world.course(pair))["phase"] == "course"
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    assert (await world.course(pair))["phase"] == "project"
