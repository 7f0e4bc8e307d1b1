"""Advance, then undo, is nothing; and nobody is held for ever."""

from itertools import product

import pytest
from sqlalchemy import text

from shared.contracts.course import CohortAdvanced, MembersMoved

STATE = """
    SELECT id::text, phase, held_by_staff, course_opened_at IS NULL, clock_stage FROM partnerships
    UNION ALL SELECT id::text, phase, NULL, NULL, NULL FROM cohorts ORDER BY 1
"""
ORDER = ("partnering", "course", "project", "closed")


async def state(world):
    async with world.database.reading() as session:
        return [tuple(row) for row in await session.execute(text(STATE))]


async def advance(world, cohort_id, to, hold=()):
    return await world.advance(cohort_id, to, hold=[str(one.id) for one in hold])


@pytest.mark.parametrize(("first", "then"), list(product(range(3), range(3))))
async def test_advancing_and_taking_it_back_leaves_everything_as_it_was(
    world, first: int, then: int
) -> None:
    """Two advances with other holds each; whichever is the latest is taken back, several times."""
    cohort_id = await world.cohort()
    pairs = [await world.pair(cohort_id) for _ in range(3)]
    ways = [(), pairs[:1], pairs[1:]]
    before = await state(world)
    await advance(world, cohort_id, "course", ways[first])
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    assert await state(world) == before
    await advance(world, cohort_id, "course", ways[first])
    await advance(world, cohort_id, "project", ways[then])
    await advance(world, cohort_id, "closed", ways[first])
    before = await state(world)
    if ways[first]:
        await advance(world, cohort_id, "closed", ways[first][1:])
        await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
        assert await state(world) == before


async def test_whoever_was_held_when_the_cohort_closed_can_follow_later(world) -> None:
    cohort_id = await world.cohort(phase="course")
    going, held = await world.pair(cohort_id), await world.pair(cohort_id)
    await advance(world, cohort_id, "project", ())
    await advance(world, cohort_id, "closed", [held])
    dry = await world.do(f"/cohorts/{cohort_id}/advance", world.lead, {"to": "closed"})
    assert [one["partnership_id"] for one in dry["moves"]] == [str(held.id)]
    told = {one["event"]: set(one["person_ids"]) for one in dry["notices"]}
    assert told[MembersMoved.type] == {str(one) for one in held.person_ids}
    await advance(world, cohort_id, "closed", ())
    moved = (await world.announced(MembersMoved))[-1]
    assert (moved.phase, set(moved.person_ids)) == ("closed", set(held.person_ids))
    latest = (await world.announced(CohortAdvanced))[-1]
    assert (latest.from_phase, latest.phase, latest.held) == ("closed", "closed", ())
    again = {"to": "closed", "dry_run": False}
    answer = await world.post(f"/cohorts/{cohort_id}/advance", world.lead, again)
    assert (answer.status_code, answer.json()["type"]) == (409, "nobody-follows")
    assert going.id != held.id
