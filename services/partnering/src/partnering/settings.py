"""The only reader of this service's environment."""

from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="MERIDIAN_PARTNERING_", extra="ignore")

    service: ClassVar[str] = "partnering"
    port: int = 8402
