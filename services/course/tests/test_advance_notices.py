"""The dry run names the very people that the run and its ticks announce, in any cohort."""

import random
from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from shared import clock
from shared.contracts.course import CohortAdvanced, CourseOpened, MembersMoved, WeekOpened

HEARD = (CohortAdvanced, MembersMoved, CourseOpened, WeekOpened)


async def random_cohort(world, chance: random.Random) -> tuple[UUID, list[Any]]:
    """Confirmed pairs, open handshakes, pairs that broke up and pairs that lost a member."""
    today = clock.today()
    cohort_id = await world.cohort(
        partnering_starts_on=str(today - timedelta(days=28)),
        course_starts_on=str(today),
        project_starts_on=str(today + timedelta(days=28)),
    )
    pairs = []
    for _ in range(chance.randint(2, 6)):
        pair = await world.pair(cohort_id)
        fate = chance.choice(["stays", "stays", "stays", "breaks up", "loses Can"])
        if fate == "breaks up":
            await world.hear(pair.dissolved())
        elif fate == "loses Can":
            await world.hear(pair.members_changed(pair.seats()[0]))
        pairs.append(pair)
    for _ in range(chance.randint(0, 2)):
        await world.hear(type(pairs[0])(cohort_id).proposed())
    return cohort_id, pairs


async def announced_people(world, since: int) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for event in (await world.announced(*HEARD))[since:]:
        people = getattr(event, "person_ids", ())
        found[event.type] |= {str(one) for one in people}
    return dict(found)


@pytest.mark.parametrize("seed", range(6))
async def test_the_run_announces_to_exactly_those_whom_the_dry_run_named(world, seed: int) -> None:
    chance = random.Random(seed)
    cohort_id, pairs = await random_cohort(world, chance)
    for _round in ("first", "those held follow"):
        hold = [str(one.id) for one in pairs if chance.random() < 0.3] if _round == "first" else []
        before = len(await world.announced(*HEARD))
        path, body = f"/cohorts/{cohort_id}/advance", {"to": "course", "hold": hold}
        dry = await world.do(path, world.lead, body)
        named = {one["event"]: set(one["person_ids"]) for one in dry["notices"]}
        run = {**body, "dry_run": False, "seen": dry["digest"]}
        answer = await world.post(path, world.lead, run)
        if not dry["moves"] and _round != "first":
            assert answer.json()["type"] == "nobody-follows"
            continue
        assert answer.status_code == 200, answer.text
        await world.tick()
        assert await announced_people(world, before) == named
    before = len(await world.announced(*HEARD))
    moved = (await world.announced(MembersMoved))[-1:]
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    back = [
        one for one in (await world.announced(*HEARD))[before:] if one.type == MembersMoved.type
    ]
    told = {one for event in moved for one in event.person_ids}
    assert {one for event in back for one in event.person_ids} == told
    assert all(event.undone for event in back)


async def test_thousands_are_named_in_events_that_stay_small(world) -> None:
    cohort_id = await world.cohort()
    async with world.database.transaction() as session:
        await session.execute(
            text(
                "WITH made AS (INSERT INTO partnerships (id, cohort_id, status, phase, language,"
                " held_by_staff, clock_stage) SELECT gen_random_uuid(), :cohort, 'confirmed',"
                " 'partnering', 'en', false, 0 FROM generate_series(1, 1200) RETURNING id)"
                " INSERT INTO partnership_members (partnership_id, person_id, class_name,"
                " school_name, country, zone, school_free, calendar_known, check_in, last_act,"
                " joined_at) SELECT id, gen_random_uuid(), '', '', 'TR', 'UTC', '[]', false, '',"
                " '', now() FROM made"
            ),
            {"cohort": cohort_id},
        )
    await world.advance(cohort_id, "course")
    moved = await world.announced(MembersMoved)
    assert [len(one.person_ids) for one in moved] == [1000, 200]
    assert all(len(one.model_dump_json()) < 60_000 for one in moved)
