"""Checkpoints fall due about every two weeks; a brief report answers them."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from projects.checkpoints.rules import AT_MOST, EVERY, due_dates
from shared import clock
from shared.contracts.projects import (
    CheckpointDue,
    CheckpointHelpSettled,
    CheckpointOverdue,
    CheckpointReported,
)
from shared.http import Grant, Role
from shared.ids import new_id
from shared.testing import principal

REPORT = {"went_well": "We met online.", "next_step": "Measure.", "needs_help": False}


async def checkpoints(programme: Any, pair: Any) -> Any:
    board = await programme.get(f"/partnerships/{pair.id}/project", pair.ada)
    return board.json()["checkpoints"]


async def test_a_checkpoint_is_announced_three_days_ahead_and_once(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await programme.tick()
    assert await programme.announced(CheckpointDue) == []
    with clock.travelled(timedelta(days=11)):
        await programme.tick()
        await programme.tick()
        (due,) = await programme.announced(CheckpointDue)
        assert due.due_on == clock.today() + timedelta(days=3)
        board = await programme.get(f"/partnerships/{pair.id}/project", pair.can)
        assert board.json()["state"] == "checkpoint_due"


async def test_a_reported_checkpoint_is_not_asked_for_again(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]["id"]
    answer = await programme.post(f"/checkpoints/{first}", pair.ada, REPORT)
    assert answer.status_code == 200
    assert answer.json()["reported_by"] == "Ada Wiśniewska"
    with clock.travelled(timedelta(days=15)):
        await programme.tick()
    assert await programme.announced(CheckpointDue) == []
    (reported,) = await programme.announced(CheckpointReported)
    assert (reported.reported_by, reported.needs_help) == (pair.ada.person_id, False)


async def test_a_missed_checkpoint_shows_as_overdue_and_may_still_be_reported(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.begin(pair)
    with clock.travelled(timedelta(days=16)):
        await programme.tick()
        (line,) = (await programme.get(f"/cohorts/{pair.cohort_id}/projects", lead)).json()["items"]
        assert line["state"] == "overdue"
        first = (await checkpoints(programme, pair))[0]["id"]
        assert (await programme.post(f"/checkpoints/{first}", pair.can, REPORT)).status_code == 200
        (line,) = (await programme.get(f"/cohorts/{pair.cohort_id}/projects", lead)).json()["items"]
        assert line["state"] == "on_track"


async def test_a_checkpoint_far_ahead_cannot_be_reported_yet(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    second = (await checkpoints(programme, pair))[1]
    assert second["may_report"] is False
    answer = await programme.post(f"/checkpoints/{second['id']}", pair.ada, REPORT)
    assert (answer.status_code, answer.json()["type"]) == (409, "checkpoint-too-early")


async def test_a_call_for_help_stays_until_staff_say_it_was_answered(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]["id"]
    await programme.post(f"/checkpoints/{first}", pair.ada, {**REPORT, "needs_help": True})
    await programme.post(f"/checkpoints/{first}", pair.ada, {**REPORT, "needs_help": True})
    assert len(await programme.announced(CheckpointReported)) == 1
    (line,) = (await programme.get(f"/cohorts/{pair.cohort_id}/projects", lead)).json()["items"]
    assert (line["state"], line["help_checkpoint_id"]) == ("needs_help", first)
    assert (await programme.post(f"/checkpoints/{first}/helped", lead)).status_code == 200
    (line,) = (await programme.get(f"/cohorts/{pair.cohort_id}/projects", lead)).json()["items"]
    assert line["state"] == "on_track"


async def test_asking_for_help_later_is_announced_again(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]["id"]
    await programme.post(f"/checkpoints/{first}", pair.ada, REPORT)
    await programme.post(f"/checkpoints/{first}", pair.can, {**REPORT, "needs_help": True})
    assert [each.needs_help for each in await programme.announced(CheckpointReported)] == [
        False,
        True,
    ]


async def test_reports_are_read_by_partners_and_their_staff_only(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]["id"]
    await programme.post(f"/checkpoints/{first}", pair.ada, REPORT)
    readers = {
        "partner": (pair.can, 200),
        "tutor here": (principal(None, Grant(Role.TUTOR, pair.cohort_id)), 200),
        "tutor elsewhere": (principal(None, Grant(Role.TUTOR, new_id())), 404),
        "evaluator": (principal(None, Grant(Role.EVALUATOR, pair.cohort_id)), 404),
        "stranger": (principal(), 404),
    }
    for name, (who, status) in readers.items():
        assert (await programme.get(f"/checkpoints/{first}", who)).status_code == status, name
    missing = await programme.get(f"/checkpoints/{new_id()}", pair.ada)
    foreign = await programme.get(f"/checkpoints/{first}", principal())
    assert missing.json()["title"] == foreign.json()["title"]


async def test_nobody_answers_their_own_call_for_help(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]["id"]
    await programme.post(f"/checkpoints/{first}", pair.ada, {**REPORT, "needs_help": True})
    tutor = principal(pair.can.person_id, Role.TUTOR)
    assert (await programme.post(f"/checkpoints/{first}/helped", tutor)).status_code == 403


async def test_a_finished_project_is_left_in_peace(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    await programme.publish(pair)
    with clock.travelled(timedelta(days=30)):
        await programme.tick()
        assert await programme.announced(CheckpointDue) == []


async def test_a_closed_cohort_takes_no_more_reports(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]["id"]
    await programme.hear(pair.advanced("closed", "project"))
    answer = await programme.post(f"/checkpoints/{first}", pair.ada, REPORT)
    assert (answer.status_code, answer.json()["type"]) == (409, "cohort-closed")


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days, st.lists(days, max_size=6), st.none() | days)
def test_checkpoints_are_two_weeks_apart_and_inside_the_project(
    opened_on: date, milestones: list[date], closes_on: date | None
) -> None:
    dates = due_dates(opened_on, milestones, closes_on)
    assert dates
    assert all(later - earlier == EVERY for earlier, later in pairwise(dates))
    assert dates[0] > opened_on
    assert dates[-1] <= opened_on + AT_MOST
    if closes_on is not None and closes_on > opened_on and len(dates) > 1:
        assert dates[-1] <= closes_on


def test_a_project_that_begins_after_the_close_is_asked_every_two_weeks() -> None:
    opened_on = date(2026, 11, 28)
    for closes_on in (opened_on, opened_on - timedelta(days=40)):
        dates = due_dates(opened_on, [], closes_on)
        assert dates == [opened_on + EVERY, opened_on + 2 * EVERY]


async def test_a_missing_report_is_announced_once_a_week_after_its_day(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]
    for days, expected in ((20, 0), (21, 1), (23, 1)):
        with clock.travelled(timedelta(days=days)):
            await programme.tick()
        assert len(await programme.announced(CheckpointOverdue)) == expected
    (late,) = await programme.announced(CheckpointOverdue)
    assert (str(late.checkpoint_id), str(late.due_on)) == (first["id"], first["due_on"])


async def test_a_reported_checkpoint_is_never_announced_as_missing(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    first = (await checkpoints(programme, pair))[0]["id"]
    await programme.post(f"/checkpoints/{first}", pair.ada, REPORT)
    with clock.travelled(timedelta(days=23)):
        await programme.tick()
    assert await programme.announced(CheckpointOverdue) == []


async def test_a_call_for_help_is_settled_by_staff_or_by_taking_it_back(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.begin(pair)
    first, second = [one["id"] for one in await checkpoints(programme, pair)][:2]
    calls = {**REPORT, "difficulty": "Their bus never comes.", "needs_help": True}
    with clock.travelled(timedelta(days=20)):
        for checkpoint in (first, second):
            answer = await programme.post(f"/checkpoints/{checkpoint}", pair.ada, calls)
            assert answer.status_code == 200
        assert await programme.announced(CheckpointHelpSettled) == []
        for _ in range(2):
            await programme.post(f"/checkpoints/{first}/helped", lead, None)
            await programme.post(f"/checkpoints/{second}", pair.ada, REPORT)
    settled = await programme.announced(CheckpointHelpSettled)
    assert [str(one.checkpoint_id) for one in settled] == [first, second]
