"""Publishing asks the hard rules again: what was decided on a snapshot is not carried out blindly."""

import pytest
from running import LEAD, cohort_of, matches_of_run, run_of, solved
from sqlalchemy import select, update

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Companion
from partnering.matching.actions import decide
from partnering.matching.publishing import publish_run
from partnering.matching.schemas import DecisionRequest
from partnering.partnerships.actions import confirm_partnership, object_to_partnership
from partnering.partnerships.model import Member, Partnership
from partnering.people.blocking import block_person
from partnering.people.model import Person
from partnering.safety.model import Freeze
from partnering.schools.model import School
from shared import clock
from shared.contracts.partnering import EnrolmentUnmatched
from shared.http import Conflict, Forbidden, Role
from shared.ids import new_id
from shared.testing import announced, principal


async def _blocks(session, people, _):
    await block_person(session, people[0][0].who, people[1][1].id)


async def _moves(session, people, _):
    """The first class goes to a school in the second one's country."""
    there = await session.get_one(SchoolClass, people[1][0].class_id)
    school = await session.get_one(School, there.school_id)
    new = School(
        id=new_id(),
        name="New School",
        place="There",
        country=school.country,
        region="",
        zone=school.zone,
        search_key="new school",
        added_at=clock.now(),
    )
    session.add(new)
    await session.flush()
    await session.execute(
        update(SchoolClass)
        .where(SchoolClass.id == people[0][0].class_id)
        .values(school_id=new.id, updated_at=clock.now())
    )


async def _grows_up(session, people, _):
    await session.execute(
        update(SchoolClass)
        .where(SchoolClass.id == people[0][0].class_id)
        .values(pupils_age_from=17, pupils_age_to=18, updated_at=clock.now())
    )


async def _is_frozen(session, people, _):
    session.add(
        Freeze(
            person_id=people[0][0].who.person_id,
            reason="?",
            frozen_by=LEAD.person_id,
            frozen_at=clock.now(),
        )
    )


async def _loses_recognition(session, people, _):
    await session.execute(
        update(Person).where(Person.id == people[0][0].who.person_id).values(verification="pending")
    )


async def _is_forbidden(session, people, run_id):
    ids = [enrolment.id for _, enrolment in people]
    await decide(session, LEAD, run_id, "forbid", DecisionRequest(enrolment_ids=ids))


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_blocks, "blocked"),
        (_moves, "same_country"),
        (_grows_up, "ages_apart"),
        (_is_frozen, "contact_frozen"),
        (_loses_recognition, "not_verified"),
        (_is_forbidden, "forbidden"),
    ],
)
async def test_what_came_between_two_after_the_run_is_said_and_they_are_not_opened(
    database, inhabit, happens, why
):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    assert not (await run_of(database, run_id)).stale
    async with database.transaction() as session:
        await happens(session, people, run_id)
    assert (await run_of(database, run_id)).stale
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, run_id)
        told = [one for one in await announced(session) if isinstance(one, EnrolmentUnmatched)]
    assert (done.opened, done.overtaken, done.unmatched) == (0, 0, 2)
    assert [(one.why, set(one.names)) for one in done.no_longer] == [
        (why, {"Teacher 1", "Teacher 2"})
    ]
    assert len(told) == 2
    assert [one.outcome for one in await matches_of_run(database, run_id)] == ["no_longer"]
    async with database.reading() as session:
        assert (await session.scalars(select(Partnership))).all() == []


async def test_a_change_that_breaks_no_rule_leaves_the_draft_as_it_is(database, inhabit):
    cohort, _ = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    async with database.transaction() as session:
        await session.execute(update(SchoolClass).values(size=25, updated_at=clock.now()))
    assert not (await run_of(database, run_id)).stale


async def test_a_class_that_moved_during_the_handshake_is_not_confirmed_with_its_new_country(
    database, inhabit
):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    async with database.transaction() as session:
        await publish_run(session, LEAD, run_id)
        await _moves(session, people, run_id)
        opened = await session.scalar(select(Partnership.id))
    async with database.transaction() as session:
        with pytest.raises(Conflict, match="not-admissible") as refused:
            await confirm_partnership(session, people[0][0].who, opened)
    assert refused.value.extra["why"] == "same_country"


async def test_a_run_with_milder_rules_is_confirmed_under_its_own_rules(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT", languages={"en": "A1"})
    run_id = await solved(database, cohort.id, level="A1")
    async with database.transaction() as session:
        assert (await publish_run(session, LEAD, run_id)).opened == 1
        opened = await session.scalar(select(Partnership.id))
        for teacher, _ in people:
            done = await confirm_partnership(session, teacher.who, opened)
        assert done.state == "confirmed"


async def test_the_run_after_an_objection_never_drafts_the_same_pair(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    draft = await solved(database, cohort.id)
    async with database.transaction() as session:
        await publish_run(session, LEAD, run_id)
        opened = await session.scalar(select(Partnership.id))
        await object_to_partnership(session, people[0][0].who, opened, "")
    again = await solved(database, cohort.id)
    assert await matches_of_run(database, again) == []
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, draft)
    assert [one.why for one in done.no_longer] == ["objected"]


async def test_whoever_a_teacher_on_the_waiting_list_named_is_not_given_away(database, inhabit):
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort(seats=2)
        named, _ = await world.enrolled(cohort, "TR")
        await world.enrolled(cohort, "IT")
    draft = await solved(database, cohort.id)
    async with database.transaction() as session:
        world = inhabit(session)
        world.count = 2
        _, enrolment = await world.enrolled(cohort, "PL")
        assert enrolment.status == "waiting_list"
        session.add(Companion(enrolment_id=enrolment.id, email_key=named.email, kind="partner"))
    assert (await run_of(database, draft)).stale
    async with database.transaction() as session:
        done = await publish_run(session, LEAD, draft)
    assert [one.why for one in done.no_longer] == ["named"]
    assert await matches_of_run(database, await solved(database, cohort.id)) == []


async def test_nobody_publishes_a_run_that_contains_their_own_match(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT")
    run_id = await solved(database, cohort.id)
    me = principal(people[0][0].who.person_id, Role.PROGRAMME_LEAD)
    with pytest.raises(Forbidden):
        async with database.transaction() as session:
            await publish_run(session, me, run_id)
    async with database.transaction() as session:
        assert (await publish_run(session, LEAD, run_id)).opened == 1


async def test_nothing_is_published_or_confirmed_in_a_closed_cohort(database, inhabit):
    cohort, people = await cohort_of(database, inhabit, "TR", "IT", "TR", "IT")
    first = await solved(database, cohort.id)
    draft = await solved(database, cohort.id)
    async with database.transaction() as session:
        await publish_run(session, LEAD, first)
        await session.execute(update(Cohort).where(Cohort.id == cohort.id).values(phase="closed"))
        opened = await session.scalar(
            select(Member.partnership_id).where(Member.enrolment_id == people[0][1].id)
        )
    for act in (
        lambda session: publish_run(session, LEAD, draft),
        lambda session: confirm_partnership(session, people[0][0].who, opened),
    ):
        with pytest.raises(Conflict, match="cohort-over"):
            async with database.transaction() as session:
                await act(session)
