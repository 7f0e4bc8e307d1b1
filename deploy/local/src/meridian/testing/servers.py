"""Real Postgres and NATS for tests: containers where Docker answers, the embedded servers otherwise."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from meridian.failure import Failure
from meridian.ports import free_ports
from meridian.provisioning import broker
from meridian.provisioning.keys import Keys
from meridian.servers.nats import Nats
from meridian.servers.postgres import FAST, SUPERUSER, Postgres

Kind = Literal["embedded", "containers"]

POSTGRES_IMAGE = "postgres:18"
NATS_IMAGE = "nats:2-alpine"


def kind() -> Kind:
    """What `MERIDIAN_TEST_SERVERS` names, else containers if Docker answers, else the embedded servers."""
    forced = os.environ.get("MERIDIAN_TEST_SERVERS", "")
    if forced == "embedded":
        return "embedded"
    if forced == "containers":
        return "containers"
    if forced:
        raise Failure(f"MERIDIAN_TEST_SERVERS is {forced!r}: say embedded or containers.")
    return "containers" if docker_answers() and _has_images() else "embedded"


def docker_answers() -> bool:
    # Asking the client library first would leak a socket where there is no daemon.
    if "DOCKER_HOST" not in os.environ and not Path("/var/run/docker.sock").is_socket():
        return False
    return _docker("version", "--format", "{{.Server.Version}}", patience=10)


def _has_images() -> bool:
    """A Docker that reaches no registry is of no use, unless it has the images already."""
    from testcontainers.core.config import testcontainers_config

    # Containers are cleaned up by a container of their own, which needs its image too.
    images = [POSTGRES_IMAGE, NATS_IMAGE]
    if not testcontainers_config.ryuk_disabled:
        images.append(testcontainers_config.ryuk_image)
    return all(
        _docker("image", "inspect", image, patience=10)
        or _docker("pull", "--quiet", image, patience=300)
        for image in images
    )


def _docker(*arguments: str, patience: float) -> bool:
    command = ["docker", *arguments]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=patience)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that the borrowed user of Postgres may pass through; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="meridian-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_postgres(which: Kind, keys: Keys) -> Iterator[str]:
    """The superuser's address of an empty cluster that may be lost at any moment."""
    password = keys.database_password(SUPERUSER)
    if which == "containers":
        yield from _postgres_container(password)
        return
    with scratch_folder() as folder:
        (port,) = free_ports(1)
        server = Postgres(
            folder / "data",
            port=port,
            password=password,
            log=folder / "postgres.log",
            settings=FAST,
        )
        server.start()
        try:
            yield server.dsn
        finally:
            server.destroy()


@contextmanager
def running_nats(which: Kind, keys: Keys) -> Iterator[str]:
    """The address of a broker with JetStream and the production allow-lists."""
    if which == "containers":
        yield from _nats_container(broker.accounts(keys))
        return
    with scratch_nats(keys) as server:
        yield server.url


@contextmanager
def scratch_nats(keys: Keys, store: Path | None = None) -> Iterator[Nats]:
    """The embedded broker, running in a folder of its own; it may be stopped and started again."""
    with scratch_folder() as folder:
        port, monitor = free_ports(2)
        server = Nats(
            store or folder,
            port=port,
            monitor_port=monitor,
            accounts=broker.accounts(keys),
            log=folder / "nats.log",
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _postgres_container(password: str) -> Iterator[str]:
    from testcontainers.community.postgres import PostgresContainer

    command = "postgres " + " ".join(f"-c {name}={value}" for name, value in FAST.items())
    container = PostgresContainer(
        POSTGRES_IMAGE, username=SUPERUSER, password=password, dbname="postgres", driver=None
    )
    with container.with_command(f"{command} -c max_connections=200") as server:
        yield server.get_connection_url()


def _nats_container(accounts: str) -> Iterator[str]:
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.wait_strategies import HttpWaitStrategy

    configuration = broker.server_configuration(
        accounts, listen="0.0.0.0:4222", monitor="0.0.0.0:8222", store="/data"
    )
    container = (
        DockerContainer(NATS_IMAGE)
        .with_exposed_ports(4222, 8222)
        .with_copy_into_container(configuration.encode(), "/etc/meridian.conf")
        .with_command("-c /etc/meridian.conf")
        .waiting_for(HttpWaitStrategy(8222, "/healthz").for_status_code(200))
    )
    with container as server:
        yield f"nats://{server.get_container_host_ip()}:{server.get_exposed_port(4222)}"
