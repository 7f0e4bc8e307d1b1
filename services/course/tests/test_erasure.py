"""After an erasure nothing here names the person; what was made together stays."""

from sqlalchemy import text

from shared.contracts.accounts import ErasureRequested
from shared.contracts.course import PlanApproved, PlanSubmitted, ReviewAssigned
from shared.contracts.erasure import CourseErasureCompleted
from shared.ids import new_id


async def everything(world) -> str:
    """All rows of all tables but the delivery of events, as text."""
    async with world.database.reading() as session:
        names = await session.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'course'")
        )
        kept = [name for name in names if name not in {"outbox", "alembic_version"}]
        rows = [
            (await session.execute(text(f"SELECT t::text FROM {name} t"))).scalars().all()
            for name in kept
        ]
    return "\n".join(row for table in rows for row in table)


def erasure(who) -> ErasureRequested:
    return ErasureRequested(person_id=who.person_id, erasure_id=new_id())


async def test_an_erased_person_is_named_nowhere_and_the_plan_stays_with_the_partner(
    world,
) -> None:
    cohort_id = await world.running_cohort()
    pair, other = [await world.submitted_pair(cohort_id) for _ in range(2)]
    await world.hear(world.person(pair.can, "MARKER-name"))
    await world.put_plan(pair, pair.can, 2, tools="MARKER-old-words")
    await world.put_plan(pair, pair.ada, 3, tools="None.")
    (review,) = await world.to_give(pair)
    feedback = {**world.feedback, "strength": "MARKER-feedback with enough letters"}
    await world.do(f"/reviews/{review['id']}", pair.can, feedback)
    assert (await everything(world)).count("MARKER") == 3
    request = erasure(pair.can)
    await world.hear(request)
    assert "MARKER" not in await everything(world)
    plan = await world.read(f"/partnerships/{pair.id}/plan", pair.ada)
    assert plan["content"]["title"] == "Whose tap water?"
    (done,) = await world.announced(CourseErasureCompleted)
    assert (done.person_id, done.erasure_id) == (request.person_id, request.erasure_id)
    assert len((await world.read("/me/reviews", other.ada))["partnerships"][0]["received"]) == 1


async def test_with_nobody_left_the_plan_goes_too_and_what_was_announced_of_it(world) -> None:
    cohort_id = await world.running_cohort()
    await world.submitted_pair(cohort_id)
    pair = await world.learning_pair(cohort_id)
    milestones = [{"title": f"MARKER-{number}", "due_on": "2027-01-18"} for number in (1, 2)]
    await world.put_plan(pair, pair.ada, 1, title="MARKER-plan", timeline=milestones)
    await world.do(f"/partnerships/{pair.id}/plan/submit", pair.can)
    await world.do(
        f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "MARKER", "version": 2}
    )
    before = await world.announced(PlanSubmitted, PlanApproved, ReviewAssigned)
    assert "MARKER" in str(before)
    for who in (pair.ada, pair.can):
        await world.hear(erasure(who))
    assert "MARKER" not in await everything(world)
    after = await world.announced(PlanSubmitted, PlanApproved, ReviewAssigned)
    assert "MARKER" not in str(after)
    assert len(after) == len(before)


async def test_erasing_twice_is_answered_twice_and_breaks_nothing(world) -> None:
    pair = await world.learning_pair()
    for _ in range(2):
        await world.hear(erasure(pair.ada))
    assert len(await world.announced(CourseErasureCompleted)) == 2
