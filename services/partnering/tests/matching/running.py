"""Steps of the tests about runs: a cohort, a run solved, its matches."""

from partnering.matching import actions, queries, solving
from partnering.matching.schemas import RunSettings
from shared.http import Role
from shared.testing import principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


async def cohort_of(database, inhabit, *countries, **how):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        people = [await world.enrolled(cohort, country, **how) for country in countries]
    return cohort, people


async def solved(database, cohort_id, **settings):
    async with database.transaction() as session:
        run = await actions.start_run(session, LEAD, cohort_id, RunSettings(**settings))
    assert await solving.solve_next(database)
    return run.id


async def run_of(database, run_id):
    async with database.reading() as session:
        return await queries.describe_run(session, await queries.run_for(session, LEAD, run_id))


async def matches_of_run(database, run_id):
    async with database.reading() as session:
        return (await queries.matches_of(session, run_id, None, 200))[0]
