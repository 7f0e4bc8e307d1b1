"""The only reader of this service's environment."""

from pathlib import Path
from typing import ClassVar, Literal

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="MERIDIAN_NOTIFICATIONS_", extra="ignore")

    service: ClassVar[str] = "notifications"

    port: int = 8405
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 8426
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_username: str = ""
    smtp_password_file: Path | None = None
    smtp_timeout_seconds: float = 10.0
    mail_from: str = "Meridian <no-reply@meridian.localhost>"
