"""A teacher's entry counts for everybody of the region, once somebody else has confirmed it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from entering import LEAD, holiday, on

from partnering.calendars import proposing, queries
from partnering.calendars.schemas import ProposalIn
from partnering.classes.queries import my_class
from shared.contracts.partnering import CalendarDecided, CalendarProposed
from shared.http import Conflict, Forbidden, Invalid, Role
from shared.testing import announced, principal


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with on("2026-11-28"):
        yield


async def _entry(session: Any, teacher: Any, **changes: Any) -> ProposalIn:
    mine = await my_class(session, teacher.who, teacher.class_id)
    return ProposalIn.model_validate(
        {
            "school_id": mine.school.id,
            "holidays": [{"name": "Christmas", "starts_on": "2026-12-23", "ends_on": "2027-01-06"}],
            **changes,
        }
    )


async def test_a_confirmed_entry_joins_the_calendar_of_the_region(
    session: Any, world: Any, staff: Any
) -> None:
    teacher = await world.teacher("IT", region="Piemonte")
    kept = [holiday(f"2027-0{month}-01", name=f"Day {month}") for month in range(2, 8)]
    await staff.add("IT", "Piemonte", *kept)
    entry = await _entry(session, teacher, holidays=[holiday("2027-03-19", name="Patron"), kept[0]])
    proposal = await proposing.propose_calendar(session, teacher.who, entry)
    [shown] = await proposing.proposals(session)
    assert [one.name for one in shown.added] == ["Patron"]
    assert (shown.changed, shown.removed, shown.complete_from) == ([], [], None)
    await proposing.decide_proposal(session, LEAD, proposal.id, "accepted")
    found = await queries.get_calendar(session, "IT", "Piemonte")
    assert len(found.holidays) == len(kept) + 1
    [known] = (await queries.calendars_of(session, [("IT", "Piemonte")])).values()
    assert known is not None
    assert known.complete == ()
    kinds = [type(one) for one in await announced(session)]
    assert kinds[-2:] == [CalendarProposed, CalendarDecided]
    with pytest.raises(Conflict, match="already-decided"):
        await proposing.decide_proposal(session, LEAD, proposal.id, "refused")


async def test_a_teacher_may_say_that_a_school_year_is_complete(session: Any, world: Any) -> None:
    teacher = await world.teacher("IT", region="Piemonte")
    entry = await _entry(session, teacher, complete_year=2026)
    proposal = await proposing.propose_calendar(session, teacher.who, entry)
    await proposing.decide_proposal(session, LEAD, proposal.id, "accepted")
    [known] = (await queries.calendars_of(session, [("IT", "Piemonte")])).values()
    assert known is not None
    assert known.complete == ((date(2026, 8, 1), date(2027, 7, 31)),)


async def test_confirming_a_changed_date_shows_and_applies_the_change(
    session: Any, world: Any, staff: Any
) -> None:
    teacher = await world.teacher("IT", region="Piemonte")
    await staff.add("IT", "Piemonte", holiday("2026-12-21", "2027-01-03", "Christmas"))
    proposal = await proposing.propose_calendar(
        session, teacher.who, await _entry(session, teacher)
    )
    [shown] = await proposing.proposals(session)
    assert [(str(one.was.starts_on), str(one.now.starts_on)) for one in shown.changed] == [
        ("2026-12-21", "2026-12-23")
    ]
    await proposing.decide_proposal(session, LEAD, proposal.id, "accepted")
    [only] = (await queries.get_calendar(session, "IT", "Piemonte")).holidays
    assert only.starts_on == date(2026, 12, 23)


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
    reader = await world.teacher("IT", region="Puglia")
    await world.teacher("IT", region="Call us", verified=False)
    found = await queries.regions_of(session, reader.who, "IT")
    assert [(one.region, one.schools, one.calendar_known) for one in found] == [
        ("Piemonte", 1, False),
        ("Puglia", 1, False),
    ]
