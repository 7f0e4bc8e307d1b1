"""What each container of a compose installation gets to see: its own settings and secrets, nothing else."""

from pathlib import Path

from meridian.environment import Installation, variables
from meridian.layout import SERVICES
from meridian.provisioning import broker
from meridian.provisioning.keys import Keys, write_secret
from meridian.servers.postgres import SUPERUSER

MOUNTED_AT = Path("/run/meridian")


def write_service(at: Installation, service: str, folder: Path) -> None:
    """The service's environment and the key files it names, to be mounted at `/run/meridian`."""
    lines = []
    for name, value in sorted(variables(at, service).items()):
        key_file = Path(value)
        if key_file.is_relative_to(at.keys.folder):
            write_secret(folder / key_file.name, key_file.read_text())
            lines.append(f"{name}={MOUNTED_AT / key_file.name}")
        else:
            lines.append(f"{name}={value}")
    write_secret(folder / "environment", "\n".join(lines) + "\n")


def write_broker(keys: Keys, folder: Path) -> None:
    content = broker.server_configuration(
        broker.accounts(keys),
        listen="0.0.0.0:4222",
        monitor="0.0.0.0:8222",
        store="/data/jetstream",
    )
    write_secret(folder / "nats-server.conf", content)


def write_topology(keys: Keys, folder: Path) -> None:
    """The one key of whoever creates streams and durables: it needs no other."""
    seed_file = keys.provisioner_seed_file
    write_secret(folder / seed_file.name, seed_file.read_text())


def write_superuser_password(keys: Keys, folder: Path) -> None:
    """For the container of Postgres, which runs as a user of its own and alone mounts this folder."""
    path = folder / "password"
    write_secret(path, keys.database_password(SUPERUSER))
    folder.chmod(0o755)
    path.chmod(0o644)


def write_all(at: Installation, volumes: Path) -> None:
    for service in SERVICES:
        write_service(at, service, volumes / service)
    write_broker(at.keys, volumes / "nats")
    write_topology(at.keys, volumes / "topology")
