"""Requests and responses about classes."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from partnering.classes.vocabulary import Subject, Topic
from partnering.profiles.schemas import LanguageLevel
from partnering.schools.schemas import SchoolOut
from shared.http import Input, Output
from shared.identity.names import plain_name

MOST_LETTERS = 120


def _time(value: str) -> str:
    hours, minutes = (int(part) for part in value.split(":"))
    if hours > 23 or minutes > 59:
        raise ValueError("is not a time such as 09:00")
    if minutes % 5:
        raise ValueError("must be a multiple of five minutes")
    return value


ClockTime = Annotated[
    str, StringConstraints(pattern=r"^[0-2][0-9]:[0-5][0-9]$"), AfterValidator(_time)
]


def _class_name(text: str) -> str:
    """Like a school's name: `3.A` stays as it is, and `10.sınıf` gets the space that it lacks."""
    return plain_name(re.sub(r"(?<!\S)(\d{1,2})\.(?=[^\W\d_]{2})", r"\1. ", text), MOST_LETTERS)


ClassName = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_LETTERS), AfterValidator(_class_name)
]


class FreeTimeIO(Input):
    """A stretch of one weekday in the school's own time."""

    model_config = ConfigDict(populate_by_name=True)

    weekday: Annotated[int, Field(ge=0, le=6)]
    """0 is Monday."""
    starts: ClockTime = Field(alias="from")
    ends: ClockTime = Field(alias="to")

    @model_validator(mode="after")
    def ends_after_start(self) -> "FreeTimeIO":
        if self.ends <= self.starts:
            raise ValueError("must end after it starts")
        return self


class ClassIn(Input):
    name: ClassName
    description: Annotated[str, StringConstraints(max_length=2000)] = ""
    school_id: UUID
    subjects: Annotated[list[Subject], Field(min_length=1, max_length=6)]
    topics: list[Topic] = Field(default_factory=list, max_length=12)
    sdgs: list[Annotated[int, Field(ge=1, le=17)]] = Field(default_factory=list, max_length=17)
    pupils_age_from: Annotated[int, Field(ge=3, le=20)]
    pupils_age_to: Annotated[int, Field(ge=3, le=20)]
    size: Annotated[int, Field(ge=1, le=200)]
    languages: list[LanguageLevel] = Field(default_factory=list, max_length=12)
    """What this class can work in; empty: what its teacher speaks."""
    availability: list[FreeTimeIO] = Field(default_factory=list, max_length=50)

    @model_validator(mode="after")
    def ages_in_order(self) -> "ClassIn":
        if self.pupils_age_from > self.pupils_age_to:
            raise ValueError("the youngest pupils cannot be older than the oldest")
        return self


class ClassOut(Output):
    id: UUID
    version: int
    name: str
    description: str
    school: SchoolOut
    subjects: list[str]
    topics: list[str]
    sdgs: list[int]
    pupils_age_from: int
    pupils_age_to: int
    size: int
    languages: list[LanguageLevel]
    availability: list[FreeTimeIO]
    updated_at: datetime
