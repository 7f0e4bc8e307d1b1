"""After erasure no table of this service holds a word of the person."""

from typing import Any

from sqlalchemy import text

from partnering.erasure.actions import erase_person
from partnering.invitations.actions import ask_question, send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.safety.actions import freeze_contact, release_contact
from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import PartneringErasureCompleted
from shared.contracts.partnering import EnrolmentLeft, InvitationClosed, PartnershipDissolved
from shared.http import Role
from shared.ids import new_id
from shared.testing import announced, principal

MARKER = "zebra-marker"


async def test_an_erased_partner_leaves_the_other_free(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    gone, stays = await world.teacher("TR"), await world.teacher("IT")
    mine = await world.joins(gone, cohort, with_person_email=stays.email)
    theirs = await world.joins(stays, cohort, with_person_email=gone.email)
    assert mine.status == theirs.status == "partnered"
    await erase_person(session, ErasureRequested(person_id=gone.who.person_id, erasure_id=new_id()))
    assert (mine.status, theirs.status) == ("left", "free")
    assert any(isinstance(one, PartnershipDissolved) for one in await announced(session))


async def test_no_table_holds_a_word_of_an_erased_person(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    profile = {"headline": MARKER, "about": MARKER}
    gone = await world.teacher("TR", name=MARKER, profile=profile, description=MARKER)
    mine = await world.joins(gone, cohort, with_person_email=f"{MARKER}@school.example")
    other, theirs = await world.enrolled(cohort, "IT")
    invitation = await send_invitation(
        session,
        gone.who,
        InvitationRequest(
            from_enrolment_id=mine.id, to_enrolment_id=theirs.id, message=f"From {MARKER}"
        ),
    )
    await ask_question(session, gone.who, invitation.id, f"Is {MARKER} fine?")
    officer = principal(None, Role.SAFEGUARDING_OFFICER)
    for _ in range(2):
        await freeze_contact(session, officer, gone.who.person_id, f"{MARKER} wrote at night")
        await release_contact(session, officer, gone.who.person_id)
    await freeze_contact(session, officer, gone.who.person_id, f"{MARKER} again")

    request = ErasureRequested(person_id=gone.who.person_id, erasure_id=new_id())
    await erase_person(session, request)

    tables = await session.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    )
    for table in tables.all():
        found = await session.scalar(
            text(f'SELECT count(*) FROM "{table}" AS one WHERE one::text LIKE :marker'),
            {"marker": f"%{MARKER}%"},
        )
        assert found == 0, table
    events = await announced(session)
    assert any(isinstance(one, EnrolmentLeft) for one in events)
    assert [one.outcome for one in events if isinstance(one, InvitationClosed)] == ["withdrawn"]
    assert isinstance(events[-1], PartneringErasureCompleted)
    assert theirs.status == "free"
    assert other.who.person_id == theirs.person_id
