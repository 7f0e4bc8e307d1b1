"""Requests and responses about profiles."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from partnering.classes.vocabulary import Country, Language, Level, Skill, Topic
from shared.http import Input, Output


class LanguageLevel(Input):
    language: Language
    level: Level


class Wishes(Input):
    countries: list[Country] = Field(default_factory=list, max_length=60)
    """Countries hoped for; empty: any other country."""
    musts: list[Literal["countries", "hours", "subjects"]] = Field(
        default_factory=list, max_length=3
    )
    """What is no wish but a condition: only those countries, an hour in common each week, a subject
    in common. Nobody who does not bring it is proposed, found or invited."""
    group_size: Literal["2", "3", "either"] = "either"

    @field_validator("musts")
    @classmethod
    def countries_to_insist_on(cls, value: list[str], info: ValidationInfo) -> list[str]:
        if "countries" in value and not info.data.get("countries"):
            raise ValueError("insists on countries but names none")
        return value


class ProfileIn(Input):
    headline: Annotated[str, StringConstraints(max_length=140)] = ""
    about: Annotated[str, StringConstraints(max_length=4000)] = ""
    languages: list[LanguageLevel] = Field(default_factory=list, max_length=12)
    strengths: list[Skill] = Field(default_factory=list, max_length=15)
    needs: list[Skill] = Field(default_factory=list, max_length=15)
    avoid: list[Topic] = Field(default_factory=list, max_length=22)
    """Topics this teacher would rather not work on."""
    wishes: Wishes | None = None
    """Missing: not decided yet, which the task list then says."""
    first_timer: bool = False
    willing_third: bool = False
    willing_spare: bool = False

    @field_validator("languages")
    @classmethod
    def each_language_once(cls, value: list[LanguageLevel]) -> list[LanguageLevel]:
        if len({one.language for one in value}) != len(value):
            raise ValueError("names a language twice")
        return value


class Task(Output):
    """One line of the task list. The pages know what to call it and where it is done."""

    task: Literal[
        "about_you", "languages", "wishes", "class", "availability", "cohort", "verification"
    ]
    done: bool


class ProfileOut(Output):
    version: int
    """0 before the first save."""
    headline: str
    about: str
    languages: list[LanguageLevel]
    strengths: list[str]
    needs: list[str]
    avoid: list[str]
    wishes: Wishes | None
    first_timer: bool
    willing_third: bool
    willing_spare: bool
    tasks: list[Task]
    complete: bool
    """Everything the teacher can do is done; verification waits for staff."""
