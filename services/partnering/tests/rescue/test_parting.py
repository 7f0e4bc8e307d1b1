"""Two partners without contact: a case of its own kind, and staff part them without any loss."""

import pytest
from sqlalchemy import select

from partnering.partnerships.admitting import admission_of
from partnering.partnerships.leaving import leave_partnership
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import partnership_for, with_members
from partnering.people.blocking import block_person, unblock_person
from partnering.people.model import Block
from partnering.rescue.actions import apply_rescue, close_case, look_again
from partnering.rescue.model import RescueCase
from partnering.rescue.parting import help_those_without_contact, part_partners
from partnering.rescue.queries import cases_in, describe
from partnering.room.actions import post_message
from partnering.room.queries import messages
from partnering.safety.actions import freeze_contact
from shared import clock
from shared.contracts.contact import PartnershipContactPaused
from shared.contracts.partings import PartnershipParted
from shared.contracts.partnering import (
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMembersChanged,
    RescueOpened,
)
from shared.http import Conflict, Forbidden, Role
from shared.testing import announced, principal

LEAD = principal(None, Role.PROGRAMME_LEAD)
OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)


async def _in_course(world, *countries, cohort=None):
    cohort = cohort or await world.cohort()
    partnership, people = await world.paired(cohort, *(countries or ("TR", "IT")))
    partnership.phase = "course"
    return cohort, partnership, people


async def _open(session):
    query = select(RescueCase).where(RescueCase.state == "open").order_by(RescueCase.id)
    return (await session.scalars(query)).all()


async def _told(session, kind):
    return [one for one in await announced(session) if isinstance(one, kind)]


async def test_a_block_between_partners_is_a_case_that_never_says_who_blocked(session, world):
    cohort, _, ((ana, anas), (ben, bens)) = await _in_course(world)
    await world.enrolled(cohort, "PL")
    await block_person(session, ben.who, anas.id)
    (case,) = (await cases_in(session, LEAD, cohort.id, "open", None)).items
    assert (case.kind, case.proposal) == ("contact_paused", None)
    first = case.apart
    await unblock_person(session, ben.who, anas.id)
    await block_person(session, ana.who, bens.id)
    (case,) = (await cases_in(session, LEAD, cohort.id, "open", None)).items
    assert case.apart == first
    assert await _told(session, RescueOpened) == []


async def test_the_case_closes_when_contact_is_allowed_again(session, world):
    _, partnership, ((ana, anas), (ben, bens)) = await _in_course(world)
    await block_person(session, ana.who, bens.id)
    await block_person(session, ben.who, anas.id)
    await unblock_person(session, ana.who, bens.id)
    (case,) = await _open(session)
    await unblock_person(session, ben.who, anas.id)
    assert await _open(session) == []
    with pytest.raises(Conflict, match="rescue-decided"):
        await part_partners(session, LEAD, case.id)
    assert len(partnership.present) == 2


async def test_parted_before_the_course_both_are_free_and_read_what_they_wrote(session, world):
    partnership, ((ana, anas), (ben, bens)) = await world.paired(await world.cohort())
    await post_message(session, ana.who, partnership.id, "Our first idea")
    await block_person(session, ana.who, bens.id)
    (case,) = await _open(session)
    await part_partners(session, LEAD, case.id)
    assert (anas.status, bens.status) == ("free", "free")
    assert await _open(session) == []
    for one in (ana, ben):
        kept = await messages(session, one.who, partnership.id, None, 10)
        assert [each.text for each in kept.items] == ["Our first idea"]
    (parted,) = await _told(session, PartnershipParted)
    assert set(parted.parted_person_ids) == {ana.who.person_id, ben.who.person_id}
    (ended,) = await _told(session, PartnershipDissolved)
    assert (ended.reason, ended.ended_by) == ("parted", None)


async def test_parted_in_the_course_each_gets_a_new_partner_and_never_the_other(session, world):
    cohort, partnership, ((ana, anas), (ben, bens)) = await _in_course(world)
    await post_message(session, ana.who, partnership.id, "Week one")
    await block_person(session, ana.who, bens.id)
    free = {(await world.enrolled(cohort, one))[0].who.person_id for one in ("PL", "ES")}
    (case,) = await _open(session)
    await part_partners(session, LEAD, case.id)
    for case in await _open(session):
        await look_again(session, LEAD, case.id)
        await apply_rescue(session, LEAD, case.id)
    confirmed = [
        one for one in await _told(session, PartnershipConfirmed) if one.origin == "rescue"
    ]
    first, second = (set(one.person_ids) for one in confirmed)
    assert (len(first), len(second), first & second) == (2, 2, set())
    assert first | second == {ana.who.person_id, ben.who.person_id, *free}
    assert len(first & free) == 1
    assert await _told(session, PartnershipMembersChanged) == []
    for one in (ana, ben):
        kept = await messages(session, one.who, partnership.id, None, 10)
        assert [each.text for each in kept.items] == ["Week one"]
    assert (anas.status, bens.status) == ("partnered", "partnered")


async def test_the_parted_are_not_brought_together_when_the_block_is_gone(session, world):
    _, _, ((ana, anas), (_, bens)) = await _in_course(world)
    await block_person(session, ana.who, bens.id)
    (case,) = await _open(session)
    await part_partners(session, LEAD, case.id)
    await unblock_person(session, ana.who, bens.id)
    found = await admission_of(session, [anas.id, bens.id])
    assert found.refusal([anas.id, bens.id], chosen=True) == "blocked"


async def test_of_three_only_one_of_the_two_goes_and_the_others_go_on(session, world):
    _, partnership, people = await _in_course(world, "TR", "IT", "TR")
    await block_person(session, people[0][0].who, people[1][1].id)
    (case,) = await _open(session)
    await part_partners(session, LEAD, case.id)
    # The first and the third live in one country, so it is the first who goes.
    assert partnership.person_ids == tuple(teacher.who.person_id for teacher, _ in people[1:])
    assert (partnership.state, partnership.contact_paused_at) == ("confirmed", None)
    (own,) = await _open(session)
    assert own.waiting_person_ids == [people[0][0].who.person_id]
    assert own.partnership_id != partnership.id
    (changed,) = await _told(session, PartnershipMembersChanged)
    assert changed.left_person_ids == (people[0][0].who.person_id,)


async def test_of_three_who_may_stay_depends_not_on_who_blocked(session, world):
    stayed = []
    for blocker, blocked in ((0, 1), (1, 0)):
        cohort = await world.cohort()
        _, partnership, people = await _in_course(world, "TR", "IT", "PL", cohort=cohort)
        await block_person(session, people[blocker][0].who, people[blocked][1].id)
        case = await session.scalar(
            select(RescueCase).where(RescueCase.partnership_id == partnership.id)
        )
        await part_partners(session, LEAD, case.id)
        stayed.append([one.position for one in partnership.present])
    assert stayed[0] == stayed[1]


async def test_whose_contact_is_frozen_gets_nobody_and_the_other_does(session, world):
    cohort, _, ((ana, _), (ben, bens)) = await _in_course(world)
    await world.enrolled(cohort, "PL")
    await block_person(session, ana.who, bens.id)
    await freeze_contact(session, OFFICER, ben.who.person_id, "A report")
    (case,) = await _open(session)
    await part_partners(session, LEAD, case.id)
    proposed = {one.waiting_person_ids[0]: one.proposal for one in await _open(session)}
    assert proposed[ben.who.person_id] is None
    assert proposed[ana.who.person_id]["kind"] == "spare"


async def test_a_freeze_alone_is_no_case_of_partners_to_part(session, world):
    _, _, (_, (ben, _)) = await _in_course(world)
    await freeze_contact(session, OFFICER, ben.who.person_id, "A report")
    assert await _open(session) == []


async def test_when_one_leaves_during_a_block_the_other_is_left_alone_as_ever(session, world):
    cohort, partnership, ((ana, _), (ben, bens)) = await _in_course(world)
    await world.enrolled(cohort, "PL")
    await block_person(session, ana.who, bens.id)
    await leave_partnership(session, ben.who, partnership.id, "")
    (case,) = await _open(session)
    shown = await describe(session, case)
    assert (shown.kind, shown.proposal is not None) == ("left_alone", True)
    (opened,) = await _told(session, RescueOpened)
    assert opened.waiting_person_ids == (ana.who.person_id,)


async def test_only_staff_of_no_part_in_it_may_part_them(session, world):
    _, _, ((ana, _), (_, bens)) = await _in_course(world)
    await block_person(session, ana.who, bens.id)
    (case,) = await _open(session)
    with pytest.raises(Forbidden):
        await part_partners(session, principal(ana.who.person_id, Role.PROGRAMME_LEAD), case.id)


async def test_whoever_was_only_left_alone_is_parted_from_nobody(session, world):
    _, partnership, ((ana, _), (ben, _)) = await _in_course(world)
    await leave_partnership(session, ben.who, partnership.id, "")
    (case,) = await _open(session)
    with pytest.raises(Conflict, match="nothing-to-part"):
        await part_partners(session, LEAD, case.id)
    assert (await partnership_for(session, ana.who, partnership.id)).state == "confirmed"
    alone = await session.scalar(with_members().where(Partnership.id == partnership.id))
    assert alone.person_ids == (ana.who.person_id,)


async def _blocked_before_the_upgrade(session, world, *countries):
    """As the release before left it: a block among partners, and nothing that follows from it."""
    cohort, partnership, people = await _in_course(world, *countries)
    (ana, _), (ben, bens) = people[:2]
    now = clock.now()
    session.add(
        Block(
            person_id=ana.who.person_id, blocked_id=ben.who.person_id, blocked_at=now,
            announced_at=now, enrolment_id=bens.id,
        )
    )  # fmt: skip
    await session.flush()
    return cohort, partnership, people


@pytest.mark.parametrize("countries", [("TR", "IT"), ("TR", "IT", "ES")])
async def test_partners_blocked_before_an_upgrade_get_their_case_once(session, world, countries):
    _, partnership, people = await _blocked_before_the_upgrade(session, world, *countries)
    assert await _open(session) == []
    assert await help_those_without_contact(session) == 1
    (case,) = await _open(session)
    apart = {people[0][0].who.person_id, people[1][0].who.person_id}
    assert (case.kind, case.partnership_id) == ("contact_paused", partnership.id)
    assert set(case.apart_person_ids) == apart
    (paused,) = await _told(session, PartnershipContactPaused)
    assert set(paused.person_ids) == set(partnership.person_ids)
    await close_case(session, LEAD, case.id, "They wish to go on.")
    assert await help_those_without_contact(session) == 0
    assert await _open(session) == []


async def test_a_block_of_old_opens_nothing_where_it_parts_nobody(session, world):
    cohort, partnership, _ = await _blocked_before_the_upgrade(session, world)
    await world.phase(cohort, "closed")
    assert await help_those_without_contact(session) == 0
    await world.phase(cohort, "course")
    partnership.state = "finished"
    await session.flush()
    assert await help_those_without_contact(session) == 0
    # Blocks are of pairs: whoever is together with neither of them is not concerned.
    _, well, _ = await _in_course(world, cohort=await world.cohort())
    assert await help_those_without_contact(session) == 0
    assert await _open(session) == []
    assert well.contact_paused_at is None
