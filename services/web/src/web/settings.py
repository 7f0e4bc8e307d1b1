"""What web reads from its environment, under `MERIDIAN_WEB_`."""

from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from shared.http.clients import Proxies
from shared.settings import ServiceSettings


def is_loopback(host: str) -> bool:
    """Whether an address can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Settings(ServiceSettings):
    """web has no database and no broker, so what others require is optional here."""

    model_config = SettingsConfigDict(env_prefix="MERIDIAN_WEB_", extra="ignore")

    service: ClassVar[str] = "web"

    postgres_dsn: str = ""
    jwks_file: Path = Path()
    port: int = 8400

    accounts_url: str = "http://127.0.0.1:8401"
    partnering_url: str = "http://127.0.0.1:8402"
    course_url: str = "http://127.0.0.1:8403"
    projects_url: str = "http://127.0.0.1:8404"
    notifications_url: str = "http://127.0.0.1:8405"
    mailbox_url: str = ""
    """The built-in mailbox of a demo, linked where a mail is awaited. Empty outside demos."""
    cookie_key_file: Path | None = None
    """Signs the short messages shown after a redirect. Needed when web runs more than once."""

    trusted_proxies: Proxies = Field(default_factory=list)
    """Networks whose `X-Forwarded-For` is believed: the proxies before the pages."""

    @property
    def secure(self) -> bool:
        """Whether people reach the pages by https."""
        return urlsplit(self.public_url).scheme == "https"

    @model_validator(mode="after")
    def _plain_http_stays_on_this_machine(self) -> Self:
        address = urlsplit(self.public_url)
        if not self.secure and not is_loopback(address.hostname or ""):
            msg = f"public_url must be https unless it is on loopback: {self.public_url}"
            raise ValueError(msg)
        return self

    def upstreams(self) -> dict[str, str]:
        """Where each service answers."""
        return {
            "accounts": self.accounts_url,
            "partnering": self.partnering_url,
            "course": self.course_url,
            "projects": self.projects_url,
            "notifications": self.notifications_url,
        }
