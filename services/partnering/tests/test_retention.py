"""Words and addresses go once nobody can need them; a running cohort loses nothing."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from partnering.enrolments.model import Companion
from partnering.handover.model import SeatOffer
from partnering.invitations.actions import ask_question, decline_invitation, send_invitation
from partnering.invitations.model import Invitation, Question
from partnering.invitations.schemas import Decline, InvitationRequest
from partnering.posts.model import PartnerPost
from partnering.retention import forget_old
from partnering.room import actions as room
from partnering.room.model import Agreement, Message, Note, Signature, Task
from partnering.room.schemas import NewTask, Terms
from partnering.safety.actions import freeze_contact, release_contact
from partnering.safety.model import Freeze
from partnering.search.filters import Wanted
from partnering.search.model import SavedSearch
from partnering.search.saving import save_search
from shared import clock
from shared.http import Role
from shared.testing import principal

ROOM = (Message, Agreement, Signature, Task, Note)


async def _everything(session: Any, world: Any, cohort: Any) -> None:
    """One row of each class of data that is not kept for ever."""
    partnership, ((one, mine), _) = await world.paired(cohort)
    partnership.phase = "course"
    await room.post_message(session, one.who, partnership.id, "Hello")
    await room.write_agreement(session, one.who, partnership.id, Terms(roles="Both"), read=0)
    await room.add_task(session, one.who, partnership.id, NewTask(title="Write"))
    await room.add_note(session, one.who, partnership.id, "decision", text="We write letters")
    now = clock.now()
    for state in ("open", "declined"):
        session.add(
            SeatOffer(
                partnership_id=partnership.id,
                enrolment_id=mine.id,
                offered_by=one.who.person_id,
                email_key="colleague@school.example",
                state=state,
                offered_at=now,
                expires_at=now + timedelta(days=14),
            )
        )
    free = await world.teacher("PL")
    waits = await world.joins(free, cohort, with_person_email="nobody@school.example")
    _, other = await world.enrolled(cohort, "ES")
    other_teacher, third = await world.enrolled(cohort, "NG")
    session.add(
        PartnerPost(
            enrolment_id=waits.id,
            cohort_id=cohort.id,
            person_id=free.who.person_id,
            title="A title",
            text="Words",
            posted_at=now,
        )
    )
    await save_search(session, free.who, waits.id, "Spain", Wanted(text="rivers"))
    for to in (other, third):
        invitation = await send_invitation(
            session,
            free.who,
            InvitationRequest(from_enrolment_id=waits.id, to_enrolment_id=to.id, message="Dear"),
        )
    await ask_question(session, free.who, invitation.id, "Which age?")
    await decline_invitation(session, other_teacher.who, invitation.id, Decline(text="Sorry"))
    officer = principal(None, Role.SAFEGUARDING_OFFICER)
    await freeze_contact(session, officer, free.who.person_id, "Wrote at night")
    await release_contact(session, officer, free.who.person_id)
    await freeze_contact(session, officer, free.who.person_id, "Wrote again")
    await session.flush()


async def _count(session: Any, what: Any, *which: Any) -> int:
    query = select(func.count()).select_from(what).where(*which)
    return int(await session.scalar(query))


async def _forget_in(session: Any, days: int) -> None:
    with clock.travelled(timedelta(days=days)):
        while await forget_old(session):
            pass


async def test_each_class_of_data_goes_in_its_time_and_not_before(session: Any, world: Any) -> None:
    """The cohort's last day is 200 days after its course begins, whenever this runs."""
    closes = clock.today() + timedelta(days=150)
    cohort = await world.cohort(closes_on=closes)
    await _everything(session, world, cohort)
    await _forget_in(session, 89)
    assert await _count(session, SeatOffer) == 2
    await _forget_in(session, 121)
    assert [one.state for one in await session.scalars(select(SeatOffer))] == ["open"]
    assert await _count(session, PartnerPost) == 0
    await _forget_in(session, 399)
    assert await _count(session, Invitation, Invitation.message != "") >= 2
    assert await _count(session, Freeze, Freeze.reason != "") == 1
    await _forget_in(session, 401)
    assert await _count(session, Question, Question.text != "") == 0
    worded = select(Invitation.status).where(Invitation.message != "")
    assert set(await session.scalars(worded)) <= {"open"}
    assert await _count(session, Invitation, Invitation.decline_text != "") == 0


async def test_rooms_stay_while_the_cohort_is_not_closed_and_two_years_longer(
    session: Any, world: Any
) -> None:
    closes = clock.today() + timedelta(days=150)
    cohort = await world.cohort(closes_on=closes)
    await _everything(session, world, cohort)
    await _forget_in(session, 5000)
    for table in (*ROOM, SavedSearch, Companion):
        assert await _count(session, table) > 0, table
    await world.phase(cohort, "closed")
    await _forget_in(session, 150 + 729)
    for table in (SavedSearch, Companion):
        assert await _count(session, table) == 0, table
    for table in ROOM:
        assert await _count(session, table) > 0, table
    await _forget_in(session, 150 + 732)
    for table in ROOM:
        assert await _count(session, table) == 0, table
