"""What a stranger learns of a room: nothing, and the same work is done to say so."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from partnering.cohorts.model import Cohort
from partnering.handover.actions import offer_seat
from partnering.handover.schemas import SeatOfferIn
from partnering.partnerships.actions import (
    confirm_partnership,
    object_to_partnership,
    open_partnership,
)
from partnering.partnerships.leaving import leave_partnership
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import partnership_for
from partnering.room import actions, answering, queries
from partnering.room.calendar import common_calendar
from partnering.room.schemas import NewMeeting, NewTask, Terms
from shared import clock
from shared.http import NotFound
from shared.ids import new_id
from shared.testing import principal

TERMS = Terms(language="en")
PARTNERSHIP = {
    "read it": partnership_for,
    "messages": lambda *it: queries.messages(*it, None, 10),
    "agreement": queries.agreement,
    "meetings": queries.meetings,
    "tasks": queries.tasks,
    "decisions": lambda *it: queries.notes(*it, "decision"),
    "holidays": lambda *it: queries.holidays_on(*it, []),
    "calendar": common_calendar,
    "write": lambda *it: actions.post_message(*it, "hello"),
    "agree": lambda *it: actions.write_agreement(*it, TERMS, read=0),
    "sign": lambda *it: actions.sign_agreement(*it, 1),
    "promise": lambda *it: actions.add_task(*it, NewTask(title="Print")),
    "confirm": confirm_partnership,
    "object": lambda *it: object_to_partnership(*it, ""),
    "offer the seat": lambda *it: offer_seat(*it, SeatOfferIn(email="li@school.example")),
    "leave": lambda *it: leave_partnership(*it, ""),
}
TASK = {
    "tick": lambda *it: actions.tick_task(*it, done=True),
    "untick": lambda *it: actions.tick_task(*it, done=False),
}
MEETING = {
    "accept": answering.accept_meeting,
    "decline": lambda *it: answering.decline_meeting(*it, None),
    "cancel": answering.cancel_meeting,
}


@pytest.fixture
async def room(world):
    """A partnership with a task and a meeting, none of which is a stranger's matter."""
    cohort = await world.cohort()
    first, one = await world.enrolled(cohort, "TR")
    second, other = await world.enrolled(cohort, "NP")
    partnership = await open_partnership(
        world.session,
        cohort_id=cohort.id,
        enrolment_ids=[one.id, other.id],
        origin="run",
        language="en",
    )
    for teacher in (first, second):
        await confirm_partnership(world.session, teacher.who, partnership.id)
    task = await actions.add_task(
        world.session, first.who, partnership.id, NewTask(title="Print the maps")
    )
    starts_at = clock.now() + timedelta(days=7)
    meeting = await actions.propose_meeting(
        world.session,
        first.who,
        partnership.id,
        NewMeeting(title="Hello", starts_at=starts_at, anyway=True),
    )
    return partnership.id, task.id, meeting.id


async def _statements(session, ask, thing_id):
    """How often the database is asked before a stranger hears that there is nothing."""
    await session.flush()
    session.expunge_all()
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement.split()[0])

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        with pytest.raises(NotFound) as refused:
            await ask(session, principal(), thing_id)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked, str(refused.value)


@pytest.mark.parametrize("which", range(3))
async def test_a_foreign_thing_costs_a_stranger_the_same_questions_as_a_missing_one(
    session, room, which
):
    unlike = {}
    for name, ask in (PARTNERSHIP, TASK, MEETING)[which].items():
        foreign = await _statements(session, ask, room[which])
        missing = await _statements(session, ask, new_id())
        if foreign != missing:
            unlike[name] = (foreign, missing)
    assert unlike == {}


async def test_a_stranger_does_not_learn_that_a_cohort_is_closed(session, room):
    partnership_id, _, _ = room
    partnership = await session.get_one(Partnership, partnership_id)
    cohort = await session.get_one(Cohort, partnership.cohort_id)
    cohort.phase = "closed"
    _, refused = await _statements(session, confirm_partnership, partnership_id)
    assert refused.startswith("not-found")
