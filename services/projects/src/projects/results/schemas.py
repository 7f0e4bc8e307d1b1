"""Requests and responses about results."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from projects.results.rules import (
    LONG_TEXT,
    link_of,
    tidy_languages,
    tidy_subjects,
)
from projects.showcase.schemas import EvidenceLinkView
from shared.http import Input, Output

Link = Annotated[str, StringConstraints(max_length=500), AfterValidator(link_of)]
LongText = Annotated[str, StringConstraints(max_length=LONG_TEXT)]


class EvidenceLink(Input):
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    url: Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(link_of)]


class ResultRequest(Input):
    """A draft may be incomplete; submitting asks for the rest."""

    title: Annotated[str, StringConstraints(max_length=160)]
    summary: Annotated[str, StringConstraints(max_length=600)] = ""
    what_we_did: LongText = ""
    what_pupils_learned: LongText = ""
    credits: Annotated[str, StringConstraints(max_length=300)] = ""
    product_link: Link = ""
    links: Annotated[list[EvidenceLink], Field(max_length=10, default_factory=list)]
    subjects: Annotated[
        list[Annotated[str, Field(max_length=60)]],
        Field(max_length=10, default_factory=list),
        AfterValidator(tidy_subjects),
    ]
    languages: Annotated[
        list[Annotated[str, Field(max_length=60)]],
        Field(max_length=10, default_factory=list),
        AfterValidator(tidy_languages),
    ]
    pupils_age_from: Annotated[int, Field(ge=3, le=20)] = 3
    pupils_age_to: Annotated[int, Field(ge=3, le=20)] = 20
    pupils_count: Annotated[int, Field(ge=0, le=5000)] = 0
    shows_people: bool = False
    consent_attested: bool = False
    """For everybody shown or heard a written consent exists, by the age rule of their country."""

    @field_validator("pupils_age_to")
    @classmethod
    def _ages_in_order(cls, value: int, info: Any) -> int:
        if value < info.data.get("pupils_age_from", 0):
            raise ValueError("must not be below the youngest age")
        return value


class ResultView(Output):
    """The draft as its writers and staff see it."""

    id: UUID | None
    """None before the first save: the fields then come from the plan, at version 0."""
    partnership_id: UUID
    cohort_id: UUID
    version: int
    status: str
    title: str
    summary: str
    what_we_did: str
    what_pupils_learned: str
    credits: str
    product_link: str
    links: list[EvidenceLinkView]
    subjects: list[str]
    languages: list[str]
    pupils_age_from: int
    pupils_age_to: int
    pupils_count: int
    shows_people: bool
    consent_attested: bool
    edited_at: datetime | None
    submitted_at: datetime | None
    decided_at: datetime | None
    note: str
    slug: str | None
    still_missing: list[str]
    """Fields that must be filled before it can be submitted."""


class ResultPreview(Output):
    """The words as the showcase would show them."""

    title: str
    summary: str
    what_we_did_html: str
    what_pupils_learned_html: str


class ResultForStaff(ResultView):
    countries: list[str]
    what_we_did_html: str
    what_pupils_learned_html: str
    own_partnership: bool
    """Nobody decides on their own partnership."""


class ResultQueueLine(Output):
    id: UUID
    partnership_id: UUID
    cohort_id: UUID
    cohort_title: str
    title: str
    version: int
    status: str
    countries: list[str]
    shows_people: bool
    submitted_at: datetime | None
    slug: str | None


Read = Annotated[int, Field(ge=1, le=999_999_999)]
"""The version that staff have read; a newer one is not decided on unseen (409)."""


class PublishRequest(Input):
    version: Read


class ReturnRequest(Input):
    version: Read
    note: Annotated[str, StringConstraints(min_length=5, max_length=2000)]


class WithdrawRequest(Input):
    """About the copy in the showcase, which stays as staff have published it."""

    note: Annotated[str, StringConstraints(min_length=5, max_length=2000)]
