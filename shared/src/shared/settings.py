"""What every service reads from its environment, under `MERIDIAN_<SERVICE>_`."""

from pathlib import Path
from typing import ClassVar, Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Subclasses set `service` and the prefix; secrets come as files, never as defaults."""

    model_config = SettingsConfigDict(extra="ignore")

    service: ClassVar[str]

    postgres_dsn: str
    """postgresql+asyncpg://…, as the service's own role."""
    postgres_pool_size: int = 10
    nats_url: str = "nats://127.0.0.1:4222"
    nats_seed_file: Path | None = None
    """The nkey seed of this service's broker user; none where the broker asks for none."""
    jwks_file: Path
    """Public keys that access tokens are verified against."""
    clock_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8400"
    """Where people reach the pages; links in mails start with it."""
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    role: Literal["all", "http", "worker"] = "all"
    """Which half of the service this process runs."""
    metrics_token_file: Path | None = None
    """Who presents its content may read `/metrics`; nobody may where there is none."""
    max_body_bytes: int = 1_048_576
