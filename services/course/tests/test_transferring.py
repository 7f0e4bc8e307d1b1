"""A held partnership goes on in another cohort: with its plan, its steps and the feedback it got."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.contracts.course import CourseOpened, MembersMoved, WeekOpened
from shared.contracts.extensions import ExtensionAsked, ExtensionEnding, PartnershipsMoved
from shared.contracts.transfers import PartnershipTransferred
from shared.ids import new_id


def in_days(days: int) -> str:
    return str(clock.today() + timedelta(days=days))


def moved(pair: Any, to: Any, phase: Any = "course") -> PartnershipTransferred:
    return PartnershipTransferred(
        partnership_id=pair.id,
        from_cohort_id=pair.cohort_id,
        cohort_id=to,
        phase=phase,
        person_ids=pair.person_ids,
        enrolment_ids=(new_id(), new_id()),
        transferred_by=new_id(),
    )


async def facts_of(world: Any, pair: Any) -> Any:
    async with world.database.reading() as session:
        query = text(
            "SELECT cohort_id, phase, held_by_staff, extended_until, finishes_alone, remind_on"
            " FROM partnerships WHERE id = :id"
        )
        return (await session.execute(query, {"id": pair.id})).one()


async def held(world: Any, *, submitted: bool = True, until: int = 20) -> Any:
    """A pair in the second week of its course whose cohort has closed; another pair was there."""
    cohort_id = await world.running_cohort()
    pair = await world.learning_pair(cohort_id)
    await world.tick_step(pair, await world.step(pair, "joint"), pair.ada, pair.can)
    await world.tick_step(pair, await world.step(pair, "individual"), pair.ada)
    assert (await world.put_plan(pair, pair.ada, 1)).status_code == 200
    if submitted:
        await world.do(f"/partnerships/{pair.id}/plan/submit", pair.can)
    await world.advance(cohort_id, "project", hold=[str(pair.id)])
    way = {"partnership_id": str(pair.id), "way": "extend", "until": in_days(until)}
    await world.advance(cohort_id, "closed", ways=[way])
    return pair


async def test_what_was_done_counts_in_the_new_cohort_and_nobody_is_held(world) -> None:
    pair = await held(world)
    before = await world.course(pair)
    new = await world.running_cohort()
    await world.hear(moved(pair, new))
    facts = await facts_of(world, pair)
    assert tuple(facts) == (new, "course", False, None, False, None)
    course = await world.course(pair)
    assert (course["cohort_id"], course["joint_done"]) == (str(new), before["joint_done"])
    assert before["joint_done"] == 1
    mine = [step["mine_done"] for week in course["weeks"] for step in week["steps"]]
    assert mine == [step["mine_done"] for week in before["weeks"] for step in week["steps"]]
    assert sum(mine) == 2
    plans = (await world.read("/plans", world.lead, cohort_id=str(new)))["items"]
    assert [one["partnership_id"] for one in plans] == [str(pair.id)]
    assert (await world.read(f"/partnerships/{pair.id}/extension", pair.ada))["held"] is False
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})


async def test_open_weeks_stay_open_and_the_others_follow_the_new_dates(world) -> None:
    pair = await held(world)
    opened = [week["number"] for week in (await world.course(pair))["weeks"] if week["opened"]]
    assert opened == [1]
    start = clock.today() + timedelta(days=40)
    new = await world.cohort(
        course_starts_on=str(start),
        project_starts_on=str(start + timedelta(days=28)),
        closes_on=str(start + timedelta(days=100)),
    )
    await world.hear(moved(pair, new))
    weeks = (await world.course(pair))["weeks"]
    assert [week["opened"] for week in weeks] == [True, False, False, False]
    assert [week["opens_on"] for week in weeks[1:]] == [
        str(start + timedelta(weeks=number)) for number in (1, 2, 3)
    ]
    await world.tick()
    assert not [one for one in await world.announced(WeekOpened) if one.week > 1]
    with clock.travelled(timedelta(days=48)):
        await world.tick()
        latest = (await world.announced(WeekOpened))[-1]
        assert (latest.partnership_id, latest.week) == (pair.id, 2)


async def test_in_a_rolling_cohort_the_weeks_go_on_from_the_next_monday(world) -> None:
    pair = await held(world)
    await world.hear(moved(pair, await world.cohort("rolling")))
    weeks = (await world.course(pair))["weeks"]
    days = [clock.today().fromisoformat(week["opens_on"]) for week in weeks[1:]]
    assert all(day.weekday() == 0 and day > clock.today() for day in days)
    assert [later - first for first, later in pairwise(days)] == [timedelta(weeks=1)] * 2


async def test_a_course_that_never_opened_opens_with_the_new_cohort(world) -> None:
    cohort_id = await world.cohort()
    pair = await world.pair(cohort_id)
    for phase in ("course", "project", "closed"):
        await world.advance(cohort_id, phase, hold=[str(pair.id)])
    new = await world.cohort()
    await world.hear(moved(pair, new, "partnering"))
    await world.tick()
    assert await world.announced(CourseOpened) == []
    assert (await facts_of(world, pair)).phase == "partnering"
    await world.advance(new, "course")
    await world.tick()
    assert [one.partnership_id for one in await world.announced(CourseOpened)] == [pair.id]


async def test_the_last_day_of_the_old_cohort_no_longer_ends_it(world) -> None:
    pair = await held(world, until=10)
    await world.hear(moved(pair, await world.running_cohort()))
    with clock.travelled(timedelta(days=12)):
        await world.tick()
        assert await world.announced(ExtensionEnding, PartnershipsMoved) == []
        assert (await facts_of(world, pair)).phase == "course"
        assert (await world.put_plan(pair, pair.ada, 2, tools="Paper")).status_code in (200, 409)


async def test_moved_when_its_last_day_was_just_over_it_goes_on(world) -> None:
    pair = await held(world, until=10, submitted=False)
    new = await world.running_cohort()
    with clock.travelled(timedelta(days=12)):
        await world.tick()
        assert (await facts_of(world, pair)).phase == "closed"
        await world.hear(moved(pair, new))
        assert (await facts_of(world, pair)).phase == "course"
        assert (await world.put_plan(pair, pair.ada, 2, tools="Paper")).status_code == 200


async def test_moved_into_a_cohort_that_was_closed_in_the_same_moment_it_ends_with_the_others(
    world,
) -> None:
    pair = await held(world)
    new = await world.cohort(phase="project")
    await world.advance(new, "closed")
    await world.hear(moved(pair, new))
    assert (await facts_of(world, pair)).phase == "closed"
    (ended,) = await world.announced(PartnershipsMoved)
    assert (ended.cohort_id, ended.phase, ended.partnership_ids) == (new, "closed", (pair.id,))
    assert (await world.announced(MembersMoved))[-1].cohort_id == new
    await world.do(f"/cohorts/{new}/advance/undo", world.lead)
    assert (await facts_of(world, pair)).phase == "course"


@pytest.mark.parametrize("undone", [1, 2])
async def test_taking_advances_of_the_old_cohort_back_leaves_it_where_it_is(world, undone) -> None:
    cohort_id = await world.running_cohort()
    pair = await world.submitted_pair(cohort_id)
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    await world.advance(cohort_id, "project")
    await world.advance(cohort_id, "closed", hold=[str(pair.id)])
    new = await world.cohort(phase="project")
    await world.hear(moved(pair, new, "project"))
    for _ in range(undone):
        await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    facts = await facts_of(world, pair)
    assert (facts.cohort_id, facts.phase) == (new, "project")
    told = {one for event in await world.announced(MembersMoved) if event.undone
            for one in event.person_ids}  # fmt: skip
    assert not told & set(pair.person_ids)


async def test_a_hold_of_the_new_cohort_outlives_the_undo_of_the_old_one(world) -> None:
    pair = await held(world)
    new = await world.running_cohort()
    await world.hear(moved(pair, new))
    await world.advance(new, "project", hold=[str(pair.id)])
    await world.do(f"/cohorts/{pair.cohort_id}/advance/undo", world.lead)
    assert (await facts_of(world, pair)).held_by_staff


async def test_feedback_it_got_counts_and_reviews_it_owed_there_go_to_others(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(4)]
    (given, *_) = await world.to_give(pairs[1])
    await world.do(f"/reviews/{given['id']}", pairs[1].ada, world.feedback)
    async with world.database.reading() as session:
        query = text("SELECT reviewed_partnership_id FROM reviews WHERE id = :id")
        about = await session.scalar(query, {"id": given["id"]})
    reviewed = next(one for one in pairs if one.id == about)
    assert await world.to_give(reviewed)
    new = await world.running_cohort()
    await world.hear(moved(reviewed, new))
    assert await world.to_give(reviewed) == []
    async with world.database.reading() as session:
        query = text(
            "SELECT cohort_id FROM reviews WHERE reviewed_partnership_id = :id AND status = 'given'"
        )
        assert list(await session.scalars(query, {"id": about})) == [new]
    for other in pairs:
        if other is not reviewed:
            plan = await world.read(f"/partnerships/{other.id}/plan", other.ada)
            assert plan["status"] == "submitted"


async def test_a_request_to_go_on_elsewhere_is_answered_by_the_move(world) -> None:
    pair = await held(world)
    path = f"/partnerships/{pair.id}/extension"
    wish = {"way": "move", "reason": "Our school was closed for a month."}
    await world.do(path, pair.ada, wish)
    assert [one.way for one in await world.announced(ExtensionAsked)] == ["move"]
    (row,) = (await world.read(f"/cohorts/{pair.cohort_id}/extensions", world.lead))["items"]
    assert (row["request"]["way"], row["request"]["reason"]) == ("move", wish["reason"])
    assert (await world.read(path, pair.ada))["request"]["reason"] == wish["reason"]
    assert (await world.read(path, pair.can))["request"]["reason"] == ""
    await world.hear(moved(pair, await world.running_cohort()))
    assert (await world.read(path, pair.ada))["request"]["answer"] == "granted"


async def test_the_reason_goes_with_the_account_and_what_was_asked_stays(world) -> None:
    pair = await held(world)
    path = f"/partnerships/{pair.id}/extension"
    await world.do(path, pair.ada, {"way": "move", "reason": "I was ill."})
    await world.hear(ErasureRequested(person_id=pair.ada.person_id, erasure_id=new_id()))
    (row,) = (await world.read(f"/cohorts/{pair.cohort_id}/extensions", world.lead))["items"]
    assert (row["request"]["way"], row["request"]["reason"]) == ("move", "")


@pytest.mark.parametrize(
    "wish",
    [
        {"way": "move", "until": "2099-01-01"},
        {"way": "move", "reason": "Line\nbreak"},
        {"way": "move", "reason": "\u202eevil"},
        {"way": "move", "reason": "x" * 301},
        {"way": "elsewhere"},
    ],
)
async def test_a_wish_that_cannot_be_is_refused(world, wish) -> None:
    pair = await held(world)
    answer = await world.post(f"/partnerships/{pair.id}/extension", pair.ada, wish)
    assert answer.status_code == 422
    staff = f"/cohorts/{pair.cohort_id}/extensions/{pair.id}"
    assert (await world.post(staff, world.lead, {"way": "move"})).status_code == 422


async def test_whoever_was_silent_while_waiting_begins_anew(world) -> None:
    pair = await held(world, submitted=False)
    with clock.travelled(timedelta(days=9)):
        await world.hear(moved(pair, await world.running_cohort()))
        await world.tick()
        async with world.database.reading() as session:
            query = text("SELECT clock_stage, clock_due_at FROM partnerships WHERE id = :id")
            stage, due = (await session.execute(query, {"id": pair.id})).one()
    assert stage == 0
    assert due > clock.now() + timedelta(days=10)
