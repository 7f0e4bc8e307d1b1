"""The colours of the health board. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from course.silence.rules import STAGES, Seat, longest_silence, silent, stage_of

LATE_REPORT: Final = 7
"""Days after which a missing progress report needs attention."""
MISSING_REPORT: Final = 21
"""Days after which a project without a report is at risk."""


@dataclass(frozen=True)
class Visible:
    """What can be seen of a partnership from outside. Private messages are not among it."""

    phase: str
    seats: tuple[Seat, ...]
    free_now: tuple[UUID, ...] = ()
    calendar_unknown: tuple[UUID, ...] = ()
    must_stop: tuple[UUID, ...] = ()
    needs_a_week: tuple[UUID, ...] = ()
    check_in_unanswered: tuple[UUID, ...] = ()
    never_acted: tuple[UUID, ...] = ()
    clock_runs: bool = True
    clock_stage: int = 0
    steps_behind: int = 0
    week: int | None = None
    plan_status: str = "draft"
    plan_waiting_days: int = 0
    reviews_overdue: int = 0
    held_by_staff: bool = False
    help_waits_days: int | None = None
    """Since when the project's call for help waits; None when there is none."""
    report_late_days: int = 0
    contact_paused: bool = False
    left_alone: bool = False
    """Their partner has gone: whoever is here cannot go on without somebody new."""


@dataclass(frozen=True)
class Judged:
    fact: str
    colour: str
    action: str = "none"
    count: int = 0
    people: tuple[UUID, ...] = field(default=())


_RANK: Final = {"green": 0, "amber": 1, "red": 2}


def judge(seen: Visible, now: datetime) -> tuple[str, str, tuple[Judged, ...]]:
    """Colour, suggested next action and the facts behind them, the gravest first."""
    facts = sorted(_facts(seen, now), key=lambda one: -_RANK[one.colour])
    if not facts:
        return "green", "none", (Judged("active", "green"),)
    colour = facts[0].colour
    return colour, facts[0].action, tuple(facts)


def _facts(seen: Visible, now: datetime) -> Iterable[Judged]:
    yield from _facts_of_contact(seen, now)
    yield from _facts_of_work(seen)
    if seen.calendar_unknown:
        yield Judged("calendar_unknown", "green", people=seen.calendar_unknown)
    if seen.free_now:
        yield Judged("school_free_now", "green", people=seen.free_now)


def _facts_of_contact(seen: Visible, now: datetime) -> Iterable[Judged]:
    if seen.contact_paused:
        yield Judged("contact_paused", "red", "help_them_part")
    if seen.left_alone:
        people = tuple(seat.person_id for seat in seen.seats)
        yield Judged("left_alone", "red", "find_a_new_partner", people=people)
    if seen.must_stop:
        yield Judged("must_stop", "red", "find_a_new_partner", people=seen.must_stop)
    if seen.clock_runs and not seen.left_alone:
        yield from _silence(seen, longest_silence(seen.seats, now), now)
    if seen.check_in_unanswered:
        yield Judged(
            "check_in_unanswered", "amber", "call_a_mentor", people=seen.check_in_unanswered
        )
    if seen.needs_a_week:
        yield Judged("needs_a_week", "amber", "wait_for_reminder", people=seen.needs_a_week)


def _silence(seen: Visible, days: int, now: datetime) -> Iterable[Judged]:
    stage = stage_of(days)
    if stage == 0:
        return
    people = silent(seen.seats, now, stage)
    fact = "not_begun" if set(people) & set(seen.never_acted) else "quiet"
    colour, action = {
        3: ("amber", "wait_for_reminder"),
        5: ("amber", "write_to_the_silent_one"),
        7: ("red", "call_a_mentor"),
        9: ("red", "find_a_new_partner"),
    }[stage]
    if stage == STAGES[-1] and len(people) == len(seen.seats):
        # Where all are silent nobody waits for a new partner.
        action = "call_a_mentor"
    yield Judged(fact, colour, action, days, people)


def _facts_of_project(seen: Visible) -> Iterable[Judged]:
    if seen.help_waits_days is not None:
        yield Judged("help_asked", "red", "answer_the_call_for_help", seen.help_waits_days)
    if seen.report_late_days >= LATE_REPORT:
        colour = "red" if seen.report_late_days >= MISSING_REPORT else "amber"
        yield Judged("report_overdue", colour, "ask_for_the_report", seen.report_late_days)


def _facts_of_work(seen: Visible) -> Iterable[Judged]:
    if seen.held_by_staff:
        yield Judged("held_by_staff", "amber", "open_the_course")
    if seen.plan_waiting_days >= 3:
        yield Judged("plan_waits_for_staff", "amber", "decide_on_plan", seen.plan_waiting_days)
    if seen.phase == "project":
        yield from _facts_of_project(seen)
    if seen.phase != "course":
        return
    if seen.week is not None and seen.week >= 4 and seen.plan_status in {"draft", "returned"}:
        yield Judged("plan_late", "amber", "help_with_plan")
    if seen.steps_behind > 5:
        colour = "red" if seen.steps_behind > 10 else "amber"
        action = "find_a_new_partner" if seen.left_alone else "write_to_the_silent_one"
        yield Judged("behind", colour, action, seen.steps_behind)
    if seen.reviews_overdue:
        yield Judged("reviews_overdue", "amber", "give_a_review_yourself", seen.reviews_overdue)
