"""The only reader of the environment."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the course service needs to know about where it runs."""

    service: ClassVar[str] = "course"
    model_config = SettingsConfigDict(env_prefix="MERIDIAN_COURSE_", extra="ignore")

    port: int = 8403
