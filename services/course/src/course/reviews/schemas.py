"""Requests and answers about peer review."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from course.plans.schemas import PlanContent
from course.reviews.rules import same_words, says_enough
from shared.http import Input, Output

Status = Literal["assigned", "given", "lapsed", "withdrawn"]
Criterion = Literal["question", "collaboration", "product", "assessment", "feasibility"]
Score = Annotated[int, Field(ge=1, le=4)]


def _enough(text: str) -> str:
    if not says_enough(text):
        raise ValueError("needs at least 5 different words")
    return text


Said = Annotated[str, StringConstraints(max_length=3_000), AfterValidator(_enough)]


class Feedback(Input):
    """Feedback names one specific example from the plan and one action, or it is not feedback."""

    strength: Said
    specific_example: Said
    suggested_action: Said
    scores: dict[Criterion, Score] = Field(default_factory=dict)

    @field_validator("suggested_action")
    @classmethod
    def _not_the_example(cls, action: str, info: ValidationInfo) -> str:
        if same_words(action, info.data.get("specific_example", "")):
            raise ValueError("repeats the example")
        return action


class ReviewListed(Output):
    id: UUID
    plan_title: str
    status: Status
    by_staff: bool
    assigned_at: datetime
    due_at: datetime
    given_at: datetime | None


class ReceivedReview(Output):
    """Feedback on my partnership's plan."""

    id: UUID
    by_staff: bool
    given_at: datetime
    strength: str
    specific_example: str
    suggested_action: str
    scores: dict[Criterion, Score]


class ReviewsOfPartnership(Output):
    partnership_id: UUID
    cohort_title: str
    plan_title: str
    to_give: list[ReviewListed]
    received: list[ReceivedReview]
    given: int
    asked_to_give: int
    """How many each partnership of the cohort should give."""
    still_to_come: int
    """Reviews of our plan that others have been asked for."""


class MyReviews(Output):
    partnerships: list[ReviewsOfPartnership]
    staff: list[ReviewListed]
    """Plans that nobody else can review; only for staff."""


class ReviewAnswer(Output):
    id: UUID
    status: Status
    by_staff: bool
    due_at: datetime
    given_at: datetime | None
    plan: PlanContent
    strength: str
    specific_example: str
    suggested_action: str
    scores: dict[Criterion, Score]
    may_give: bool
