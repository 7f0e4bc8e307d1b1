"""Reports reach an officer with the words as they stood; frozen contact is frozen everywhere."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from partnering.invitations.actions import send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.partnerships.actions import open_partnership
from partnering.room.actions import post_message
from partnering.room.model import Message
from partnering.safety import actions, queries
from partnering.safety.model import KEPT_FOR, Report
from partnering.safety.reporting import file_report
from partnering.safety.schemas import ReportRequest
from shared import clock
from shared.contracts.contact import ContactFrozen, ContactReleased, ReportFiled
from shared.http import Conflict, NotFound, Problem, Role
from shared.testing import announced, principal

OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)


@pytest.fixture
async def pair(world):
    cohort = await world.cohort()
    first, one = await world.enrolled(cohort, "TR", profile={"about": "I teach maths."})
    second, other = await world.enrolled(cohort, "IT")
    partnership = await open_partnership(
        world.session,
        cohort_id=cohort.id,
        enrolment_ids=[one.id, other.id],
        origin="run",
        language="en",
    )
    return partnership, first.who, second.who, one, other


async def test_the_reported_words_survive_their_message_until_the_fixed_day(session, pair):
    partnership, author, reader, _, _ = pair
    message = await post_message(session, author, partnership.id, "Something unkind")
    report = await file_report(
        session,
        reader,
        ReportRequest(subject="message", subject_id=message.id, reason="unkind", text="see"),
    )
    event = (await announced(session))[-1]
    assert isinstance(event, ReportFiled)
    assert "unkind" not in event.model_dump_json()
    (await session.get_one(Message, message.id)).text = ""
    opened = await actions.open_report(session, OFFICER, report.id)
    assert opened.snapshot == "Something unkind"
    assert opened.about_person_id == author.person_id
    with clock.travelled(KEPT_FOR - timedelta(hours=1)):
        assert await actions.delete_expired_reports(session) == 0
    with clock.travelled(KEPT_FOR + timedelta(hours=1)):
        assert await actions.delete_expired_reports(session) == 1
    session.expunge_all()
    assert (await session.scalars(select(Report))).all() == []


async def test_every_look_at_a_report_is_written_down(session, pair):
    _, _, reporter, enrolment, _ = pair
    report = await file_report(
        session,
        reporter,
        ReportRequest(subject="profile", subject_id=enrolment.id, reason="not_a_teacher"),
    )
    assert "I teach maths." in report.snapshot
    await actions.open_report(session, OFFICER, report.id)
    await actions.resolve_report(session, OFFICER, report.id, "talked_to", "called the head")
    acts = [one.act for one in await queries.accesses_of(session, report.id)]
    assert acts == ["read", "resolved: talked_to"]
    with pytest.raises(Conflict, match="report-already-resolved"):
        await actions.resolve_report(session, OFFICER, report.id, "no_action", "")


async def test_an_officer_never_sees_a_report_in_which_they_are_a_party(session, pair):
    _, accused, reporter, enrolment, _ = pair
    report = await file_report(
        session, reporter, ReportRequest(subject="profile", subject_id=enrolment.id, reason="spam")
    )
    for party in (accused, reporter):
        rows, _ = await queries.reports_for(session, party, None, None, 50)
        assert rows == []
        with pytest.raises(NotFound):
            await actions.open_report(session, party, report.id)
    rows, _ = await queries.reports_for(session, OFFICER, "open", None, 50)
    assert [one.report.id for one in rows] == [report.id]


async def test_only_who_can_read_a_message_can_report_it(session, pair):
    partnership, author, _, _, _ = pair
    message = await post_message(session, author, partnership.id, "Hello")
    for who in (principal(), author):
        with pytest.raises(NotFound):
            await file_report(
                session,
                who,
                ReportRequest(subject="message", subject_id=message.id, reason="other"),
            )


async def test_freezing_ends_open_handshakes_and_release_allows_contact_again(session, pair):
    partnership, frozen, _, one, other = pair
    await actions.freeze_contact(session, OFFICER, frozen.person_id, "complaint")
    assert partnership.end_reason == "frozen"
    await session.refresh(one)
    await session.refresh(other)
    assert (one.status, other.status) == ("free", "free")
    with pytest.raises(Conflict, match="contact-already-frozen"):
        await actions.freeze_contact(session, OFFICER, frozen.person_id, "again")
    with pytest.raises(Problem, match="contact"):
        await send_invitation(
            session,
            frozen,
            InvitationRequest(from_enrolment_id=one.id, to_enrolment_id=other.id, message="Hi"),
        )
    with pytest.raises(Conflict, match="contact-frozen"):
        await open_partnership(
            session,
            cohort_id=partnership.cohort_id,
            enrolment_ids=[one.id, other.id],
            origin="run",
            language="en",
        )
    await actions.release_contact(session, OFFICER, frozen.person_id)
    assert not await queries.contact_frozen(session, frozen.person_id)
    await send_invitation(
        session,
        frozen,
        InvitationRequest(from_enrolment_id=one.id, to_enrolment_id=other.id, message="Hi"),
    )
    kinds = [type(event) for event in await announced(session)]
    assert kinds.index(ContactFrozen) < kinds.index(ContactReleased)
