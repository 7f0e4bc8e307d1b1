"""How mail leaves an installation: one vocabulary for all services, under `MERIDIAN_SMTP_`."""

from email.utils import parseaddr
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.mail.headers import address

Security = Literal["none", "starttls", "tls"]
USUAL_PORT: Final[dict[Security, int]] = {"none": 25, "starttls": 587, "tls": 465}


class MailSettings(BaseSettings):
    """Certificates are always verified; a server with a certificate of your own needs its CA."""

    model_config = SettingsConfigDict(env_prefix="MERIDIAN_", extra="ignore", env_ignore_empty=True)

    smtp_host: str = "127.0.0.1"
    smtp_port: int | None = None
    """None: the usual port of this security."""
    smtp_security: Security = "none"
    """`none` sends the password, too, as it is: for a server on this machine or in its network."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: Path | None = None
    smtp_ca_file: Path | None = None
    """Trust this CA instead of the system's. An empty file counts as none."""
    smtp_timeout_seconds: float = 10.0
    mail_from: str = "Meridian <no-reply@meridian.localhost>"

    @property
    def port(self) -> int:
        return self.smtp_port or USUAL_PORT[self.smtp_security]

    @model_validator(mode="after")
    def _senders_address_can_be_written(self) -> Self:
        sender = address(parseaddr(self.mail_from)[1])
        if not sender.isascii():
            raise ValueError(
                "mail_from needs an ASCII name before the @: not every server takes others"
            )
        return self

    def password(self) -> str:
        """The password, from the variable or else from the file. Raises `OSError`."""
        given = self.smtp_password.get_secret_value()
        if given or self.smtp_password_file is None:
            return given
        return self.smtp_password_file.read_text().strip()
