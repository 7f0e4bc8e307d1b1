"""The words that classes and profiles choose from; the pages translate them."""

import re
from enum import StrEnum
from typing import Annotated
from zoneinfo import available_timezones

from babel import Locale
from pydantic import AfterValidator, Field

_TERRITORIES = {
    code for code in Locale("en").territories if re.fullmatch(r"[A-Z]{2}", str(code))
} - {
    "EU",
    "EZ",
    "UN",
    "QO",
    "ZZ",
    "XA",
    "XB",
}
_LANGUAGES = {code for code in Locale("en").languages if re.fullmatch(r"[a-z]{2,3}", str(code))}


class Level(StrEnum):
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class Subject(StrEnum):
    LANGUAGES = "languages"
    PRIMARY = "primary"
    SCIENCE = "science"
    ICT = "ict"
    MATHS = "maths"
    ARTS = "arts"
    MUSIC = "music"
    HISTORY_CIVICS = "history_civics"
    GEOGRAPHY = "geography"
    SPORT = "sport"
    VOCATIONAL = "vocational"
    OTHER = "other"


class Topic(StrEnum):
    CLIMATE = "climate"
    WATER = "water"
    ENERGY = "energy"
    NATURE = "nature"
    FOOD = "food"
    HEALTH = "health"
    SPORT = "sport"
    HERITAGE = "heritage"
    STORIES = "stories"
    THEATRE = "theatre"
    MUSIC = "music"
    ART = "art"
    MEDIA = "media"
    DEMOCRACY = "democracy"
    PEACE = "peace"
    MIGRATION = "migration"
    INCLUSION = "inclusion"
    CITY = "city"
    ROBOTICS = "robotics"
    SPACE = "space"
    MATHS_IN_LIFE = "maths_in_life"
    ENTERPRISE = "enterprise"


class Skill(StrEnum):
    """What a teacher can help with (strengths) or would like help with (needs)."""

    PROJECT_PLANNING = "project_planning"
    DIGITAL_TOOLS = "digital_tools"
    CODING = "coding"
    FILM_AND_PHOTO = "film_and_photo"
    STORYTELLING = "storytelling"
    DRAMA = "drama"
    ARTS = "arts"
    MUSIC = "music"
    EXPERIMENTS = "experiments"
    OUTDOOR = "outdoor"
    LANGUAGE_TEACHING = "language_teaching"
    ASSESSMENT = "assessment"
    INCLUSION = "inclusion"
    YOUNG_CHILDREN = "young_children"
    COMMUNITY = "community"


def _country(code: str) -> str:
    code = code.upper()
    if code not in _TERRITORIES:
        raise ValueError("is not a country code such as TR or IT")
    return code


def _language(code: str) -> str:
    code = code.lower()
    if code not in _LANGUAGES:
        raise ValueError("is not a language code such as en or tr")
    return code


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not a time zone such as Europe/Istanbul")
    return name


Country = Annotated[str, Field(max_length=10), AfterValidator(_country)]
Language = Annotated[str, Field(max_length=20), AfterValidator(_language)]
Zone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
