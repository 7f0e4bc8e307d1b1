"""Where everything of an installation lies: the services, their default ports, the state folder."""

import os
from dataclasses import dataclass
from pathlib import Path

DOMAIN_SERVICES = ("accounts", "partnering", "course", "projects", "notifications")
SERVICES = (*DOMAIN_SERVICES, "web")

DEFAULT_PORTS = {
    "web": 8400,
    "accounts": 8401,
    "partnering": 8402,
    "course": 8403,
    "projects": 8404,
    "notifications": 8405,
    "mailbox": 8425,
    "smtp": 8426,
    "postgres": 8432,
    "nats": 8422,
}


def repository() -> Path:
    """The folder that holds `services/`; `MERIDIAN_REPOSITORY` names it where the code lies elsewhere."""
    named = os.environ.get("MERIDIAN_REPOSITORY")
    return Path(named) if named else Path(__file__).resolve().parents[4]


def migrations_of(service: str) -> Path:
    return repository() / "services" / service / "migrations"


@dataclass(frozen=True)
class Home:
    """The state folder of one installation (`.meridian/` beside the code unless `MERIDIAN_HOME` names another)."""

    path: Path

    @classmethod
    def default(cls) -> "Home":
        named = os.environ.get("MERIDIAN_HOME")
        return cls(Path(named).resolve() if named else repository() / ".meridian")

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def endpoints(self) -> Path:
        return self.path / "endpoints.json"

    @property
    def clock(self) -> Path:
        return self.path / "clock.json"

    @property
    def demo(self) -> Path:
        """Whom the demo's links are for; there once it is loaded."""
        return self.path / "demo.json"

    @property
    def demo_links(self) -> Path:
        """There while the installation hands out one-time links that sign in."""
        return self.path / "demo-links"

    @property
    def lock(self) -> Path:
        return self.path / "meridian.lock"
