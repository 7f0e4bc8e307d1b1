"""Advancing a cohort: the dry run tells the truth, the run does it, 24 hours take it back."""

from datetime import timedelta

from sqlalchemy import text

from shared import clock
from shared.contracts.course import CohortAdvanced, CourseOpened, MembersMoved, WeekOpened
from shared.http import Grant, Role
from shared.testing import principal

WHAT = ("moves", "held", "notices", "digest", "from_phase", "to_phase")


async def test_the_run_does_exactly_what_the_dry_run_showed(world) -> None:
    cohort_id = await world.cohort()
    going, staying = await world.pair(cohort_id), await world.pair(cohort_id)
    path, body = f"/cohorts/{cohort_id}/advance", {"to": "course", "hold": [str(staying.id)]}
    dry = await world.do(path, world.lead, body)
    done = await world.do(path, world.lead, {**body, "dry_run": False, "seen": dry["digest"]})
    assert {key: dry[key] for key in WHAT} == {key: done[key] for key in WHAT}
    assert [one["partnership_id"] for one in done["moves"]] == [str(going.id)]
    assert done["held"] == [
        {
            "partnership_id": str(staying.id),
            "people": ["Ada Wiśniewska", "Can Öztürk"],
            "why": "held_by_staff",
            "way": None,
            "until": None,
            "members": 0,
        }
    ]
    await world.tick()
    assert [event.partnership_id for event in await world.announced(CourseOpened)] == [going.id]


async def test_a_dry_run_changes_nothing(world) -> None:
    cohort_id = await world.cohort()
    await world.pair(cohort_id)
    await world.do(f"/cohorts/{cohort_id}/advance", world.lead, {"to": "course"})
    await world.tick()
    assert (await world.read(f"/cohorts/{cohort_id}"))["phase"] == "partnering"
    assert await world.announced(CourseOpened) == []


async def test_a_run_after_something_changed_does_nothing(world) -> None:
    cohort_id = await world.cohort()
    await world.pair(cohort_id)
    path = f"/cohorts/{cohort_id}/advance"
    dry = await world.do(path, world.lead, {"to": "course"})
    await world.pair(cohort_id)
    run = {"to": "course", "dry_run": False, "seen": dry["digest"]}
    answer = await world.post(path, world.lead, run)
    assert (answer.status_code, answer.json()["type"]) == (409, "situation-changed")
    assert (await world.read(f"/cohorts/{cohort_id}"))["phase"] == "partnering"


async def test_an_open_handshake_holds_a_partnership_back(world) -> None:
    cohort_id = await world.cohort()
    pair = await world.pair(cohort_id)
    waiting = type(pair)(cohort_id)
    await world.hear(waiting.proposed())
    dry = await world.do(f"/cohorts/{cohort_id}/advance", world.lead, {"to": "course"})
    assert [(one["partnership_id"], one["why"]) for one in dry["held"]] == [
        (str(waiting.id), "handshake_open")
    ]
    told = {one["event"]: set(one["person_ids"]) for one in dry["notices"]}
    people = {str(one) for one in pair.person_ids}
    assert told == {
        CohortAdvanced.type: set(),
        MembersMoved.type: people,
        CourseOpened.type: people,
        WeekOpened.type: people,
    }


async def test_only_approved_plans_go_on_to_the_project(world) -> None:
    cohort_id = await world.running_cohort()
    ready, writing = await world.submitted_pair(cohort_id), await world.learning_pair(cohort_id)
    dry = await world.do(f"/cohorts/{cohort_id}/advance", world.lead, {"to": "project"})
    assert {one["why"] for one in dry["held"]} == {
        "plan_waits_for_approval",
        "plan_not_submitted",
    }
    await world.do(f"/partnerships/{ready.id}/plan/approve", world.lead, {"note": "", "version": 2})
    await world.advance(cohort_id, "project")
    (event,) = [one for one in await world.announced(CohortAdvanced) if one.phase == "project"]
    assert event.held == (writing.id,)


async def test_a_phase_cannot_be_skipped(world) -> None:
    cohort_id = await world.cohort()
    answer = await world.post(
        f"/cohorts/{cohort_id}/advance", world.lead, {"to": "project", "dry_run": False}
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "phase-not-next")


async def test_who_was_held_follows_when_staff_say_so(world) -> None:
    cohort_id = await world.cohort()
    pair = await world.pair(cohort_id)
    await world.advance(cohort_id, "course", hold=[str(pair.id)])
    await world.tick()
    assert await world.announced(CourseOpened) == []
    answer = await world.advance(cohort_id, "course")
    assert [one["partnership_id"] for one in answer["moves"]] == [str(pair.id)]
    await world.tick()
    assert [event.partnership_id for event in await world.announced(CourseOpened)] == [pair.id]


async def test_undo_puts_everybody_back_and_keeps_the_work(world) -> None:
    cohort_id = await world.cohort(
        course_starts_on=str(clock.today()),
        project_starts_on=str(clock.today() + timedelta(days=28)),
    )
    pair = await world.pair(cohort_id)
    await world.advance(cohort_id, "course")
    await world.tick()
    step = await world.step(pair, "individual")
    await world.tick_step(pair, step, pair.ada)
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    await world.tick()
    assert (await world.read(f"/cohorts/{cohort_id}"))["phase"] == "partnering"
    assert (await world.course(pair))["phase"] == "partnering"
    last = (await world.announced(CohortAdvanced))[-1]
    assert (last.from_phase, last.phase, last.undone) == ("course", "partnering", True)
    moved = [(one.undone, set(one.person_ids)) for one in await world.announced(MembersMoved)]
    assert moved == [(False, set(pair.person_ids)), (True, set(pair.person_ids))]
    await world.advance(cohort_id, "course")
    await world.tick()
    course = await world.course(pair)
    assert [one["id"] for one in course["weeks"][0]["steps"] if one["mine_done"]] == [step]


async def test_undo_takes_back_who_followed_later(world) -> None:
    cohort_id = await world.cohort()
    await world.advance(cohort_id, "course")
    late = await world.pair(cohort_id)
    assert (await world.course(late))["phase"] == "course"
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    assert (await world.course(late))["phase"] == "partnering"


async def test_after_a_day_an_advance_stays(world) -> None:
    cohort_id = await world.cohort()
    await world.advance(cohort_id, "course")
    with clock.travelled(timedelta(hours=25)):
        answer = await world.post(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    assert (answer.status_code, answer.json()["type"]) == (409, "too-late-to-undo")


async def test_two_undos_take_back_one_advance_each(world) -> None:
    cohort_id = await world.running_cohort()
    pair = await world.submitted_pair(cohort_id)
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    await world.advance(cohort_id, "project")
    for phase in ("course", "partnering"):
        await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
        assert (await world.read(f"/cohorts/{cohort_id}"))["phase"] == phase


async def test_a_rolling_cohort_is_open_or_closed(world) -> None:
    cohort_id = await world.cohort("rolling")
    overview = await world.read(f"/cohorts/{cohort_id}/overview", world.lead)
    assert overview["next_phases"] == ["closed"]


async def test_a_lead_of_another_cohort_cannot_advance_this_one(world) -> None:
    cohort_id = await world.cohort()
    stranger = principal(None, Grant(Role.PROGRAMME_LEAD, await world.cohort()))
    for path in ("advance", "advance/undo"):
        answer = await world.post(f"/cohorts/{cohort_id}/{path}", stranger, {"to": "course"})
        assert answer.status_code == 404


async def test_advancing_thousands_takes_as_many_statements_as_advancing_two(world) -> None:
    cohort_id = await world.cohort()
    async with world.database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO partnerships (id, cohort_id, status, phase, language, held_by_staff,"
                " clock_stage) SELECT gen_random_uuid(), :cohort, 'confirmed', 'partnering', 'en',"
                " false, 0 FROM generate_series(1, 5000)"
            ),
            {"cohort": cohort_id},
        )
    answer = await world.advance(cohort_id, "course")
    assert len(answer["moves"]) == 5000
    (event,) = [one for one in await world.announced(CohortAdvanced) if one.phase == "course"]
    assert len(event.model_dump_json()) < 1_000
