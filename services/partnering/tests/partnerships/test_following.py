"""A partnership's phase follows what course and projects announce."""

from partnering.partnerships.following import (
    note_cohort_advanced,
    note_course_opened,
    note_partnerships_moved,
    note_project_opened,
)
from shared.contracts.course import CohortAdvanced, CourseOpened
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.projects import ProjectOpened


async def _confirmed(world, cohort):
    partnership, _ = await world.paired(cohort)
    return partnership


async def test_phases_only_go_forward_whatever_is_heard_first(world, session):
    cohort = await world.cohort()
    partnership = await _confirmed(world, cohort)
    course = CourseOpened(
        partnership_id=partnership.id,
        cohort_id=cohort.id,
        person_ids=partnership.person_ids,
        starts_on=cohort.course_starts_on,
    )
    await note_course_opened(session, course)
    await session.refresh(partnership)
    assert partnership.phase == "course"
    await note_project_opened(
        session,
        ProjectOpened(
            partnership_id=partnership.id,
            cohort_id=cohort.id,
            person_ids=partnership.person_ids,
            title="Rivers",
        ),
    )
    await note_course_opened(session, course)
    await session.refresh(partnership)
    assert partnership.phase == "project"


async def test_closing_a_cohort_finishes_all_but_those_held_and_can_be_taken_back(world, session):
    cohort = await world.cohort()
    one, held = await _confirmed(world, cohort), await _confirmed(world, cohort)
    elsewhere = await _confirmed(world, await world.cohort(slug="other"))

    async def states(from_phase, phase):
        await note_cohort_advanced(
            session,
            CohortAdvanced(
                cohort_id=cohort.id,
                title="Autumn",
                from_phase=from_phase,
                phase=phase,
                held=(held.id,),
            ),
        )
        for each in (one, held, elsewhere):
            await session.refresh(each)
        return [each.state for each in (one, held, elsewhere)]

    assert await states("project", "closed") == ["finished", "confirmed", "confirmed"]
    assert await states("closed", "project") == ["confirmed", "confirmed", "confirmed"]


async def test_whoever_was_held_at_the_close_finishes_later_and_only_they_are_taken_back(
    world, session
):
    cohort = await world.cohort()
    one, held = await _confirmed(world, cohort), await _confirmed(world, cohort)

    async def states(before, after, *stay, undone=False):
        event = CohortAdvanced(
            cohort_id=cohort.id,
            title="Autumn",
            from_phase=before,
            phase=after,
            held=stay,
            undone=undone,
        )
        await note_cohort_advanced(session, event)
        for each in (one, held):
            await session.refresh(each)
        return [each.state for each in (one, held)]

    assert await states("project", "closed", held.id) == ["finished", "confirmed"]
    assert await states("closed", "closed") == ["finished", "finished"]
    # Taking it back says who did not move with it.
    back = await states("closed", "closed", one.id, undone=True)
    assert back == ["finished", "confirmed"]


async def test_an_early_advance_taken_back_leaves_everybody_where_they_were(world, session):
    cohort = await world.cohort()
    moved, early = await _confirmed(world, cohort), await _confirmed(world, cohort)
    elsewhere = await _confirmed(world, await world.cohort(slug="other"))
    everybody = (moved, early, elsewhere)

    async def opens(partnership):
        await note_course_opened(
            session,
            CourseOpened(
                partnership_id=partnership.id,
                cohort_id=partnership.cohort_id,
                person_ids=partnership.person_ids,
                starts_on=cohort.course_starts_on,
            ),
        )

    async def phases():
        for each in everybody:
            await session.refresh(each)
        return [each.phase for each in everybody]

    await opens(early)
    await opens(elsewhere)
    before = await phases()
    cohort_event = {"cohort_id": cohort.id, "title": "Autumn"}
    await note_cohort_advanced(
        session, CohortAdvanced(from_phase="partnering", phase="course", **cohort_event)
    )
    await opens(moved)
    assert await phases() == ["course", "course", "course"]
    await note_cohort_advanced(
        session,
        CohortAdvanced(
            from_phase="course", phase="partnering", undone=True, held=(early.id,), **cohort_event
        ),
    )
    assert await phases() == before == ["partnering", "course", "course"]


async def test_a_partnership_whose_last_day_is_over_finishes_and_nobody_else(world, session):
    cohort = await world.cohort()
    one, other = await _confirmed(world, cohort), await _confirmed(world, cohort)

    async def states(from_phase, phase, *, undone):
        event = PartnershipsMoved(
            cohort_id=cohort.id,
            from_phase=from_phase,
            phase=phase,
            partnership_ids=(one.id,),
            undone=undone,
        )
        await note_partnerships_moved(session, event)
        for each in (one, other):
            await session.refresh(each)
        return [each.state for each in (one, other)]

    assert await states("course", "closed", undone=False) == ["finished", "confirmed"]
    assert await states("closed", "course", undone=True) == ["confirmed", "confirmed"]


async def test_taking_back_that_the_held_followed_puts_only_them_back(world, session):
    cohort = await world.cohort()
    one, other = await _confirmed(world, cohort), await _confirmed(world, cohort)
    for each in (one, other):
        each.phase = "course"
    await session.flush()
    event = PartnershipsMoved(
        cohort_id=cohort.id,
        from_phase="course",
        phase="partnering",
        partnership_ids=(one.id,),
        undone=True,
    )
    await note_partnerships_moved(session, event)
    for each in (one, other):
        await session.refresh(each)
    assert [one.phase, other.phase] == ["partnering", "course"]


async def test_an_undo_that_names_those_who_go_back_moves_nobody_else(world, session):
    cohort = await world.cohort()
    back, stays = await _confirmed(world, cohort), await _confirmed(world, cohort)
    for one in (back, stays):
        one.phase, one.troubles = "course", ["quiet"]
    await session.flush()
    await note_cohort_advanced(
        session,
        CohortAdvanced(
            cohort_id=cohort.id,
            title="Autumn",
            from_phase="course",
            phase="partnering",
            undone=True,
            named_apart=True,
        ),
    )
    await note_partnerships_moved(
        session,
        PartnershipsMoved(
            cohort_id=cohort.id,
            from_phase="course",
            phase="partnering",
            partnership_ids=(back.id,),
            undone=True,
        ),
    )
    for one in (back, stays):
        await session.refresh(one)
    assert [(one.phase, one.troubles) for one in (back, stays)] == [
        ("partnering", []),
        ("course", ["quiet"]),
    ]
