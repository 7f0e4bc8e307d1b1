"""The only reader of the environment."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="MERIDIAN_PROJECTS_", extra="ignore")

    service: ClassVar[str] = "projects"
    port: int = 8404
