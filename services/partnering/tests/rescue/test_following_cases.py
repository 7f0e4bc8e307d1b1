"""A case lives and ends with its partnership, and puts nobody out who is not silent."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from partnering.cohorts.actions import advance_cohort
from partnering.cohorts.model import Cohort
from partnering.erasure.actions import erase_person
from partnering.handover.actions import agree_to_colleague, offer_seat, take_seat
from partnering.handover.schemas import SeatOfferIn
from partnering.partnerships.following import note_cohort_advanced
from partnering.partnerships.leaving import leave_partnership
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.people.blocking import block_person
from partnering.profiles.model import Profile
from partnering.rescue.actions import apply_rescue
from partnering.rescue.cases import rescue_stranded
from partnering.rescue.model import RescueCase
from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.contracts.course import CohortAdvanced, PartnershipStranded
from shared.contracts.partnering import RescueOpened
from shared.http import Conflict, Role
from shared.ids import new_id
from shared.testing import announced, principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


async def _stranded(world, partnership, silent, waiting):
    await rescue_stranded(
        world.session,
        PartnershipStranded(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            silent_person_ids=(silent.who.person_id,),
            waiting_person_ids=(waiting.who.person_id,),
        ),
    )
    return await _case(world, partnership)


async def _case(world, partnership):
    return await world.session.scalar(
        select(RescueCase)
        .where(RescueCase.partnership_id == partnership.id)
        .execution_options(populate_existing=True)
    )


async def _in_course(world, cohort, *countries, **how):
    partnership, people = await world.paired(cohort, *countries, **how)
    partnership.phase = "course"
    await world.session.flush()
    return partnership, [teacher for teacher, _ in people]


async def _advanced(world, cohort, before, after, *, undone=False, held=()):
    event = CohortAdvanced(
        cohort_id=cohort.id,
        title="Autumn",
        from_phase=before,
        phase=after,
        undone=undone,
        held=held,
    )
    await advance_cohort(world.session, event)
    await note_cohort_advanced(world.session, event)


async def _handed_over(world, partnership, teacher, partner):
    colleague = await world.colleague(teacher)
    offer = await offer_seat(
        world.session, teacher.who, partnership.id, SeatOfferIn(email=colleague.email)
    )
    await take_seat(world.session, colleague.who, offer.id)
    await agree_to_colleague(world.session, partner.who, offer.id)
    return colleague


async def test_a_colleague_who_takes_the_silent_ones_seat_ends_the_case(world):
    cohort = await world.cohort()
    partnership, (silent, waiting) = await _in_course(world, cohort)
    await world.enrolled(cohort, "PL", profile={"willing_spare": True})
    case = await _stranded(world, partnership, silent, waiting)
    colleague = await _handed_over(world, partnership, silent, waiting)
    assert (await _case(world, partnership)).state == "closed"
    with pytest.raises(Conflict, match="rescue-decided"):
        await apply_rescue(world.session, LEAD, case.id)
    assert set(partnership.person_ids) == {colleague.who.person_id, waiting.who.person_id}


async def test_a_colleague_who_takes_the_waiting_ones_seat_waits_in_their_place(world):
    cohort = await world.cohort()
    partnership, (waiting, silent) = await _in_course(world, cohort)
    await _stranded(world, partnership, silent, waiting)
    colleague = await _handed_over(world, partnership, waiting, silent)
    case = await _case(world, partnership)
    assert case.state == "open"
    assert case.waiting_person_ids == [colleague.who.person_id]
    assert case.silent_person_ids == [silent.who.person_id]


async def test_a_case_that_knows_not_everybody_puts_nobody_out(world):
    cohort = await world.cohort()
    partnership, (silent, waiting) = await _in_course(world, cohort)
    await world.enrolled(cohort, "PL", profile={"willing_spare": True})
    case = await _stranded(world, partnership, silent, waiting)
    case.silent_person_ids = []
    await world.session.flush()
    with pytest.raises(Conflict, match="proposal-outdated"):
        await apply_rescue(world.session, LEAD, case.id)
    assert len(partnership.present) == 2


@pytest.mark.parametrize("who", [0, 1])
@pytest.mark.parametrize("erased", [False, True])
async def test_when_the_last_one_goes_the_case_ends_with_the_partnership(world, who, erased):
    cohort = await world.cohort()
    partnership, people = await _in_course(world, cohort)
    await _stranded(world, partnership, *people)
    for person in (people[who], people[1 - who]):
        if erased:
            await erase_person(
                world.session,
                ErasureRequested(person_id=person.who.person_id, erasure_id=new_id()),
            )
        else:
            await leave_partnership(world.session, person.who, partnership.id, "")
    again = await world.session.get_one(Partnership, partnership.id)
    assert again.state == "dissolved"
    assert (await _case(world, partnership)).state == "closed"


async def test_who_leaves_a_trio_in_need_ends_the_need_of_the_two_who_go_on(world):
    cohort = await world.cohort()
    partnership, (silent, one, other) = await _in_course(world, cohort, "TR", "IT", "PL")
    await _stranded(world, partnership, silent, one)
    await leave_partnership(world.session, silent.who, partnership.id, "")
    assert (await _case(world, partnership)).state == "closed"
    assert set(partnership.person_ids) == {one.who.person_id, other.who.person_id}


async def test_closing_a_cohort_ends_its_cases_and_undoing_it_brings_them_back(world):
    cohort = await world.cohort()
    partnership, (silent, waiting) = await _in_course(world, cohort)
    await world.enrolled(cohort, "PL", profile={"willing_spare": True})
    case = await _stranded(world, partnership, silent, waiting)
    await _advanced(world, cohort, "project", "closed")
    assert (await _case(world, partnership)).state == "closed"
    with pytest.raises(Conflict, match="cohort-over"):
        await apply_rescue(world.session, LEAD, case.id)
    await _advanced(world, cohort, "closed", "project", undone=True)
    case = await _case(world, partnership)
    assert (case.state, case.decided_by, case.decided_at) == ("open", None, None)
    await world.session.refresh(partnership, ["state"])
    await apply_rescue(world.session, LEAD, case.id)


async def test_nothing_opens_for_those_held_in_a_closed_cohort(world):
    cohort = await world.cohort()
    held, (one, other) = await _in_course(world, cohort)
    trio, (_, _, third) = await _in_course(world, cohort, "TR", "TR", "IT")
    await _advanced(world, cohort, "project", "closed", held=(held.id, trio.id))
    assert await _stranded(world, held, one, other) is None
    colleague = await world.teacher("TR")
    with pytest.raises(Conflict, match="cohort-over"):
        await offer_seat(world.session, one.who, held.id, SeatOfferIn(email=colleague.email))
    await leave_partnership(world.session, third.who, trio.id, "")
    assert await _case(world, trio) is None


async def test_whoever_was_left_in_a_closed_cohort_has_a_case_when_closing_is_undone(world):
    cohort = await world.cohort()
    pair, (goes, stays) = await _in_course(world, cohort)
    await _advanced(world, cohort, "project", "closed", held=(pair.id,))
    await leave_partnership(world.session, goes.who, pair.id, "")
    assert await _case(world, pair) is None
    await _advanced(world, cohort, "closed", "project", undone=True)
    case = await _case(world, pair)
    assert (case.state, case.waiting_person_ids) == ("open", [stays.who.person_id])


async def test_somebody_erased_after_the_close_holds_no_seat_when_it_is_undone(world):
    cohort = await world.cohort()
    pair, (goes, stays) = await _in_course(world, cohort)
    await _advanced(world, cohort, "project", "closed")
    event = ErasureRequested(person_id=goes.who.person_id, erasure_id=new_id())
    await erase_person(world.session, event)
    again = await world.session.scalar(
        with_members().where(Partnership.id == pair.id).execution_options(populate_existing=True)
    )
    assert (again.state, again.person_ids) == ("finished", (stays.who.person_id,))
    await _advanced(world, cohort, "closed", "project", undone=True)
    assert (await _case(world, pair)).waiting_person_ids == [stays.who.person_id]


async def test_when_one_of_three_silent_goes_the_case_of_the_others_goes_on(world):
    cohort = await world.cohort()
    trio, people = await _in_course(world, cohort, "TR", "IT", "PL")
    ids = tuple(one.who.person_id for one in people)
    await rescue_stranded(
        world.session,
        PartnershipStranded(
            partnership_id=trio.id,
            cohort_id=cohort.id,
            silent_person_ids=ids[:2],
            waiting_person_ids=ids[2:],
        ),
    )
    await leave_partnership(world.session, people[2].who, trio.id, "")
    case = await _case(world, trio)
    assert (case.state, case.waiting_person_ids) == ("open", [])
    assert set(case.silent_person_ids) == set(ids[:2])


async def test_a_seat_offered_before_the_close_is_not_taken_after_it(world):
    cohort = await world.cohort()
    partnership, (one, _) = await _in_course(world, cohort)
    colleague = await world.teacher("TR")
    offer = await offer_seat(
        world.session, one.who, partnership.id, SeatOfferIn(email=colleague.email)
    )
    await world.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(phase="closed"))
    with pytest.raises(Conflict, match="cohort-over"):
        await take_seat(world.session, colleague.who, offer.id)


async def test_a_colleague_without_a_common_language_does_not_take_the_seat(world):
    cohort = await world.cohort()
    partnership, (one, partner) = await _in_course(world, cohort)
    colleague = await world.colleague(one, languages={"tr": "C2"})
    offer = await offer_seat(
        world.session, one.who, partnership.id, SeatOfferIn(email=colleague.email)
    )
    await take_seat(world.session, colleague.who, offer.id)
    with pytest.raises(Conflict, match="not-admissible") as refused:
        await agree_to_colleague(world.session, partner.who, offer.id)
    assert refused.value.extra["why"] == "no_shared_language"


async def test_a_spare_whom_the_waiting_one_has_blocked_since_is_not_seated(world):
    cohort = await world.cohort()
    partnership, (silent, waiting) = await _in_course(world, cohort)
    _, enrolment = await world.enrolled(cohort, "PL", profile={"willing_spare": True})
    case = await _stranded(world, partnership, silent, waiting)
    await block_person(world.session, waiting.who, enrolment.id)
    # Blocking takes the repair back at once, so there is nothing left to apply.
    with pytest.raises(Conflict, match="nothing-proposed"):
        await apply_rescue(world.session, LEAD, case.id)


async def test_a_third_seat_is_proposed_only_where_both_offered_one_and_until_they_take_it_back(
    world,
):
    cohort = await world.cohort()
    partnership, (silent, waiting) = await _in_course(world, cohort)
    await _in_course(world, cohort, "TR", "PL")
    assert (await _stranded(world, partnership, silent, waiting)).proposal is None
    willing, (host, _) = await _in_course(
        world, cohort, "TR", "ES", profile={"willing_third": True}
    )
    case = await _stranded(world, partnership, silent, waiting)
    assert case.proposal["partnership_id"] == str(willing.id)
    await world.session.execute(
        update(Profile).where(Profile.person_id == host.who.person_id).values(willing_third=False)
    )
    with pytest.raises(Conflict, match="proposal-outdated") as refused:
        await apply_rescue(world.session, LEAD, case.id)
    assert refused.value.extra["why"] == "third_seat_withdrawn"


async def test_when_the_silent_one_leaves_those_who_stay_and_staff_hear_of_it(world):
    cohort = await world.cohort()
    partnership, (silent, waiting) = await _in_course(world, cohort)
    case = await _stranded(world, partnership, silent, waiting)
    before = case.opened_at
    assert [one for one in await announced(world.session) if isinstance(one, RescueOpened)] == []
    with clock.travelled(timedelta(hours=1)):
        await leave_partnership(world.session, silent.who, partnership.id, "")
    (told,) = [one for one in await announced(world.session) if isinstance(one, RescueOpened)]
    assert told.waiting_person_ids == (waiting.who.person_id,)
    case = await _case(world, partnership)
    assert (case.state, case.silent_person_ids) == ("open", [])
    assert case.opened_at > before
