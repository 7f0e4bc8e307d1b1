"""Taking back that held partnerships followed, in cohorts larger than one event can name."""

from datetime import timedelta

from sqlalchemy import text

from shared import clock
from shared.contracts.course import CohortAdvanced
from shared.contracts.extensions import PartnershipsMoved


async def test_letting_thousands_follow_and_taking_it_back_names_exactly_those_who_moved(
    world,
) -> None:
    """Far more have closed than one event can name: only the one that followed is put back."""
    cohort_id = await world.cohort(phase="course")
    held, _gone = await world.pair(cohort_id), await world.pair(cohort_id)
    await world.advance(cohort_id, "project")
    until = str(clock.today() + timedelta(days=10))
    way = {"partnership_id": str(held.id), "way": "extend", "until": until}
    await world.advance(cohort_id, "closed", ways=[way])
    async with world.database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO partnerships (id, cohort_id, status, phase, language, held_by_staff,"
                " clock_stage) SELECT gen_random_uuid(), :cohort, 'confirmed', 'closed', 'en',"
                " false, 0 FROM generate_series(1, 2000)"
            ),
            {"cohort": cohort_id},
        )
    done = await world.advance(cohort_id, "closed")
    assert [one["partnership_id"] for one in done["moves"]] == [str(held.id)]
    cohort_events = len(await world.announced(CohortAdvanced))
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    back = await world.announced(PartnershipsMoved)
    assert [(one.from_phase, one.partnership_ids, one.undone) for one in back] == [
        ("closed", (held.id,), True)
    ]
    assert len(await world.announced(CohortAdvanced)) == cohort_events
    overview = await world.read(f"/cohorts/{cohort_id}/overview", world.lead)
    counts = overview["partnerships"]
    assert (counts["closed"], sum(counts.values())) == (2001, 2002)


async def test_an_event_about_thousands_who_are_put_back_is_split(world) -> None:
    cohort_id = await world.cohort()
    await world.advance(cohort_id, "course")
    async with world.database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO partnerships (id, cohort_id, status, phase, language, held_by_staff,"
                " clock_stage) SELECT gen_random_uuid(), :cohort, 'confirmed', 'partnering', 'en',"
                " true, 0 FROM generate_series(1, 2500)"
            ),
            {"cohort": cohort_id},
        )
    done = await world.advance(cohort_id, "course")
    assert len(done["moves"]) == 2500
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    back = await world.announced(PartnershipsMoved)
    assert [len(one.partnership_ids) for one in back] == [1000, 1000, 500]
    assert {one.phase for one in back} == {"partnering"}
    assert len({key for one in back for key in one.partnership_ids}) == 2500


async def test_taking_a_start_back_leaves_thousands_whose_course_had_begun_on_its_day(
    world,
) -> None:
    """More had begun by themselves than an event can name: those who go back are named instead."""
    cohort_id = await world.cohort()
    late = await world.pair(cohort_id)
    async with world.database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO partnerships (id, cohort_id, status, phase, language, held_by_staff,"
                " clock_stage) SELECT gen_random_uuid(), :cohort, 'confirmed', 'course', 'en',"
                " false, 0 FROM generate_series(1, 1600)"
            ),
            {"cohort": cohort_id},
        )
    done = await world.advance(cohort_id, "course")
    assert [one["partnership_id"] for one in done["moves"]] == [str(late.id)]
    await world.do(f"/cohorts/{cohort_id}/advance/undo", world.lead)
    undone = (await world.announced(CohortAdvanced))[-1]
    assert (undone.undone, undone.named_apart, undone.held) == (True, True, ())
    (back,) = await world.announced(PartnershipsMoved)
    assert (back.from_phase, back.phase, back.partnership_ids, back.undone) == (
        "course", "partnering", (late.id,), True,
    )  # fmt: skip
