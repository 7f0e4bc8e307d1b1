"""Requests and responses of matching runs."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from partnering.fit.rules import Conditions
from partnering.matching.model import DecisionKind, Stage, Status
from shared.http import Input, Output

Points = Annotated[int, Field(ge=0, le=1000)]
Level = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
Reason = Annotated[str, StringConstraints(max_length=1000)]


class WeightsIO(Input):
    """The most points each aspect can give."""

    language: Points = 30
    ages: Points = 20
    subjects: Points = 12
    topics: Points = 12
    time: Points = 12
    calendar: Points = 6
    wishes: Points = 4
    strengths: Points = 2
    experience: Points = 2


class RunSettings(Input):
    """What staff may turn. Another country is always a rule and cannot be turned off."""

    weights: WeightsIO = Field(default_factory=WeightsIO)
    level: Level = "A2"
    languages: list[Annotated[str, StringConstraints(max_length=12)]] = Field(
        default_factory=list, max_length=40
    )
    years_between: Annotated[int, Field(ge=0, le=6)] = 0
    trios: Literal["none", "willing", "everyone"] = "willing"

    def conditions(self) -> Conditions:
        return Conditions(self.level, frozenset(self.languages), self.years_between)


class RunRequest(Input):
    settings: RunSettings = Field(default_factory=RunSettings)


class DecisionRequest(Input):
    enrolment_ids: Annotated[list[UUID], Field(min_length=2, max_length=3)]
    reason: Reason = ""


class SwapRequest(Input):
    enrolment_ids: Annotated[list[UUID], Field(min_length=2, max_length=2)]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    """Colleagues read it beside the decision."""


class DecisionOut(Output):
    id: UUID
    kind: DecisionKind
    enrolment_ids: list[UUID]
    reason: str
    decided_by: UUID
    decided_at: datetime


class Progress(Output):
    stage: Stage
    done: int = 0
    total: int = 0
    teachers: int = 0
    usually_seconds: int | None = None
    """How long a run of this size takes at most; null while nothing is known yet."""


class SeatOut(Output):
    """Who an enrolment is, for staff."""

    enrolment_id: UUID
    person_name: str
    country: str
    class_name: str
    school_name: str


class UnmatchedOut(Output):
    """Who stayed alone and why: a code with the numbers behind it."""

    seat: SeatOut
    code: str
    facts: dict[str, Any]


class RunRow(Output):
    id: UUID
    cohort_id: UUID
    status: Status
    stage: Stage
    round: int
    created_at: datetime
    solved_at: datetime | None
    published_at: datetime | None
    teachers: int | None
    placed: int | None
    points: int | None


class RunOut(RunRow):
    """`result` holds coverage, certificate, histogram, fairness and recruiting advice."""

    progress: Progress
    settings: RunSettings
    result: dict[str, Any] | None
    unmatched: list[UnmatchedOut]
    bottleneck: list[SeatOut]
    decisions: list[DecisionOut]
    stale: bool
    """Staff decided something after the result, or a match of the draft does not hold any more."""
    problem: dict[str, Any] | None


class MatchOut(Output):
    id: UUID
    seats: list[SeatOut]
    points: int
    out_of: int
    language: str
    locked: bool
    reasons: list[dict[str, Any]]
    caution: dict[str, Any] | None
    needs_look: bool
    """Less than half of the points, or half of the course weeks lost to holidays."""
    outcome: str | None


class MatchExplanation(MatchOut):
    explanation: dict[str, Any]


class Alternative(Output):
    """Somebody else the teacher could work with, or may not, and why."""

    seat: SeatOut
    points: int
    reasons: list[dict[str, Any]]
    caution: dict[str, Any] | None
    why_not: str | None
    together_now: bool
    placed_with: list[SeatOut]


class Alternatives(Output):
    """One teacher in a run, with everybody they could work with, the best first."""

    seat: SeatOut
    match: MatchOut | None
    alone_because: str | None
    alone_facts: dict[str, Any]
    possible: int
    items: list[Alternative]


class ComparedRun(Output):
    id: UUID
    status: Status
    created_at: datetime
    round: int
    settings: RunSettings
    teachers: int
    placed: int
    pairs: int
    trios: int
    points: int
    out_of: int
    unmatched_at_least: int


class ComparedCountry(Output):
    country: str
    placed_one: int
    placed_other: int
    mean_points_one: int | None
    mean_points_other: int | None


class Comparison(Output):
    """Two runs of one cohort beside each other."""

    one: ComparedRun
    other: ComparedRun
    same_matches: int
    only_in_one: list[SeatOut]
    """Placed in the first and alone, or no longer in the pool, in the other."""
    only_in_other: list[SeatOut]
    countries: list[ComparedCountry]


class WhatIf(Input):
    enrolment_ids: Annotated[list[UUID], Field(min_length=2, max_length=3)]


class Price(Output):
    """What forcing them together would cost everybody: solved again, not guessed."""

    possible: bool
    problems: list[dict[str, Any]]
    points_lost: int
    more_unmatched: int
    changed_matches: int
    unmatched_then: list[SeatOut]


class NoLonger(Output):
    """A match that was not opened, since a rule has come between its members after the run."""

    why: str
    names: list[str]


class Published(Output):
    opened: int
    overtaken: int
    unmatched: int
    no_longer: list[NoLonger]
