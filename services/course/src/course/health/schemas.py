"""Requests and answers about silence and health."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.http import Input, Output

Colour = Literal["green", "amber", "red"]
Fact = Literal[
    "active",
    "quiet",
    "not_begun",
    "check_in_unanswered",
    "needs_a_week",
    "must_stop",
    "behind",
    "plan_late",
    "plan_waits_for_staff",
    "reviews_overdue",
    "calendar_unknown",
    "school_free_now",
    "held_by_staff",
    "help_asked",
    "report_overdue",
    "contact_paused",
    "left_alone",
]
Action = Literal[
    "none",
    "wait_for_reminder",
    "write_to_the_silent_one",
    "call_a_mentor",
    "find_a_new_partner",
    "help_them_part",
    "decide_on_plan",
    "help_with_plan",
    "give_a_review_yourself",
    "open_the_course",
    "answer_the_call_for_help",
    "ask_for_the_report",
]


class CheckInAnswer(Input):
    answer: Literal["still_in", "need_a_week", "must_stop"]


class MemberHealth(Output):
    person_id: UUID
    name: str
    country: str
    quiet_days: int
    """School days and weekends without a visible act; holidays of the region do not count."""
    last_act: str
    last_act_at: datetime | None
    check_in: str
    school_free_now: bool


class FactAnswer(Output):
    fact: Fact
    count: int = 0
    person_ids: list[UUID]


class PartnershipHealth(Output):
    partnership_id: UUID
    phase: str
    colour: Colour
    facts: list[FactAnswer]
    suggested_action: Action
    clock_stage: int
    members: list[MemberHealth]
    steps_done: int
    steps_open: int
    plan_status: str
    week: int | None


class HealthBoard(Output):
    cohort_id: UUID
    green: int
    amber: int
    red: int
    items: list[PartnershipHealth]
    next_cursor: str | None
