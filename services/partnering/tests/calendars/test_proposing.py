"""A teacher's entry counts for everybody of the region, once somebody else has confirmed it."""

from typing import Any

import pytest

from partnering.calendars import proposing, queries
from partnering.calendars.schemas import ProposalIn
from partnering.classes.queries import my_class
from shared.contracts.partnering import CalendarDecided, CalendarProposed
from shared.http import Conflict, Forbidden, Invalid, Role
from shared.testing import announced, principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


async def _entry(session: Any, teacher: Any, **changes: Any) -> ProposalIn:
    mine = await my_class(session, teacher.who, teacher.class_id)
    return ProposalIn.model_validate(
        {
            "school_id": mine.school.id,
            "known_from": "2026-08-01",
            "known_until": "2027-07-31",
            "holidays": [{"name": "Christmas", "starts_on": "2026-12-23", "ends_on": "2027-01-06"}],
            **changes,
        }
    )


async def test_a_confirmed_entry_becomes_the_calendar_of_the_region(session, world) -> None:
    teacher = await world.teacher("IT", region="Piemonte")
    proposal = await proposing.propose_calendar(
        session, teacher.who, await _entry(session, teacher)
    )
    place = ("IT", "Piemonte")
    assert (await queries.calendars_of(session, [place]))[place] is None
    await proposing.decide_proposal(session, LEAD, proposal.id, "accepted")
    known = (await queries.calendars_of(session, [place]))[place]
    assert known is not None
    assert len(known.holidays) == 1
    kinds = [type(one) for one in await announced(session)]
    assert kinds[-2:] == [CalendarProposed, CalendarDecided]
    with pytest.raises(Conflict, match="already-decided"):
        await proposing.decide_proposal(session, LEAD, proposal.id, "refused")


async def test_a_refused_entry_changes_nothing(session, world) -> None:
    teacher = await world.teacher("IT")
    proposal = await proposing.propose_calendar(
        session, teacher.who, await _entry(session, teacher)
    )
    await proposing.decide_proposal(session, LEAD, proposal.id, "refused")
    assert (await queries.calendars_of(session, [("IT", "")]))["IT", ""] is None
    assert await proposing.proposals(session) == []
    (mine,) = await proposing.proposals(session, mine=teacher.who.person_id)
    assert mine.state == "refused"


async def test_only_a_recognised_teacher_speaks_for_the_region_of_their_own_school(
    session, world
) -> None:
    teacher, other = await world.teacher("IT"), await world.teacher("TR")
    pending = await world.teacher("IT", verified=False)
    with pytest.raises(Forbidden, match="not-verified"):
        await proposing.propose_calendar(session, pending.who, await _entry(session, pending))
    with pytest.raises(Invalid):
        await proposing.propose_calendar(session, other.who, await _entry(session, teacher))


async def test_nobody_confirms_their_own_entry_and_few_wait_at_a_time(session, world) -> None:
    teacher = await world.teacher("IT")
    both = principal(teacher.who.person_id, Role.PROGRAMME_LEAD)
    entry = await _entry(session, teacher)
    proposal = await proposing.propose_calendar(session, teacher.who, entry)
    with pytest.raises(Forbidden, match="own-entry"):
        await proposing.decide_proposal(session, both, proposal.id, "accepted")
    for _ in range(proposing.MOST_OPEN - 1):
        await proposing.propose_calendar(session, teacher.who, entry)
    with pytest.raises(Conflict, match="too-many-proposals"):
        await proposing.propose_calendar(session, teacher.who, entry)


async def test_regions_are_listed_as_schools_and_calendars_write_them(session, world) -> None:
    await world.teacher("IT", region="Piemonte")
    await world.teacher("IT", region="Puglia")
    found = await queries.regions_of(session, "IT")
    assert [(one.region, one.schools, one.calendar_known) for one in found] == [
        ("Piemonte", 1, False),
        ("Puglia", 1, False),
    ]
