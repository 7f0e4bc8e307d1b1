"""Requests and answers about cohorts."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.contracts.course import CohortPhase, Pace
from shared.http import Input, Output
from shared.identity.names import OneLine

Title = Annotated[str, StringConstraints(min_length=3, max_length=120), OneLine]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20)]
Seats = Annotated[int, Field(ge=2, le=100_000)]


class TemplateAnswer(Output):
    """A kind of cohort to start from; the day counts suggest dates from the first one."""

    key: str
    title: str
    summary: str
    pace: Pace
    weeks: int
    steps: int
    partnering_days: int
    course_days: int
    project_days: int


class CohortRequest(Input):
    template: str = Field(max_length=40)
    title: Title
    slug: Slug
    description: str = Field(default="", max_length=4_000)
    pace: Pace | None = None
    languages: Languages
    seats: Seats
    partnering_starts_on: date
    course_starts_on: date
    project_starts_on: date
    closes_on: date


class CohortChange(Input):
    """What is left out stays as it is."""

    title: Title | None = None
    description: str | None = Field(default=None, max_length=4_000)
    languages: Languages | None = None
    seats: Seats | None = None
    partnering_starts_on: date | None = None
    course_starts_on: date | None = None
    project_starts_on: date | None = None
    closes_on: date | None = None


class CohortAnswer(Output):
    id: UUID
    slug: str
    title: str
    description: str
    template: str
    pace: Pace
    phase: CohortPhase
    languages: list[str]
    seats: int
    partnering_starts_on: date
    course_starts_on: date
    project_starts_on: date
    closes_on: date
    version: int
