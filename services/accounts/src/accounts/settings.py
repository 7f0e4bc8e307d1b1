"""The environment of accounts, read here and nowhere else."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.http.clients import Proxies
from shared.mail import MailSettings
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Limits are `attempts/seconds`: so many at once, and one more after each share of the seconds.

    A network is an IPv4 address or the /64 of an IPv6 address. What is limited per network is
    shared by a whole school: beyond it people wait for seconds, not for the end of the hour.
    """

    model_config = SettingsConfigDict(env_prefix="MERIDIAN_ACCOUNTS_", extra="ignore")

    service: ClassVar[str] = "accounts"

    signing_key_file: Path
    """The private Ed25519 key (JWK) that signs access tokens."""
    secret_key_file: Path
    """The key that seals TOTP secrets and from which the tokens in mails are derived."""

    mail: MailSettings = Field(default_factory=MailSettings)

    demo_links: bool = False
    """One-time sign-in links may be made. Only with a `public_url` on loopback."""
    trusted_proxies: Proxies = Field(default_factory=lambda: ["127.0.0.1/32", "::1/128"])
    """Networks whose `X-Forwarded-For` is believed: where `web` runs."""

    rate_limit_sign_in_per_network: str = "300/900"
    """Wrong passwords and codes, whoever they are for."""
    rate_limit_sign_in_per_account: str = "10/900"
    """Wrong passwords for one account from one network."""
    rate_limit_sign_in_under_attack: str = "3/3600"
    """The same for an account that strangers are guessing at."""
    rate_limit_sign_in_attack: str = "100/3600"
    """Wrong passwords for one account from everywhere: beyond it strangers are guessing at it."""
    rate_limit_sign_in_per_device: str = "20/900"
    """Wrong passwords from a browser that has signed in to the account before."""
    rate_limit_second_factor: str = "6/900"
    """Wrong codes of an app for one account from one network."""
    rate_limit_second_factor_everywhere: str = "30/3600"
    """Wrong codes of an app for one account from devices that are new to it."""
    rate_limit_step_up: str = "10/900"
    """Wrong passwords before a change, in one session."""
    rate_limit_registration_per_network: str = "600/3600"
    """Registrations and mails asked for; those that are confirmed do not count."""
    rate_limit_link_per_network: str = "300/900"
    """Links and codes from mails that are not valid."""
    rate_limit_mail_per_recipient: str = "6/21600"
    """Mails to one address asked for from one network, or by one person."""
    rate_limit_mail_per_mailbox: str = "24/3600"
    """Mails of one kind that strangers can ask for, to one mailbox, whoever asked."""
    rate_limit_rename: str = "3/86400"
    """New names of one person, which others read."""
    rate_limit_code: str = "10/900"
    """Wrong codes of staff for one account from one network."""

    session_idle: timedelta = timedelta(days=7)
    session_absolute: timedelta = timedelta(days=30)
    staff_session_idle: timedelta = timedelta(hours=12)
    access_token_lifetime: timedelta = timedelta(seconds=60)
    confirmation_lifetime: timedelta = timedelta(days=3)
    reset_lifetime: timedelta = timedelta(hours=1)
    sign_in_code_lifetime: timedelta = timedelta(minutes=30)
    demo_link_lifetime: timedelta = timedelta(days=1)
