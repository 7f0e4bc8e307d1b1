"""One person cannot drown the officers' queue, and a report of a verified teacher stands on top."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from partnering.people.model import Person
from partnering.room.actions import post_message
from partnering.safety import queries
from partnering.safety.model import Report
from partnering.safety.reporting import file_report, tell_officers
from partnering.safety.schemas import ReportRequest
from partnering.settings import daily_limits
from shared import clock
from shared.contracts.contact import ReportFiled
from shared.http import Invalid, NotFound, Principal, Problem, Role
from shared.ids import new_id
from shared.testing import announced, principal

OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)


def about(enrolment: Any, text: str = "", reason: str = "spam", **how: Any) -> ReportRequest:
    values = {"subject": "profile", "subject_id": enrolment.id, "reason": reason, "text": text}
    return ReportRequest.model_validate({**values, **how})


async def newcomer(world: Any, cohort: Any) -> Principal:
    """Somebody who joined a minute ago and is not verified."""
    teacher, _ = await world.enrolled(cohort, "IT")
    await world.session.execute(
        update(Person).where(Person.id == teacher.who.person_id).values(verification="pending")
    )
    return replace(teacher.who, verified=False)


async def tellings(session: Any) -> int:
    return sum(isinstance(one, ReportFiled) for one in await announced(session))


async def test_reports_of_one_person_end_at_the_daily_limit(session, world, monkeypatch):
    monkeypatch.setattr(daily_limits(), "reports_a_day", 3)
    cohort = await world.cohort()
    who = await newcomer(world, cohort)
    cards = [(await world.enrolled(cohort))[1] for _ in range(4)]
    for card in cards[:3]:
        await file_report(session, who, about(card))
    with pytest.raises(Problem, match="daily-limit") as refused:
        await file_report(session, who, about(cards[3]))
    assert refused.value.status == 429
    assert 0 < int(refused.value.headers["Retry-After"]) <= 86_400
    with clock.travelled(timedelta(days=1)):
        await file_report(session, who, about(cards[3]))


async def test_a_second_report_of_the_same_adds_to_the_open_one(session, world):
    cohort = await world.cohort()
    reader, _ = await world.enrolled(cohort, "IT")
    _, card = await world.enrolled(cohort, profile={"about": "I teach maths."})
    first = await file_report(session, reader.who, about(card, "He asked for my number"))
    second = await file_report(session, reader.who, about(card, "He asks again", "unsafe"))
    again = await file_report(session, reader.who, about(card, "He asks again", "unsafe"))
    assert first.id == second.id == again.id
    assert first.reason == "unsafe"
    assert first.text == "He asked for my number\n\n---\n\nHe asks again"
    assert first.snapshot.count("I teach maths.") == 1
    assert await session.scalar(select(func.count()).select_from(Report)) == 1
    first.resolve("talked_to", "", OFFICER.person_id, clock.now())
    assert (await file_report(session, reader.who, about(card, "Third time"))).id != first.id


async def test_reports_of_two_people_about_the_same_stay_two(session, world):
    cohort = await world.cohort()
    _, card = await world.enrolled(cohort)
    readers = [(await world.enrolled(cohort, "IT"))[0].who for _ in range(2)]
    assert len({(await file_report(session, who, about(card))).id for who in readers}) == 2


async def test_what_one_cannot_see_and_what_is_not_there_are_refused_alike(session, world):
    cohort = await world.cohort()
    partnership, ((ana, _), _) = await world.paired(cohort)
    message = await post_message(session, ana.who, partnership.id, "Hello")
    teacher, card = await world.enrolled(await world.cohort())
    stranger, own = await world.enrolled(cohort)
    unverified = await newcomer(world, cohort)
    hidden = [
        (stranger.who, card.id),
        (stranger.who, teacher.who.person_id),
        (stranger.who, own.id),
        (stranger.who, stranger.who.person_id),
        (unverified, stranger.who.person_id),
        (principal(), own.id),
    ]
    for who, subject_id in hidden:
        answers = []
        for tried in (subject_id, new_id()):
            with pytest.raises(NotFound) as refused:
                await file_report(session, who, about(own, subject_id=tried))
            answers.append(str(refused.value))
        assert answers[0] == answers[1]
    with pytest.raises(NotFound):
        await file_report(
            session, stranger.who, about(own, subject="message", subject_id=message.id)
        )
    assert await session.scalar(select(func.count()).select_from(Report)) == 0


async def test_a_verified_teacher_reports_by_the_id_of_a_person_of_the_cohort(session, world):
    cohort = await world.cohort()
    reader, _ = await world.enrolled(cohort, "IT")
    teacher, card = await world.enrolled(cohort)
    report = await file_report(session, reader.who, about(card, subject_id=teacher.who.person_id))
    assert report.about_person_id == teacher.who.person_id


async def test_officers_are_told_once_an_hour_and_of_every_report(session, world):
    cohort = await world.cohort()
    who = await newcomer(world, cohort)
    for _ in range(5):
        await file_report(session, who, about((await world.enrolled(cohort))[1]))
    assert await tellings(session) == 1
    with clock.travelled(timedelta(minutes=30)):
        reader, _ = await world.enrolled(cohort, "IT")
        real = await file_report(session, reader.who, about((await world.enrolled(cohort))[1]))
        assert (await tell_officers(session), real.told_at) == (0, None)
    with clock.travelled(timedelta(minutes=61)):
        assert await tell_officers(session) == 5
        assert real.told_at is not None
        assert await tellings(session) == 2
    with clock.travelled(timedelta(hours=3)):
        assert await tell_officers(session) == 0


async def test_what_was_resolved_within_the_hour_is_not_told(session, world):
    cohort = await world.cohort()
    reader, _ = await world.enrolled(cohort, "IT")
    await file_report(session, reader.who, about((await world.enrolled(cohort))[1]))
    second = await file_report(session, reader.who, about((await world.enrolled(cohort))[1]))
    second.resolve("no_action", "", OFFICER.person_id, clock.now())
    with clock.travelled(timedelta(hours=2)):
        assert await tell_officers(session) == 0


async def test_verified_people_and_many_reporters_come_first_on_every_page(session, world):
    cohort = await world.cohort()
    _, rude = await world.enrolled(cohort)
    _, odd = await world.enrolled(cohort)
    readers = [(await world.enrolled(cohort, "IT"))[0].who for _ in range(3)]
    by_two = [await file_report(session, who, about(rude, "Look")) for who in readers[:2]]
    by_one = await file_report(session, readers[2], about(odd, "Look"))
    flood = []
    for who in [await newcomer(world, cohort) for _ in range(3)]:
        flood += [await file_report(session, who, about(card)) for card in (odd, rude)]
    met, cursor = [], None
    while True:
        page, cursor = await queries.reports_for(session, OFFICER, "open", cursor, 2)
        met += page
        if cursor is None:
            break
    ids = [one.report.id for one in met]
    assert ids[:3] == [by_two[1].id, by_two[0].id, by_one.id]
    assert sorted(ids[3:]) == sorted(one.id for one in flood)
    assert [(one.verified, one.reporters) for one in met[:4]] == [
        (True, 2),
        (True, 2),
        (True, 1),
        (False, 3),
    ]


@pytest.mark.parametrize("cursor", ["x", "1.2", "1.2.x", "9999999999999999999999.1.x", "1.2.3.4"])
async def test_a_cursor_of_another_list_is_refused(session, cursor):
    with pytest.raises(Invalid):
        await queries.reports_for(session, OFFICER, "open", cursor, 2)
