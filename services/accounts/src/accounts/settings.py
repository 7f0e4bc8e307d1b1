"""The environment of accounts, read here and nowhere else."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.mail import MailSettings
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Limits are `attempts/seconds`; they are settings so that a demo load may raise them."""

    model_config = SettingsConfigDict(env_prefix="MERIDIAN_ACCOUNTS_", extra="ignore")

    service: ClassVar[str] = "accounts"

    signing_key_file: Path
    """The private Ed25519 key (JWK) that signs access tokens."""
    secret_key_file: Path
    """The key that seals TOTP secrets and from which the tokens in mails are derived."""

    mail: MailSettings = Field(default_factory=MailSettings)

    demo_links: bool = False
    """One-time sign-in links may be made. Only with a `public_url` on loopback."""
    trusted_proxies: list[str] = Field(default_factory=lambda: ["127.0.0.1/32", "::1/128"])
    """Networks whose `X-Forwarded-For` is believed: where `web` runs."""

    rate_limit_sign_in_per_account: str = "10/900"
    rate_limit_sign_in_per_account_everywhere: str = "100/3600"
    rate_limit_sign_in_per_address: str = "100/900"
    rate_limit_second_factor: str = "6/900"
    rate_limit_registration_per_address: str = "40/3600"
    rate_limit_mail_per_recipient: str = "6/3600"
    rate_limit_code: str = "10/900"

    session_idle: timedelta = timedelta(days=7)
    session_absolute: timedelta = timedelta(days=30)
    staff_session_idle: timedelta = timedelta(hours=12)
    access_token_lifetime: timedelta = timedelta(seconds=60)
    confirmation_lifetime: timedelta = timedelta(days=3)
    reset_lifetime: timedelta = timedelta(hours=1)
    sign_in_code_lifetime: timedelta = timedelta(minutes=30)
    demo_link_lifetime: timedelta = timedelta(days=1)
