"""Requests and answers about the plan."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.http import Input, Output

Status = Literal["draft", "submitted", "returned", "approved"]
Line = Annotated[str, StringConstraints(max_length=200)]
Paragraphs = Annotated[str, StringConstraints(max_length=6_000)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Milestone(Input):
    title: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    due_on: date


class PlanContent(Input):
    """The plan as the partners write it. Everything may stay empty until it is submitted."""

    title: Line = ""
    summary: Paragraphs = ""
    driving_question: Annotated[str, StringConstraints(max_length=400)] = ""
    subjects: list[Word] = Field(default_factory=list, max_length=12)
    languages: list[Word] = Field(default_factory=list, max_length=8)
    pupils_age_from: int | None = Field(default=None, ge=3, le=20)
    pupils_age_to: int | None = Field(default=None, ge=3, le=20)
    product: Paragraphs = ""
    timeline: list[Milestone] = Field(default_factory=list, max_length=24)
    roles: Paragraphs = ""
    assessment: Paragraphs = ""
    tools: Paragraphs = ""


Section = Literal[
    "title",
    "driving_question",
    "summary",
    "subjects",
    "languages",
    "pupils",
    "product",
    "timeline",
    "roles",
    "assessment",
    "tools",
]


class SectionState(Output):
    """When a section last changed, and by whom."""

    section: Section
    version: int
    edited_by_name: str
    edited_at: datetime | None


class SectionAnswer(SectionState):
    content: PlanContent
    """The fields of this section; all others are empty."""


class PlanAnswer(Output):
    partnership_id: UUID
    cohort_id: UUID
    version: int
    submitted_version: int | None
    """What was handed in last. To staff who decide, this is the content."""
    status: Status
    content: PlanContent
    missing: list[str]
    """Fields that must be filled before the plan can be submitted."""
    edited_by: UUID | None
    edited_by_name: str
    edited_at: datetime | None
    submitted_at: datetime | None
    decided_at: datetime | None
    note: str
    """What staff wrote when they returned or approved it."""
    reviews_received: int
    may_edit: bool
    may_decide: bool
    sections: list[SectionState]


class VersionAnswer(Output):
    version: int
    edited_by: UUID | None
    edited_by_name: str
    edited_at: datetime
    changed: list[str]
    """Fields that differ from the version before."""
    content: PlanContent


class Versions(Output):
    items: list[VersionAnswer]


class Comparison(Output):
    """Two versions of a plan and the sections in which they differ."""

    before: VersionAnswer
    after: VersionAnswer
    sections: list[Section]


class Restore(Input):
    """Which sections an older version gives back."""

    sections: list[Section] = Field(min_length=1)


class PlanListed(Output):
    partnership_id: UUID
    cohort_id: UUID
    title: str
    people: list[str]
    status: Status
    version: int
    submitted_version: int | None
    submitted_at: datetime | None
    reviews_received: int


class Decision(Input):
    version: Annotated[int, Field(ge=1, le=999_999_999)]
    """The submitted version that was read; a newer one is not decided on unseen (409)."""
    note: Annotated[str, StringConstraints(max_length=2_000)] = ""


class ReturnDecision(Input):
    version: Annotated[int, Field(ge=1, le=999_999_999)]
    note: Annotated[str, StringConstraints(min_length=10, max_length=2_000)]
    """What to change; nobody is sent back without a reason."""
