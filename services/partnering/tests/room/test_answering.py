"""A proposed meeting may be declined, withdrawn and cancelled; the others hear it, calendars too."""

import asyncio
from datetime import timedelta

import pytest
from icalendar import Calendar

from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.people.blocking import block_person
from partnering.room import actions, answering, queries
from partnering.room.ics import meetings_file
from partnering.room.schemas import NewMeeting
from shared import clock
from shared.contracts.meetings import MeetingCancelled, MeetingDeclined
from shared.http import Conflict, Invalid, NotFound
from shared.testing import announced, principal


def soon(days=3):
    return (clock.now() + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)


async def open_room(world, *countries):
    cohort = await world.cohort()
    people = [await world.enrolled(cohort, country, name=country) for country in countries]
    partnership = await open_partnership(
        world.session,
        cohort_id=cohort.id,
        enrolment_ids=[enrolment.id for _, enrolment in people],
        origin="run",
        language="en",
    )
    for teacher, _ in people:
        await confirm_partnership(world.session, teacher.who, partnership.id)
    return partnership, *(teacher.who for teacher, _ in people)


async def propose(session, who, partnership):
    new = NewMeeting(title="First call", starts_at=soon(), anyway=True)
    return await actions.propose_meeting(session, who, partnership.id, new)


async def shown(session, who, partnership):
    (one,) = await queries.meetings(session, who, partnership.id)
    return one


async def test_a_guest_declines_with_another_hour_and_the_meeting_is_off(world, session):
    partnership, ayse, maya = await open_room(world, "TR", "NP")
    meeting = await propose(session, ayse, partnership)
    await answering.decline_meeting(session, maya, meeting.id, soon(4))
    told = (await announced(session))[-1]
    assert isinstance(told, MeetingDeclined)
    assert (told.declined_by, told.person_ids, told.other_at, told.off) == (
        maya.person_id,
        (ayse.person_id,),
        soon(4),
        True,
    )
    seen = await shown(session, ayse, partnership)
    assert (seen.status, seen.declined[0].other_at) == ("declined", soon(4))
    for act in (answering.accept_meeting, answering.cancel_meeting):
        with pytest.raises(Conflict, match="meeting-off"):
            await act(session, maya, meeting.id)


async def test_with_three_a_meeting_goes_on_until_no_guest_is_left(world, session):
    partnership, ayse, maya, ada = await open_room(world, "TR", "NP", "PL")
    meeting = await propose(session, ayse, partnership)
    await answering.decline_meeting(session, maya, meeting.id, None)
    assert (await shown(session, ayse, partnership)).status == "planned"
    await answering.decline_meeting(session, maya, meeting.id, None)
    declines = [one for one in await announced(session) if isinstance(one, MeetingDeclined)]
    assert len(declines) == 1
    await answering.accept_meeting(session, maya, meeting.id)
    assert (await shown(session, ayse, partnership)).declined == []
    for guest in (maya, ada):
        await answering.decline_meeting(session, guest, meeting.id, None)
    assert (await shown(session, ayse, partnership)).status == "declined"


async def test_its_proposer_withdraws_it_and_either_cancels_what_was_accepted(world, session):
    partnership, ayse, maya = await open_room(world, "TR", "NP")
    first = await propose(session, ayse, partnership)
    with pytest.raises(Conflict, match="meeting-not-accepted"):
        await answering.cancel_meeting(session, maya, first.id)
    with pytest.raises(Conflict, match="meeting-is-yours"):
        await answering.decline_meeting(session, ayse, first.id, None)
    await answering.cancel_meeting(session, ayse, first.id)
    second = await propose(session, ayse, partnership)
    await answering.accept_meeting(session, maya, second.id)
    await answering.cancel_meeting(session, maya, second.id)
    told = [one for one in await announced(session) if isinstance(one, MeetingCancelled)]
    assert [(one.how, one.cancelled_by, one.person_ids) for one in told] == [
        ("withdrawn", ayse.person_id, (maya.person_id,)),
        ("cancelled", maya.person_id, (ayse.person_id,)),
    ]


async def test_the_calendar_file_keeps_the_uid_and_says_cancelled_with_a_higher_number(
    world, session
):
    partnership, ayse, maya = await open_room(world, "TR", "NP")
    meeting = await propose(session, ayse, partnership)

    async def event():
        text = await meetings_file(session, maya, partnership.id)
        (found,) = Calendar.from_ical(text).walk("VEVENT")
        return found["UID"], int(found["SEQUENCE"]), str(found["STATUS"]), found["DTSTART"].dt

    uid, number, status, starts = await event()
    assert (status, starts) == ("TENTATIVE", soon())
    await answering.accept_meeting(session, maya, meeting.id)
    assert (await event())[:3] == (uid, number + 1, "CONFIRMED")
    await answering.cancel_meeting(session, ayse, meeting.id)
    assert (await event())[:3] == (uid, number + 2, "CANCELLED")
    with pytest.raises(NotFound):
        await meetings_file(session, principal(), partnership.id)


async def test_without_contact_no_meeting_is_answered(world, session):
    partnership, ayse, maya = await open_room(world, "TR", "NP")
    meeting = await propose(session, ayse, partnership)
    theirs = next(one for one in partnership.members if one.person_id == maya.person_id)
    await block_person(session, ayse, theirs.enrolment_id)
    with pytest.raises(Conflict):
        await answering.decline_meeting(session, maya, meeting.id, None)
    with pytest.raises(Conflict):
        await answering.cancel_meeting(session, ayse, meeting.id)


@pytest.mark.parametrize("days", [-1, 5000])
async def test_another_hour_that_cannot_be_is_refused(world, session, days):
    partnership, ayse, maya = await open_room(world, "TR", "NP")
    meeting = await propose(session, ayse, partnership)
    with pytest.raises(Invalid):
        await answering.decline_meeting(session, maya, meeting.id, soon(days))
    assert (await shown(session, ayse, partnership)).status == "planned"


@pytest.mark.parametrize("first", ["accept", "cancel"])
async def test_accepting_and_withdrawing_at_the_same_time_gives_one_clear_result(
    database, inhabit, first
):
    async with database.transaction() as session:
        partnership, ayse, maya = await open_room(inhabit(session), "TR", "NP")
        meeting = await propose(session, ayse, partnership)

    async def act(what, who, wait):
        await asyncio.sleep(wait)
        async with database.transaction() as session:
            await what(session, who, meeting.id)

    acts = {"accept": (answering.accept_meeting, maya), "cancel": (answering.cancel_meeting, ayse)}
    answers = await asyncio.gather(
        *(act(*acts[name], 0 if name == first else 0.005) for name in acts),
        return_exceptions=True,
    )
    async with database.reading() as session:
        seen = await shown(session, ayse, partnership)
        told = [one for one in await announced(session) if isinstance(one, MeetingCancelled)]
    refused = [one for one in answers if one is not None]
    assert all(isinstance(one, Conflict) for one in refused)
    assert (len(told), seen.accepted_by_all) == (1, False)
    assert (seen.status, len(refused)) in {("withdrawn", 1), ("cancelled", 0)}
    assert told[0].how == seen.status
