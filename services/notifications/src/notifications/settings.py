"""The only reader of this service's environment."""

from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.mail import MailSettings
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="MERIDIAN_NOTIFICATIONS_", extra="ignore")

    service: ClassVar[str] = "notifications"

    port: int = 8405
    mail: MailSettings = Field(default_factory=MailSettings)
