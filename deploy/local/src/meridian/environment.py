"""What each service's process finds in its environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from meridian.layout import DOMAIN_SERVICES, SERVICES
from meridian.provisioning.database import service_dsn
from meridian.provisioning.keys import Keys

DRIVER = "postgresql+asyncpg"
UNLIMITED = "1000000/1"
SENDERS = ("accounts", "notifications")
"""They send mail."""
RATE_LIMITS = tuple(
    f"RATE_LIMIT_{name}"
    for name in (
        "SIGN_IN_PER_NETWORK",
        "SIGN_IN_PER_ACCOUNT",
        "SIGN_IN_UNDER_ATTACK",
        "SIGN_IN_ATTACK",
        "SIGN_IN_PER_DEVICE",
        "SECOND_FACTOR",
        "SECOND_FACTOR_EVERYWHERE",
        "STEP_UP",
        "REGISTRATION_PER_NETWORK",
        "LINK_PER_NETWORK",
        "MAIL_PER_RECIPIENT",
        "MAIL_PER_MAILBOX",
        "RENAME",
        "CODE",
    )
)

DAILY_LIMITS = (
    "WORDS_TO_OTHERS_A_DAY",
    "WORDS_TO_PARTNERS_A_DAY",
    "REPORTS_A_DAY",
    "SCHOOLS_A_DAY",
    "CLASSES_A_DAY",
    "ENROLMENTS_A_DAY",
)
"""In the demo and in tests of load, a few people write what hundreds would."""


@dataclass(frozen=True)
class Installation:
    """The addresses and secrets that settings are made of."""

    keys: Keys
    superuser_dsn: str
    nats_url: str
    clock_file: Path | None = None
    public_url: str = "http://127.0.0.1:8400"
    mailbox_url: str = ""
    smtp_host: str = "127.0.0.1"
    smtp_port: int | None = 8426
    """None: the usual one of the security that the operator chose."""
    service_urls: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[str, int] = field(default_factory=dict)
    log_format: str = "json"
    demo: bool = False
    unlimited: bool = False
    """While a demo is loaded: 190 people register from one address."""


def migrator_variable(service: str) -> str:
    return f"MERIDIAN_{service.upper()}_MIGRATOR_DSN"


def migrator_dsn(at: Installation, service: str, scheme: str = DRIVER) -> str:
    role = f"{service}_migrator"
    return service_dsn(at.superuser_dsn, role, at.keys.database_password(role), scheme)


def variables(at: Installation, service: str) -> dict[str, str]:
    """`MERIDIAN_<SERVICE>_…` for one service, and where mail goes; nothing of any other service."""
    values = {
        "JWKS_FILE": str(at.keys.jwks_file),
        "HOST": "127.0.0.1",
        "PORT": str(at.ports.get(service, 8000)),
        "PUBLIC_URL": at.public_url,
        "METRICS_TOKEN_FILE": str(at.keys.metrics_token_file),
        "LOG_FORMAT": at.log_format,
    }
    if at.clock_file is not None:
        values["CLOCK_FILE"] = str(at.clock_file)
    if service in DOMAIN_SERVICES:
        password = at.keys.database_password(service)
        values["POSTGRES_DSN"] = service_dsn(at.superuser_dsn, service, password, DRIVER)
        values["NATS_URL"] = at.nats_url
        values["NATS_SEED_FILE"] = str(at.keys.broker_seed_file(service))
    values |= _particular(at, service)
    own = {f"MERIDIAN_{service.upper()}_{name}": value for name, value in values.items()}
    return own | (_mail(at) if service in SENDERS else {})


def _mail(at: Installation) -> dict[str, str]:
    where = {"MERIDIAN_SMTP_HOST": at.smtp_host}
    if at.smtp_port is not None:
        # A mailbox that catches everything.
        where |= {"MERIDIAN_SMTP_PORT": str(at.smtp_port), "MERIDIAN_SMTP_SECURITY": "none"}
    return where


def _particular(at: Installation, service: str) -> dict[str, str]:
    if service == "accounts":
        return {
            "SIGNING_KEY_FILE": str(at.keys.signing_key_file),
            "SECRET_KEY_FILE": str(at.keys.secret_key_file),
            "DEMO_LINKS": "true" if at.demo else "false",
            **(dict.fromkeys(RATE_LIMITS, UNLIMITED) if at.unlimited else {}),
        }
    if service == "partnering":
        return dict.fromkeys(DAILY_LIMITS, "1000000") if at.demo or at.unlimited else {}
    if service == "web":
        urls = {f"{name.upper()}_URL": at.service_urls.get(name, "") for name in SERVICES}
        del urls["WEB_URL"]
        urls["COOKIE_KEY_FILE"] = str(at.keys.cookie_key_file)
        return {**urls, **({"MAILBOX_URL": at.mailbox_url} if at.mailbox_url else {})}
    return {}
