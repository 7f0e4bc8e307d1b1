"""Requests and answers about weeks and steps."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.http import Input, Output
from shared.identity.names import OneLine

Kind = Literal["joint", "individual"]


class StepOutline(Output):
    id: UUID
    key: str
    position: int
    kind: Kind
    minutes: int
    title: str


class WeekOutline(Output):
    id: UUID
    number: int
    title: str
    summary: str
    steps: list[StepOutline]


class StepAnswer(Output):
    id: UUID
    cohort_id: UUID
    key: str
    week: int
    position: int
    kind: Kind
    minutes: int
    language: str
    """The language of the text: the one asked for, or English."""
    title: str
    body: str
    """Markdown."""
    version: int
    """Of the step with its texts in all languages."""


class StepEdit(Input):
    """Staff rewrite a step in one language, or change its kind and length."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    title: Annotated[str, StringConstraints(min_length=3, max_length=160), OneLine] | None = None
    body: Annotated[str, StringConstraints(min_length=1, max_length=20_000)] | None = None
    kind: Kind | None = None
    minutes: int | None = Field(default=None, ge=1, le=600)
