"""A new partner for whoever was left alone, and nobody else is touched."""

import pytest
from sqlalchemy import select

from partnering.partnerships.model import Partnership
from partnering.partnerships.troubles import note_answer
from partnering.rescue.actions import apply_rescue, close_case, look_again
from partnering.rescue.cases import rescue_stranded
from partnering.rescue.model import RescueCase
from partnering.rescue.queries import describe
from partnering.room.actions import post_message
from partnering.room.queries import messages
from shared.contracts.course import CheckInAnswered, PartnershipStranded
from shared.contracts.partnering import PartnershipDissolved, PartnershipMembersChanged
from shared.http import Conflict, Forbidden, NotFound, Role
from shared.testing import announced, principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


async def _pair(world, cohort, *countries, **how):
    partnership, people = await world.paired(cohort, *countries, **how)
    return partnership, [teacher.who for teacher, _ in people], [one for _, one in people]


async def _stranded(world, partnership, silent, waiting):
    await rescue_stranded(
        world.session,
        PartnershipStranded(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            silent_person_ids=(silent.person_id,),
            waiting_person_ids=(waiting.person_id,),
        ),
    )
    return (
        await world.session.scalars(
            select(RescueCase).where(RescueCase.partnership_id == partnership.id)
        )
    ).one()


async def test_a_willing_spare_takes_the_silent_ones_seat_and_all_work_is_kept(world):
    cohort = await world.cohort()
    partnership, (silent, waiting), enrolments = await _pair(world, cohort, "TR", "IT")
    other, *_ = await _pair(world, cohort, "TR", "PL")
    await post_message(world.session, waiting, partnership.id, "Are you there?")
    spare, spare_enrolment = await world.enrolled(cohort, "PL", profile={"willing_spare": True})
    case = await _stranded(world, partnership, silent, waiting)
    assert case.proposal["kind"] == "spare"
    assert case.proposal["enrolment_id"] == str(spare_enrolment.id)
    await apply_rescue(world.session, LEAD, case.id)
    assert partnership.state == "confirmed"
    assert set(partnership.person_ids) == {waiting.person_id, spare.who.person_id}
    assert [one.status for one in (*enrolments, spare_enrolment)] == [
        "left",
        "partnered",
        "partnered",
    ]
    kept = await messages(world.session, spare.who, partnership.id, None, 10)
    assert [one.text for one in kept.items] == ["Are you there?"]
    event = (await announced(world.session))[-1]
    assert isinstance(event, PartnershipMembersChanged)
    assert event.joined_person_ids == (spare.who.person_id,)
    assert event.left_person_ids == (silent.person_id,)
    assert {one.country for one in event.members} == {"IT", "PL"}
    untouched = await world.session.get_one(Partnership, other.id)
    assert (untouched.state, len(untouched.present)) == ("confirmed", 2)
    with pytest.raises(Conflict, match="rescue-decided"):
        await apply_rescue(world.session, LEAD, case.id)


async def test_without_a_spare_a_third_seat_is_offered_only_where_both_would_take_one(world):
    cohort = await world.cohort()
    partnership, (silent, waiting), enrolments = await _pair(world, cohort, "TR", "IT")
    await _pair(world, cohort, "TR", "PL", profile={"wishes": {"group_size": "2"}})
    willing, hosts, _ = await _pair(world, cohort, "TR", "ES", profile={"willing_third": True})
    case = await _stranded(world, partnership, silent, waiting)
    assert case.proposal["kind"] == "third_seat"
    assert case.proposal["partnership_id"] == str(willing.id)
    await apply_rescue(world.session, LEAD, case.id)
    assert set(willing.person_ids) == {*(one.person_id for one in hosts), waiting.person_id}
    assert (partnership.state, partnership.end_reason) == ("dissolved", "rescued")
    assert [one.status for one in enrolments] == ["left", "partnered"]
    kinds = [type(event) for event in await announced(world.session)]
    assert PartnershipDissolved in kinds


async def test_two_left_alone_are_put_together(world):
    cohort = await world.cohort()
    first, (silent, waiting), _ = await _pair(
        world, cohort, "TR", "IT", profile={"wishes": {"group_size": "2"}}
    )
    second, (gone, alone), _ = await _pair(
        world, cohort, "TR", "PL", profile={"wishes": {"group_size": "2"}}
    )
    await _stranded(world, first, silent, waiting)
    case = await _stranded(world, second, gone, alone)
    assert case.proposal["kind"] == "merge"
    await apply_rescue(world.session, LEAD, case.id)
    assert set(second.person_ids) == {alone.person_id, waiting.person_id}
    assert first.end_reason == "rescued"
    states = (await world.session.scalars(select(RescueCase.state))).all()
    assert set(states) == {"applied"}


async def test_when_the_spare_is_gone_staff_are_told_to_look_again(world):
    cohort = await world.cohort()
    partnership, (silent, waiting), _ = await _pair(world, cohort, "TR", "IT")
    _, spare = await world.enrolled(cohort, "PL")
    case = await _stranded(world, partnership, silent, waiting)
    spare.status = "left"
    await world.session.flush()
    with pytest.raises(Conflict, match="proposal-outdated"):
        await apply_rescue(world.session, LEAD, case.id)
    again = await look_again(world.session, LEAD, case.id)
    assert again.proposal is None
    with pytest.raises(Conflict, match="nothing-proposed"):
        await apply_rescue(world.session, LEAD, case.id)
    closed = await close_case(world.session, LEAD, case.id, "She is back from hospital")
    assert closed.state == "closed"


async def test_nobody_decides_about_their_own_partnership(world):
    cohort = await world.cohort()
    partnership, (silent, waiting), _ = await _pair(world, cohort, "TR", "IT")
    case = await _stranded(world, partnership, silent, waiting)
    with pytest.raises(Forbidden):
        await apply_rescue(
            world.session, principal(waiting.person_id, Role.PROGRAMME_LEAD), case.id
        )
    with pytest.raises(NotFound):
        await apply_rescue(world.session, principal(), case.id)


@pytest.mark.parametrize(("answer", "cause"), [("must_stop", "must_stop"), ("still_in", "silence")])
async def test_a_case_says_whether_a_partner_has_to_stop_or_is_silent(world, answer, cause):
    cohort = await world.cohort()
    partnership, (silent, waiting), _ = await _pair(world, cohort, "TR", "IT")
    named = {"partnership_id": partnership.id, "cohort_id": partnership.cohort_id}
    answered = CheckInAnswered(
        **named, answered_by=silent.person_id, answer=answer, person_ids=(waiting.person_id,)
    )
    await note_answer(world.session, answered)
    case = await _stranded(world, partnership, silent, waiting)
    assert (await describe(world.session, case)).cause == cause
