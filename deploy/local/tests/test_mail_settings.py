"""Both ways of running hand the mail settings to the services that send, by names that these read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from meridian.environment import SENDERS, Installation, variables
from meridian.layout import SERVICES
from shared.mail import MailSettings

ROOT = Path(__file__).resolve().parents[3]
READ = {f"MERIDIAN_{name.upper()}" for name in MailSettings.model_fields}
SOURCES = {"MERIDIAN_SMTP_PASSWORD_SOURCE", "MERIDIAN_SMTP_CA_SOURCE"}


def test_only_the_services_that_send_learn_of_the_mail_server(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for service in SERVICES:
        found = {name: v for name, v in variables(installation, service).items() if "SMTP" in name}
        assert bool(found) == (service in SENDERS)
        assert set(found) <= READ
    for name, value in variables(installation, "accounts").items():
        monkeypatch.setenv(name, value)
    assert MailSettings().port == installation.smtp_port


def test_a_host_of_the_operator_comes_without_our_port(installation: Installation) -> None:
    at = replace(installation, smtp_host="smtp.example.org", smtp_port=None)
    found = {name for name in variables(at, "accounts") if "SMTP" in name}
    assert found == {"MERIDIAN_SMTP_HOST"}


@pytest.mark.parametrize(
    "file", [".env.example", "docs/operations/README.md", "docker-compose.yml"]
)
def test_every_mail_setting_that_is_written_about_is_read(file: str) -> None:
    named = set(re.findall(r"MERIDIAN_(?:SMTP|MAIL)_\w*[A-Z]", (ROOT / file).read_text()))
    assert named
    assert named <= READ | SOURCES


def test_compose_keeps_the_password_for_the_services_that_send() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name, service in compose["services"].items():
        assert ("smtp_password" in service.get("secrets", [])) == (name in SENDERS)
        if name in SENDERS:
            environment = service["environment"]
            assert environment["MERIDIAN_SMTP_PASSWORD_FILE"] == "/run/secrets/smtp_password"
            assert environment["MERIDIAN_SMTP_CA_FILE"] == "/run/secrets/smtp_ca"
    assert {"smtp_password", "smtp_ca"} <= set(compose["secrets"])
