"""What members share in their room, and who is kept out of it."""

from datetime import timedelta

import pytest

from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.partnerships.leaving import leave_partnership
from partnering.room import actions, answering, queries
from partnering.room.calendar import common_calendar
from partnering.room.schemas import NewMeeting, NewTask, Terms
from partnering.safety.actions import freeze_contact
from shared import clock
from shared.contracts.partnering import MeetingProposed, MessagePosted
from shared.http import Conflict, Invalid, NotFound, Role, StaleVersion
from shared.testing import announced, principal


@pytest.fixture
async def room(world):
    cohort = await world.cohort()
    first, one = await world.enrolled(cohort, "TR", name="Ayşe")
    second, other = await world.enrolled(cohort, "NP", name="Maya")
    partnership = await open_partnership(
        world.session,
        cohort_id=cohort.id,
        enrolment_ids=[one.id, other.id],
        origin="run",
        language="en",
    )
    for teacher in (first, second):
        await confirm_partnership(world.session, teacher.who, partnership.id)
    return partnership, first.who, second.who


async def test_words_stay_here_and_the_others_learn_only_that_there_are_some(session, room):
    partnership, ayse, maya = room
    await actions.post_message(session, ayse, partnership.id, "Merhaba! Secret words.")
    seen = await queries.messages(session, maya, partnership.id, None, 10)
    assert [(one.text, one.author_name, one.yours) for one in seen.items] == [
        ("Merhaba! Secret words.", "Ayşe", False)
    ]
    event = (await announced(session))[-1]
    assert isinstance(event, MessagePosted)
    assert event.person_ids == (maya.person_id,)
    assert "Secret" not in event.model_dump_json()


async def test_nobody_outside_enters_the_room_not_even_staff(session, room):
    partnership, _, _ = room
    for who in (principal(), principal(None, Role.PROGRAMME_LEAD, Role.OPERATOR)):
        for peek in (
            queries.messages(session, who, partnership.id, None, 10),
            queries.agreement(session, who, partnership.id),
            queries.tasks(session, who, partnership.id),
            queries.meetings(session, who, partnership.id),
            common_calendar(session, who, partnership.id),
            actions.post_message(session, who, partnership.id, "hello"),
        ):
            with pytest.raises(NotFound):
                await peek


async def test_frozen_contact_silences_the_room(session, room):
    partnership, ayse, maya = room
    officer = principal(None, Role.SAFEGUARDING_OFFICER)
    await freeze_contact(session, officer, ayse.person_id, "complaint")
    for who in (ayse, maya):
        with pytest.raises(Conflict, match="contact-frozen"):
            await actions.post_message(session, who, partnership.id, "hello")


async def test_a_new_version_of_the_agreement_needs_every_signature_again(session, room):
    partnership, ayse, maya = room
    suggestion = await queries.agreement(session, ayse, partnership.id)
    assert (suggestion.version, suggestion.terms.language) == (0, "en")
    await actions.write_agreement(
        session, ayse, partnership.id, Terms(language="English", reply_within_days=2), read=0
    )
    await actions.sign_agreement(session, maya, partnership.id, 1)
    signed = await queries.agreement(session, maya, partnership.id)
    assert signed.signed_by_all
    with pytest.raises(StaleVersion):
        await actions.write_agreement(session, maya, partnership.id, Terms(), read=0)
    await actions.write_agreement(session, maya, partnership.id, Terms(roles="Both"), read=1)
    again = await queries.agreement(session, ayse, partnership.id)
    assert (again.version, again.signed_by_all) == (2, False)
    with pytest.raises(StaleVersion):
        await actions.sign_agreement(session, ayse, partnership.id, 1)


@pytest.mark.parametrize("roles", ["Ayşe measures.", "  Ayşe measures.\r\n"])
async def test_saving_the_agreement_unchanged_keeps_every_signature(session, room, roles):
    partnership, ayse, maya = room
    await actions.write_agreement(session, ayse, partnership.id, Terms(roles="Ayşe measures."), 0)
    await actions.sign_agreement(session, maya, partnership.id, 1)
    await actions.write_agreement(session, ayse, partnership.id, Terms(roles=roles), read=1)
    kept = await queries.agreement(session, maya, partnership.id)
    assert (kept.version, kept.signed_by_all) == (1, True)


async def test_saving_the_words_of_the_partner_unchanged_signs_them(session, room):
    partnership, ayse, maya = room
    terms = Terms(roles="Ayşe measures.")
    await actions.write_agreement(session, ayse, partnership.id, terms, read=0)
    await actions.write_agreement(session, maya, partnership.id, terms, read=1)
    signed = await queries.agreement(session, ayse, partnership.id)
    assert (signed.version, signed.signed_by_all) == (1, True)


async def test_whoever_is_left_alone_meets_nobody_and_agrees_with_nobody(session, room):
    partnership, ayse, maya = room
    starts = (clock.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    await actions.propose_meeting(
        session, ayse, partnership.id, NewMeeting(title="First call", starts_at=starts)
    )
    await actions.write_agreement(session, ayse, partnership.id, Terms(roles="Both"), read=0)
    await leave_partnership(session, maya, partnership.id, "overload")
    (shown,) = await queries.meetings(session, ayse, partnership.id)
    agreed = await queries.agreement(session, ayse, partnership.id)
    assert (shown.accepted_by_all, agreed.signed_by_all) == (False, False)


async def test_a_meeting_shows_on_every_clock_and_stands_when_all_accepted(session, room):
    partnership, ayse, maya = room
    starts = (clock.now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    meeting = await actions.propose_meeting(
        session, ayse, partnership.id, NewMeeting(title="First call", starts_at=starts)
    )
    assert isinstance((await announced(session))[-1], MeetingProposed)
    (shown,) = await queries.meetings(session, maya, partnership.id)
    assert [one.starts_at.strftime("%H:%M") for one in shown.local_times] == ["12:00", "14:45"]
    assert not shown.accepted_by_all
    await answering.accept_meeting(session, maya, meeting.id)
    (shown,) = await queries.meetings(session, maya, partnership.id)
    assert shown.accepted_by_all
    with pytest.raises(Invalid):
        await actions.propose_meeting(
            session, ayse, partnership.id, NewMeeting(title="Late", starts_at=clock.now())
        )


async def test_tasks_have_somebody_and_a_day_and_may_be_ticked_and_unticked(session, room):
    partnership, ayse, maya = room
    soon = clock.today() + timedelta(days=2)
    task = await actions.add_task(
        session,
        ayse,
        partnership.id,
        NewTask(title="Choose a topic", assignee_id=maya.person_id, due_on=soon),
    )
    with pytest.raises(Invalid):
        await actions.add_task(
            session,
            ayse,
            partnership.id,
            NewTask(title="x", assignee_id=principal().person_id),
        )
    with clock.travelled(timedelta(days=4)):
        (shown,) = await queries.tasks(session, maya, partnership.id)
        assert (shown.overdue, shown.assignee_name) == (True, "Maya")
        await actions.tick_task(session, maya, task.id, done=True)
        (shown,) = await queries.tasks(session, ayse, partnership.id)
        assert (shown.overdue, shown.done_by_name) == (False, "Maya")
    await actions.tick_task(session, ayse, task.id, done=False)
    (shown,) = await queries.tasks(session, ayse, partnership.id)
    assert shown.done_at is None
    with pytest.raises(NotFound):
        await actions.tick_task(session, principal(), task.id, done=True)


async def test_after_the_end_those_who_stayed_still_read_and_nobody_writes(session, room):
    partnership, ayse, maya = room
    await actions.post_message(session, maya, partnership.id, "Goodbye")
    await leave_partnership(session, maya, partnership.id, "")
    assert partnership.state == "dissolved"
    seen = await queries.messages(session, ayse, partnership.id, None, 10)
    assert [one.text for one in seen.items] == ["Goodbye"]
    with pytest.raises(Conflict, match="partnership-over"):
        await actions.post_message(session, ayse, partnership.id, "hello?")
    with pytest.raises(NotFound):
        await queries.messages(session, maya, partnership.id, None, 10)


async def test_decisions_and_links_are_kept_apart(session, room):
    partnership, ayse, maya = room
    await actions.add_note(session, ayse, partnership.id, "decision", text="We work on water")
    await actions.add_note(
        session, maya, partnership.id, "link", text="Map", address="https://example.org/map"
    )
    decisions = await queries.notes(session, maya, partnership.id, "decision")
    links = await queries.notes(session, ayse, partnership.id, "link")
    assert [one.text for one in decisions] == ["We work on water"]
    assert [(one.text, one.address) for one in links] == [("Map", "https://example.org/map")]


async def test_the_common_calendar_says_what_it_does_not_know(session, room):
    partnership, ayse, _ = room
    shown = await common_calendar(session, ayse, partnership.id)
    assert len(shown.weeks) == 10
    assert {week.state for week in shown.weeks} == {"unknown"}
    assert [one["calendar_known"] for one in shown.members] == [False, False]
    # Ten to twelve in Istanbul and in Kathmandu: fifteen minutes less than nothing in common.
    assert shown.timetable_known
    assert shown.asynchronous
