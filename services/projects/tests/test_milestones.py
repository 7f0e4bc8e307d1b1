"""Milestones come from the plan, and from the partners on the way."""

from datetime import timedelta
from typing import Any

from shared import clock
from shared.contracts.partnering import SchoolFree
from shared.contracts.projects import MilestoneReached
from shared.testing import principal


async def milestones(programme: Any, pair: Any) -> Any:
    board = await programme.get(f"/partnerships/{pair.id}/project", pair.ada)
    return board.json()["milestones"]


def wish(days: int = 5) -> dict[str, str]:
    return {"title": "Film the river", "due_on": str(clock.today() + timedelta(days=days))}


async def test_partners_add_a_milestone_of_their_own_and_take_it_away(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    made = await programme.post(f"/partnerships/{pair.id}/milestones", pair.can, wish())
    assert made.status_code == 201
    assert made.json()["location"] == f"/v1/milestones/{made.json()['id']}"
    assert [each["own"] for each in await milestones(programme, pair)] == [True, False]
    dropped = await programme.delete(f"/milestones/{made.json()['id']}", pair.ada)
    assert dropped.status_code == 204
    assert len(await milestones(programme, pair)) == 1


async def test_the_same_key_adds_a_milestone_once(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/milestones"
    key = {"Idempotency-Key": "once"}
    first = await programme.post(path, pair.ada, wish(), **key)
    again = await programme.post(path, pair.ada, wish(), **key)
    other = await programme.post(path, pair.ada, wish(9), **key)
    assert first.json() == again.json()
    assert other.status_code == 409
    assert len(await milestones(programme, pair)) == 2


async def test_a_milestone_in_the_past_is_refused_at_its_field(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    answer = await programme.post(f"/partnerships/{pair.id}/milestones", pair.ada, wish(-2))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/due_on"


async def test_a_milestone_in_a_lifetime_is_refused_at_its_field(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    answer = await programme.post(f"/partnerships/{pair.id}/milestones", pair.ada, wish(4000))
    assert answer.json()["errors"][0]["pointer"] == "/due_on"


async def test_a_milestone_on_a_holiday_is_taken_and_says_whose(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    day = clock.today() + timedelta(days=5)
    break_days = SchoolFree(starts_on=day - timedelta(days=1), ends_on=day)
    ada, can = pair.seats()
    members = (ada.model_copy(update={"school_free": (break_days,)}), can)
    await programme.hear(pair.confirmed().model_copy(update={"members": members}))
    made = await programme.post(f"/partnerships/{pair.id}/milestones", pair.can, wish())
    assert made.status_code == 201
    told = {one["own"]: one["on_holiday_for"] for one in await milestones(programme, pair)}
    assert len(told[True]) == 1
    assert told[False] == []
    await programme.post(f"/milestones/{made.json()['id']}/reached", pair.can)
    assert not any(one["on_holiday_for"] for one in await milestones(programme, pair))


async def test_reaching_a_milestone_twice_tells_the_partners_once(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    (milestone,) = await milestones(programme, pair)
    await programme.post(f"/milestones/{milestone['id']}/reached", pair.can)
    again = await programme.post(f"/milestones/{milestone['id']}/reached", pair.ada)
    assert again.json()["reached_by"] == "Can Öztürk"
    (reached,) = await programme.announced(MilestoneReached)
    assert set(reached.person_ids) == set(pair.person_ids)


async def test_a_milestone_may_be_reopened(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    (milestone,) = await milestones(programme, pair)
    await programme.post(f"/milestones/{milestone['id']}/reached", pair.can)
    reopened = await programme.post(f"/milestones/{milestone['id']}/reopened", pair.ada)
    assert reopened.json()["reached_at"] is None


async def test_a_milestone_of_the_plan_stays(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    (milestone,) = await milestones(programme, pair)
    answer = await programme.delete(f"/milestones/{milestone['id']}", pair.ada)
    assert (answer.status_code, answer.json()["type"]) == (409, "milestone-of-the-plan")


async def test_strangers_and_those_who_left_touch_nothing(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    (milestone,) = await milestones(programme, pair)
    await programme.hear(pair.without_can())
    for who in (principal(), pair.can):
        reached = await programme.post(f"/milestones/{milestone['id']}/reached", who)
        added = await programme.post(f"/partnerships/{pair.id}/milestones", who, wish())
        assert (reached.status_code, added.status_code) == (404, 404)


async def test_my_projects_say_what_is_next(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    (card,) = (await programme.get("/me/projects", pair.ada)).json()
    assert card["partner_names"] == ["Can Öztürk"]
    assert card["countries"] == ["PL", "TR"]
    assert card["next_milestone"] == "Meet online"
    assert card["next_due_on"] == str(clock.today() + timedelta(days=14))
    assert (await programme.get("/me/projects", principal())).json() == []
