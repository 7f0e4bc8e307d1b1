"""Who lost a partner is put with a pair that is well, or with nobody."""

import pytest
from sqlalchemy import select

from partnering.partnerships import troubles
from partnering.partnerships.model import Partnership
from partnering.rescue.actions import apply_rescue
from partnering.rescue.cases import look_for_repairs, rescue_stranded
from partnering.rescue.model import RescueCase
from shared import clock
from shared.contracts.course import (
    CheckInAnswered,
    PartnershipActiveAgain,
    PartnershipNudged,
    PartnershipStranded,
)
from shared.contracts.projects import (
    CheckpointHelpSettled,
    CheckpointOverdue,
    CheckpointReported,
)
from shared.http import Conflict, Role
from shared.ids import new_id
from shared.testing import principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


@pytest.fixture
async def need(world):
    """A case, and one pair that would take a third."""
    cohort = await world.cohort()
    stranded, (silent, waiting) = await world.paired(cohort)
    hosts, _ = await world.paired(cohort, "TR", "ES", profile={"willing_third": True})
    for one in (stranded, hosts):
        one.phase = "course"
    await world.session.flush()
    event = PartnershipStranded(
        partnership_id=stranded.id,
        cohort_id=cohort.id,
        silent_person_ids=(silent[0].who.person_id,),
        waiting_person_ids=(waiting[0].who.person_id,),
    )
    return event, hosts


async def _case(session, partnership_id):
    return await session.scalar(
        select(RescueCase)
        .where(RescueCase.partnership_id == partnership_id)
        .execution_options(populate_existing=True)
    )


def _names(hosts):
    people = {"person_ids": hosts.person_ids}
    return {"partnership_id": hosts.id, "cohort_id": hosts.cohort_id, **people}


def _checkpoint(hosts):
    return {**_names(hosts), "checkpoint_id": new_id()}


TROUBLES = {
    "quiet": lambda hosts: (
        troubles.note_quiet,
        PartnershipNudged(**_names(hosts), silent_person_ids=hosts.person_ids[:1]),
    ),
    "stopping": lambda hosts: (
        troubles.note_answer,
        CheckInAnswered(**_names(hosts), answered_by=hosts.person_ids[0], answer="must_stop"),
    ),
    "help": lambda hosts: (
        troubles.note_report,
        CheckpointReported(**_checkpoint(hosts), reported_by=hosts.person_ids[0], needs_help=True),
    ),
    "late": lambda hosts: (
        troubles.note_late,
        CheckpointOverdue(**_checkpoint(hosts), due_on=clock.today()),
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_pair_that_is_not_well_is_not_asked_to_take_a_third(session, need, trouble):
    event, hosts = need
    await rescue_stranded(session, event)
    assert (await _case(session, event.partnership_id)).proposal is not None
    note, fact = TROUBLES[trouble](hosts)
    await note(session, fact)
    await note(session, fact)
    await session.refresh(hosts, ["troubles"])
    assert hosts.troubles == [trouble]
    case = await _case(session, event.partnership_id)
    with pytest.raises(Conflict, match="proposal-outdated") as refused:
        await apply_rescue(session, LEAD, case.id)
    assert refused.value.extra["why"] == "third_seat_not_well"


async def test_a_proposal_falls_when_its_pair_is_not_well_any_more_and_returns_when_it_is(
    session, need
):
    event, hosts = need
    await rescue_stranded(session, event)
    await troubles.note_quiet(
        session, PartnershipNudged(**_names(hosts), silent_person_ids=hosts.person_ids)
    )
    await _look(session, event)
    assert (await _case(session, event.partnership_id)).proposal is None
    names = {"partnership_id": hosts.id, "cohort_id": hosts.cohort_id}
    await troubles.drop_quiet(session, PartnershipActiveAgain(**names))
    await _look(session, event)
    assert (await _case(session, event.partnership_id)).proposal is not None


async def test_help_that_was_given_makes_a_pair_well_again(session, need):
    _event, hosts = need
    note, fact = TROUBLES["help"](hosts)
    await note(session, fact)
    settled = {"checkpoint_id": new_id(), "cohort_id": hosts.cohort_id}
    await troubles.drop_help(session, CheckpointHelpSettled(partnership_id=hosts.id, **settled))
    fresh = await session.get_one(Partnership, hosts.id, populate_existing=True)
    assert fresh.troubles == []


async def test_a_pair_of_whom_all_are_silent_is_a_case_for_staff(session, world, need):
    _event, hosts = need
    everybody = hosts.person_ids
    names = {"partnership_id": hosts.id, "cohort_id": hosts.cohort_id}
    await rescue_stranded(
        session,
        PartnershipStranded(**names, silent_person_ids=everybody, waiting_person_ids=()),
    )
    case = await _case(session, hosts.id)
    assert (case.state, case.waiting_person_ids, case.proposal) == ("open", [], None)
    with pytest.raises(Conflict, match="nothing-proposed"):
        await apply_rescue(session, LEAD, case.id)


async def _look(session, event):
    case = await _case(session, event.partnership_id)
    case.looked_at = case.opened_at.replace(year=2020)
    await session.flush()
    await look_for_repairs(session)
