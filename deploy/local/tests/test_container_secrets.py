"""What each container that stays sees of the secrets: its own, read-only."""

import re
import stat
from pathlib import Path

import pytest

from meridian.environment import Installation
from meridian.layout import DOMAIN_SERVICES, repository
from meridian.provisioning import bundles
from meridian.provisioning.keys import PROVISIONER, Keys

COMPOSE = (repository() / "docker-compose.yml").read_text()
_SERVICES = COMPOSE.split("\nservices:\n", 1)[1].split("\nnetworks:\n", 1)[0]
BLOCKS: dict[str, str] = dict(
    re.findall(r"^  ([a-z]+):\n((?:    .*\n|\n|  #.*\n)*)", _SERVICES, re.M)
)
STEPS = {"secrets", "provision", "migrate", "demo"}
"""Containers that end."""
STAYING = sorted(BLOCKS.keys() - STEPS)


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    keys = Keys(tmp_path / "keys")
    keys.generate_all()
    at = Installation(keys=keys, superuser_dsn="postgresql://x:y@postgres/x", nats_url="nats://n")
    bundles.write_all(at, tmp_path / "volumes")
    return tmp_path / "volumes"


def mounts(name: str) -> list[str]:
    return re.findall(r"(?:[\[ ,]|- )([a-z-]+:/[\w/.-]+(?::ro)?)", BLOCKS[name])


def test_the_compose_file_is_read_whole() -> None:
    assert {"topology", "nats", "postgres", "web", "caddy", *DOMAIN_SERVICES} <= set(STAYING)
    assert mounts("secrets")


@pytest.mark.parametrize("name", STAYING)
def test_no_container_that_stays_mounts_the_keys_of_all(name: str) -> None:
    assert not any(one.startswith("keys:") for one in mounts(name))


@pytest.mark.parametrize("name", sorted(STEPS - {"secrets"}))
def test_a_step_reads_the_keys_and_changes_none(name: str) -> None:
    assert "keys:/volumes/keys:ro" in mounts(name)


@pytest.mark.parametrize("name", ["topology", "web", *DOMAIN_SERVICES])
def test_what_a_container_sees_of_secrets_is_its_own_and_read_only(name: str) -> None:
    seen = [one for one in mounts(name) if not one.startswith("clock:")]
    own = [one for one in seen if one.endswith("/run/meridian:ro")]
    assert own == [f"{name}:/run/meridian:ro"]
    # What is no secret may be written to: a store of files.
    assert not any(one.split(":")[0] in BLOCKS for one in seen if one not in own)


def test_who_keeps_the_topology_sees_the_one_key_that_it_uses(volumes: Path) -> None:
    folder = volumes / "topology"
    assert [file.name for file in folder.iterdir()] == [f"{PROVISIONER}.seed"]
    assert stat.S_IMODE((folder / f"{PROVISIONER}.seed").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", DOMAIN_SERVICES)
def test_no_bundle_holds_anothers_key(volumes: Path, name: str) -> None:
    seeds = {file.name for file in (volumes / name).glob("*.seed")}
    assert seeds == {f"{name}.seed"}
    others = [one for one in DOMAIN_SERVICES if one != name]
    settings = (volumes / name / "environment").read_text()
    assert not any(f"MERIDIAN_{one.upper()}_POSTGRES_DSN" in settings for one in others)
