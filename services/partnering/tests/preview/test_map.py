"""The public map counts partnerships per country, and only those that stand."""

from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.preview.queries import partnership_map


async def test_a_country_shows_once_its_partnership_is_confirmed(world):
    cohort = await world.cohort()
    people = [await world.enrolled(cohort, country) for country in ("TR", "IT")]
    partnership = await open_partnership(
        world.session,
        cohort_id=cohort.id,
        enrolment_ids=[enrolment.id for _, enrolment in people],
        origin="run",
        language="en",
    )
    await world.session.flush()
    assert (await partnership_map(world.session)).countries == []
    for teacher, _ in people:
        await confirm_partnership(world.session, teacher.who, partnership.id)
    await world.session.flush()
    shown = (await partnership_map(world.session)).countries
    assert [(one.country, one.teachers, one.partnerships) for one in shown] == [
        ("IT", 1, 1),
        ("TR", 1, 1),
    ]
