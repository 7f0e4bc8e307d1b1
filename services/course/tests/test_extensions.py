"""Nobody is held for ever: who goes on after the close has a last day, and may ask for another."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shared import clock
from shared.contracts.course import CohortAdvanced, CourseCompleted, CourseOpened, MembersMoved
from shared.contracts.extensions import (
    ExtensionAsked,
    ExtensionDeclined,
    ExtensionEnding,
    ExtensionGranted,
    PartnershipsMoved,
)


def in_days(days: int) -> str:
    return str(clock.today() + timedelta(days=days))


async def phase_of(world, pair) -> str:
    async with world.database.reading() as session:
        query = text("SELECT phase FROM partnerships WHERE id = :id")
        return str(await session.scalar(query, {"id": pair.id}))


async def closed_with(world, *ways: dict[str, Any], pairs: int = 2):
    """A cohort that closes; the first pairs are held back in these ways."""
    cohort_id = await world.cohort(phase="course")
    made = [await world.pair(cohort_id) for _ in range(pairs)]
    await world.advance(cohort_id, "project")
    named = [{"partnership_id": str(pair.id), **way} for pair, way in zip(made, ways, strict=False)]
    await world.advance(cohort_id, "closed", ways=named)
    return cohort_id, made


async def test_the_preview_of_the_close_shows_until_when_each_held_partnership_goes_on(
    world,
) -> None:
    cohort_id = await world.cohort(phase="course")
    first, second, going = [await world.pair(cohort_id) for _ in range(3)]
    await world.advance(cohort_id, "project")
    way = {"partnership_id": str(first.id), "way": "extend", "until": in_days(40)}
    body = {"to": "closed", "hold": [str(second.id)], "ways": [way]}
    dry = await world.do(f"/cohorts/{cohort_id}/advance", world.lead, body)
    assert {one["partnership_id"]: (one["way"], one["until"]) for one in dry["held"]} == {
        str(first.id): ("extend", in_days(40)),
        str(second.id): ("extend", in_days(28)),
    }
    told = {one["event"]: set(one["person_ids"]) for one in dry["notices"]}
    held = {str(one) for pair in (first, second) for one in pair.person_ids}
    assert told[ExtensionGranted.type] == held
    run = {**body, "dry_run": False, "seen": dry["digest"]}
    await world.do(f"/cohorts/{cohort_id}/advance", world.lead, run)
    given = await world.announced(ExtensionGranted)
    assert {str(one) for event in given for one in event.person_ids} == held
    assert {(one.partnership_id, str(one.until)) for one in given} == {
        (first.id, in_days(40)),
        (second.id, in_days(28)),
    }
    assert not (await world.announced(CohortAdvanced))[-1].tells_held
    assert await phase_of(world, going) == "closed"


@pytest.mark.parametrize(
    ("way", "until", "field"),
    [
        ("extend", 0, "until"),
        ("extend", -3, "until"),
        ("extend", 400, "until"),
        ("alone", 20, "way"),
    ],
)
async def test_a_way_on_that_cannot_be_is_refused_before_anything_closes(
    world, way: str, until: int, field: str
) -> None:
    cohort_id = await world.cohort(phase="course")
    pair = await world.pair(cohort_id)
    await world.advance(cohort_id, "project")
    named = {"partnership_id": str(pair.id), "way": way, "until": in_days(until)}
    run = {"to": "closed", "dry_run": False, "ways": [named]}
    answer = await world.post(f"/cohorts/{cohort_id}/advance", world.lead, run)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [f"/ways/0/{field}"]
    assert (await world.read(f"/cohorts/{cohort_id}"))["phase"] == "project"


async def test_an_extended_partnership_works_on_and_ends_by_itself_after_its_last_day(
    world,
) -> None:
    _cohort_id, (held, gone) = await closed_with(world, {"way": "extend", "until": in_days(30)})
    await world.tick()
    assert held.id in {one.partnership_id for one in await world.announced(CourseOpened)}
    written = await world.put_plan(held, held.ada, 1)
    assert written.status_code == 200, written.text
    assert (await world.put_plan(gone, gone.ada, 1)).status_code in (404, 409)
    with clock.travelled(timedelta(days=30)):
        await world.tick()
        assert await phase_of(world, held) == "course"
    with clock.travelled(timedelta(days=31, hours=12)):
        await world.tick()
        assert await phase_of(world, held) == "closed"
        (moved,) = await world.announced(PartnershipsMoved)
        assert (moved.phase, moved.partnership_ids, moved.undone) == ("closed", (held.id,), False)
        latest = (await world.announced(MembersMoved))[-1]
        assert (latest.phase, set(latest.person_ids)) == ("closed", set(held.person_ids))
        await world.tick()
        assert len(await world.announced(PartnershipsMoved)) == 1
        assert (await world.put_plan(held, held.ada, 2)).status_code == 409


async def test_a_course_that_never_opened_opens_for_whoever_goes_on_after_the_close(world) -> None:
    cohort_id = await world.cohort()
    pair = await world.pair(cohort_id)
    for phase in ("course", "project"):
        await world.advance(cohort_id, phase, hold=[str(pair.id)])
    await world.tick()
    assert await world.announced(CourseOpened) == []
    await world.advance(cohort_id, "closed", hold=[str(pair.id)])
    await world.tick()
    assert [one.partnership_id for one in await world.announced(CourseOpened)] == [pair.id]
    assert await phase_of(world, pair) == "course"


async def test_members_are_reminded_a_week_and_a_day_before_their_last_day(world) -> None:
    _cohort_id, (held, _gone) = await closed_with(world, {"way": "extend", "until": in_days(30)})
    heard = []
    for day in range(32):
        with clock.travelled(timedelta(days=day)):
            await world.tick()
            heard.append(len(await world.announced(ExtensionEnding)))
    assert [day for day in range(1, 32) if heard[day] > heard[day - 1]] == [23, 29]
    assert set((await world.announced(ExtensionEnding))[0].person_ids) == set(held.person_ids)


async def test_a_plan_approved_after_the_close_begins_the_project_of_the_extended(world) -> None:
    cohort_id = await world.running_cohort()
    pair = await world.submitted_pair(cohort_id)
    await world.advance(cohort_id, "project")
    named = {"partnership_id": str(pair.id), "way": "extend", "until": in_days(60)}
    await world.advance(cohort_id, "closed", ways=[named])
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    async with world.database.transaction() as session:
        await session.execute(text("DELETE FROM step_texts"))
        await session.execute(text("DELETE FROM steps_done"))
        await session.execute(text("DELETE FROM steps WHERE kind = 'joint'"))
    await world.hear(pair.members_changed(*pair.seats()))
    assert pair.id in {one.partnership_id for one in await world.announced(CourseCompleted)}
    assert await phase_of(world, pair) == "project"


async def test_a_teacher_whose_partner_is_gone_finishes_alone(world) -> None:
    cohort_id = await world.cohort(phase="course")
    pair = await world.pair(cohort_id)
    await world.advance(cohort_id, "project")
    await world.hear(pair.members_changed(pair.seats()[0]))
    named = {"partnership_id": str(pair.id), "way": "alone", "until": in_days(20)}
    await world.advance(cohort_id, "closed", ways=[named])
    given = (await world.announced(ExtensionGranted))[-1]
    assert (given.way, given.person_ids) == ("alone", (pair.ada.person_id,))
    mine = await world.read(f"/partnerships/{pair.id}/extension", pair.ada)
    assert (mine["alone"], mine["until"], mine["may_finish_alone"]) == (True, in_days(20), True)
    assert (await world.get(f"/partnerships/{pair.id}/extension", pair.can)).status_code == 404


async def test_members_see_why_they_are_held_and_what_is_open(world) -> None:
    _cohort_id, (held, gone) = await closed_with(world, {"way": "extend", "until": in_days(30)})
    mine = await world.read(f"/partnerships/{held.id}/extension", held.can)
    assert mine["held"]
    assert mine["open"] == ["plan_not_submitted", "joint_steps"]
    assert mine["joint_steps_open"] > 0
    over = await world.read(f"/partnerships/{gone.id}/extension", gone.ada)
    assert (over["held"], over["may_ask"], over["open"]) == (False, False, [])
    (course,) = (await world.read("/me/courses", held.can))["items"]
    assert (course["behind"], course["extended_until"]) == (True, in_days(30))


async def test_members_ask_for_more_time_and_staff_answer_on_the_page_of_the_cohort(world) -> None:
    cohort_id, (held, _gone) = await closed_with(world, {"way": "extend", "until": in_days(10)})
    path = f"/partnerships/{held.id}/extension"
    await world.do(path, held.ada, {"way": "extend", "until": in_days(50)})
    await world.do(path, held.can, {"way": "extend", "until": in_days(60)})
    asked = await world.announced(ExtensionAsked)
    assert [(one.asked_by, str(one.until)) for one in asked] == [
        (held.ada.person_id, in_days(50)),
        (held.can.person_id, in_days(60)),
    ]
    (row,) = (await world.read(f"/cohorts/{cohort_id}/extensions", world.lead))["items"]
    assert (row["until"], row["request"]["until"]) == (in_days(10), in_days(60))
    staff = f"/cohorts/{cohort_id}/extensions/{held.id}"
    await world.do(staff, world.lead, {"way": "extend", "until": in_days(55)})
    mine = await world.read(path, held.ada)
    assert (mine["until"], mine["request"]["answer"]) == (in_days(55), "granted")
    assert str((await world.announced(ExtensionGranted))[-1].until) == in_days(55)
    again = await world.post(f"{staff}/decline", world.lead)
    assert (again.status_code, again.json()["type"]) == (409, "nothing-asked")


async def test_a_declined_request_names_the_last_day_that_stays_and_may_be_asked_anew(
    world,
) -> None:
    cohort_id, (held, _gone) = await closed_with(world, {"way": "extend", "until": in_days(10)})
    path = f"/partnerships/{held.id}/extension"
    await world.do(path, held.ada, {"way": "extend", "until": in_days(50)})
    await world.do(f"/cohorts/{cohort_id}/extensions/{held.id}/decline", world.lead)
    mine = await world.read(path, held.ada)
    assert (mine["until"], mine["request"]["answer"]) == (in_days(10), "declined")
    (told,) = await world.announced(ExtensionDeclined)
    assert str(told.until) == in_days(10)
    await world.do(path, held.ada, {"way": "finish"})
    (row,) = (await world.read(f"/cohorts/{cohort_id}/extensions", world.lead))["items"]
    assert row["request"]["way"] == "finish"
    await world.do(f"/cohorts/{cohort_id}/extensions/{held.id}", world.lead, {"way": "finish"})
    assert await phase_of(world, held) == "closed"
    assert (await world.read(f"/cohorts/{cohort_id}/extensions", world.lead))["items"] == []


async def test_only_members_of_a_held_partnership_ask_and_staff_decide_not_on_their_own(
    world,
) -> None:
    cohort_id, (held, gone) = await closed_with(world, {"way": "extend", "until": in_days(10)})
    wish = {"way": "extend", "until": in_days(50)}
    for pair, who, status in ((held, gone.ada, 404), (gone, gone.ada, 409)):
        answer = await world.post(f"/partnerships/{pair.id}/extension", who, wish)
        assert answer.status_code == status
    for body in (
        {"way": "alone", "until": in_days(9)},
        {"way": "extend"},
        {"way": "extend", "until": in_days(0)},
    ):
        answer = await world.post(f"/partnerships/{held.id}/extension", held.ada, body)
        assert answer.status_code == 422, body
    teaching = type(world.lead)(
        person_id=held.ada.person_id,
        roles=world.lead.roles,
        **{
            name: getattr(world.lead, name)
            for name in world.lead.__dataclass_fields__
            if name not in ("person_id", "roles")
        },
    )
    own = await world.post(f"/cohorts/{cohort_id}/extensions/{held.id}", teaching, wish)
    assert (own.status_code, own.json()["type"]) == (403, "own-partnership")
    assert (await world.read(f"/cohorts/{cohort_id}/extensions", teaching))["items"] == []


async def test_taking_the_close_back_takes_the_last_days_back(world) -> None:
    cohort_id, (held, _gone) = await closed_with(world, {"way": "extend", "until": in_days(10)})
    await world.do(
        f"/partnerships/{held.id}/extension", held.ada, {"way": "extend", "until": in_days(50)}
    )
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    mine = await world.read(f"/partnerships/{held.id}/extension", held.ada)
    assert (mine["until"], mine["may_ask"], mine["request"]["answer"]) == (None, False, "ended")
    with clock.travelled(timedelta(days=20)):
        await world.tick()
        assert await phase_of(world, held) != "closed"
