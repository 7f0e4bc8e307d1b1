"""The only reader of this service's environment."""

from functools import lru_cache
from typing import ClassVar

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="MERIDIAN_PARTNERING_", extra="ignore")

    service: ClassVar[str] = "partnering"
    port: int = 8402


class DailyLimits(BaseSettings):
    """How often one person may write to others, or make something, on one day."""

    model_config = SettingsConfigDict(env_prefix="MERIDIAN_PARTNERING_", extra="ignore")

    words_to_others_a_day: int = Field(default=30, ge=1)
    """Invitations, questions, posts and offered seats: what reaches people one does not know yet."""
    words_to_partners_a_day: int = Field(default=500, ge=1)
    """Everything written in the room of a partnership."""
    reports_a_day: int = Field(default=20, ge=1)
    schools_a_day: int = Field(default=5, ge=1)
    """Schools that are not listed yet. To choose one that is listed costs nothing."""
    classes_a_day: int = Field(default=20, ge=1)
    enrolments_a_day: int = Field(default=20, ge=1)
    calendars_a_day: int = Field(default=20, ge=1)
    """Holidays entered for one's own region; at most five entries wait at one time."""
    blocks_a_day: int = Field(default=100, ge=1)
    meetings_a_day: int = Field(default=20, ge=1)
    """Each asks the partners for an answer."""
    seat_offers_a_day: int = Field(default=5, ge=1)
    """Each writes to a colleague, who may be the same one again."""


@lru_cache(maxsize=1)
def daily_limits() -> DailyLimits:
    return DailyLimits()
