"""Joining a cohort: alone, with a partner, beside colleagues, or on the waiting list."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from partnering.cohorts.actions import remember_cohort
from partnering.enrolments import actions, queries
from partnering.enrolments.model import Enrolment
from partnering.enrolments.participants import Filters, participants
from partnering.enrolments.schemas import Joining
from partnering.enrolments.seats import fill_freed_seats
from partnering.invitations.model import Invitation
from partnering.partnerships.model import Partnership
from shared.contracts.course import CohortChanged
from shared.contracts.partnering import EnrolmentJoined, EnrolmentMovedUp
from shared.db import Database
from shared.http import Conflict, Invalid, NotFound
from shared.testing import announced


async def test_when_the_cohort_is_full_the_next_class_waits_and_moves_up_in_order(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort(seats=1)
    first, seated = await world.enrolled(cohort)
    second, waiting = await world.enrolled(cohort, "IT")
    _, last = await world.enrolled(cohort, "ES")
    assert [seated.status, waiting.status, last.status] == ["free", "waiting_list", "waiting_list"]
    [mine] = await queries.my_enrolments(session, second.who)
    assert mine.place_in_queue == 1

    await actions.leave_cohort(session, first.who, seated.id)

    assert [waiting.status, last.status] == ["free", "waiting_list"]
    events = await announced(session)
    assert [one.status for one in events if isinstance(one, EnrolmentJoined)] == [
        "free", "waiting_list", "waiting_list",
    ]  # fmt: skip
    assert [one.enrolment_id for one in events if isinstance(one, EnrolmentMovedUp)] == [waiting.id]


async def test_a_seat_freed_by_the_end_of_a_partnership_is_filled_by_the_tick(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort(seats=1)
    _, seated = await world.enrolled(cohort)
    _, waiting = await world.enrolled(cohort, "IT")
    assert await fill_freed_seats(session) == 0
    seated.status = "left"
    await session.flush()
    assert await fill_freed_seats(session) == 1
    assert waiting.status == "free"
    assert await fill_freed_seats(session) == 0


async def test_more_seats_let_the_waiting_list_move_up(session: Any, world: Any) -> None:
    cohort = await world.cohort(seats=1)
    await world.enrolled(cohort)
    _, waiting = await world.enrolled(cohort, "IT")
    await remember_cohort(
        session,
        CohortChanged(
            cohort_id=cohort.id, slug=cohort.slug, title=cohort.title, pace="fixed",
            phase="partnering", languages=("en",), seats=2,
            partnering_starts_on=cohort.partnering_starts_on,
            course_starts_on=cohort.course_starts_on,
            project_starts_on=cohort.project_starts_on, closes_on=cohort.closes_on,
        ),
    )  # fmt: skip
    assert waiting.status == "free"


async def test_a_class_joins_once_and_may_come_back_after_leaving(world: Any) -> None:
    cohort = await world.cohort()
    teacher, enrolment = await world.enrolled(cohort)
    with pytest.raises(Conflict) as refused:
        await world.joins(teacher, cohort)
    assert refused.value.slug == "already-joined"
    await actions.leave_cohort(world.session, teacher.who, enrolment.id)
    assert (await world.joins(teacher, cohort)).status == "free"


async def test_nobody_joins_with_a_class_of_somebody_else(world: Any) -> None:
    cohort = await world.cohort()
    one, other = await world.teacher("TR"), await world.teacher("IT")
    with pytest.raises(Invalid):
        await actions.join_cohort(
            world.session, one.who, cohort.id, Joining(class_id=other.class_id)
        )


async def test_nobody_leaves_for_somebody_else(world: Any) -> None:
    cohort = await world.cohort()
    one, enrolment = await world.enrolled(cohort)
    other = await world.teacher("IT")
    with pytest.raises(NotFound):
        await actions.leave_cohort(world.session, other.who, enrolment.id)
    assert one.who.person_id == enrolment.person_id


@pytest.mark.parametrize("phase", ["draft", "course", "project", "closed"])
async def test_a_fixed_cohort_is_joined_only_while_it_partners(world: Any, phase: str) -> None:
    cohort = await world.cohort(phase=phase)
    with pytest.raises(Conflict):
        await world.enrolled(cohort)


async def test_a_rolling_cohort_is_joined_at_any_time(world: Any) -> None:
    cohort = await world.cohort(pace="rolling", phase="course")
    _, enrolment = await world.enrolled(cohort)
    assert enrolment.status == "free"


async def test_two_who_name_each_other_become_a_partnership_at_once(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    ayse, bianca = await world.teacher("TR"), await world.teacher("IT")
    first = await world.joins(ayse, cohort, with_person_email=bianca.email.upper())
    assert first.status == "free"
    second = await world.joins(bianca, cohort, with_person_email=ayse.email)
    assert first.status == second.status == "partnered"
    partnership = await session.scalar(select(Partnership))
    assert (partnership.origin, partnership.language) == ("registered_together", "en")


async def test_naming_each_other_outweighs_what_one_insists_on(world: Any) -> None:
    cohort = await world.cohort()
    strict = {"wishes": {"countries": ["PL"], "musts": ["countries"]}}
    ayse, bianca = await world.teacher("TR", profile=strict), await world.teacher("IT")
    first = await world.joins(ayse, cohort, with_person_email=bianca.email)
    second = await world.joins(bianca, cohort, with_person_email=ayse.email)
    assert first.status == second.status == "partnered"


async def test_who_was_only_named_gets_an_invitation(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    ayse, bianca = await world.teacher("TR"), await world.teacher("IT")
    first = await world.joins(ayse, cohort, with_person_email=bianca.email)
    second = await world.joins(bianca, cohort)
    invitation = await session.scalar(select(Invitation))
    assert (invitation.from_enrolment_id, invitation.to_enrolment_id) == (first.id, second.id)


async def test_those_who_registered_together_wait_until_both_are_verified(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    ayse, bianca = await world.teacher("TR"), await world.teacher("IT", verified=False)
    first = await world.joins(ayse, cohort, with_person_email=bianca.email)
    await world.joins(bianca, cohort, with_person_email=ayse.email)
    assert first.status == "free"
    object.__setattr__(bianca.who, "verified", True)
    await world.person(bianca.who, "IT", "Bianca", bianca.email)
    assert first.status == "partnered"


async def test_two_of_one_country_who_name_each_other_stay_free(world: Any) -> None:
    cohort = await world.cohort()
    one, other = await world.teacher("TR"), await world.teacher("TR")
    first = await world.joins(one, cohort, with_person_email=other.email)
    second = await world.joins(other, cohort, with_person_email=one.email)
    assert first.status == second.status == "free"


async def test_colleagues_are_shown_as_joined_once_they_are(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    one, colleague = await world.teacher("TR"), await world.teacher("TR")
    await world.joins(one, cohort, school_colleagues=[colleague.email, "later@school.example"])
    await world.joins(colleague, cohort)
    [mine] = await queries.my_enrolments(session, one.who)
    assert {one.email: one.joined for one in mine.companions} == {
        colleague.email: True, "later@school.example": False,
    }  # fmt: skip


async def test_seats_are_never_oversold(database: Database, inhabit: Any) -> None:
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort(seats=5)
        teachers = [await world.teacher("TR") for _ in range(20)]

    async def join(teacher: Any) -> None:
        async with database.transaction() as own:
            await actions.join_cohort(
                own, teacher.who, cohort.id, Joining(class_id=teacher.class_id)
            )

    await asyncio.gather(*(join(teacher) for teacher in teachers))
    async with database.reading() as session:
        rows = await session.execute(
            select(Enrolment.status, func.count()).group_by(Enrolment.status)
        )
        counts = {status: number for status, number in rows}  # noqa: C416
    assert counts == {"free": 5, "waiting_list": 15}


async def test_staff_see_that_a_class_takes_part_in_another_running_cohort(
    session: Any, world: Any
) -> None:
    here, there = await world.cohort(), await world.cohort(title="Spring")
    over, left = await world.cohort(title="Last year"), await world.cohort(title="Left")
    teacher = await world.teacher()
    alone, _ = await world.enrolled(here, "IT")
    for cohort in (here, there, over):
        await world.joins(teacher, cohort)
    gone = await world.joins(teacher, left)
    await actions.leave_cohort(session, teacher.who, gone.id)
    await world.phase(over, "closed")
    page = await participants(session, here.id, Filters(), None, 10)
    marked = {one.person_id: one.also_in for one in page.items}
    assert marked == {teacher.who.person_id: ["Spring"], alone.who.person_id: []}
