"""Where root's cluster lies, and that its borrowed user may read what it runs."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from meridian.layout import Home
from meridian.ports import free_ports
from meridian.servers.postgres import FAST, Postgres, shelter_of

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends Postgres another user")


@pytest.fixture
def data(home: Home) -> Iterator[Path]:
    """A place for a cluster, while a strict umask is in force."""
    before = os.umask(0o077)
    try:
        yield home.path / "postgres"
    finally:
        os.umask(before)
        shutil.rmtree(shelter_of(home.path / "postgres"), ignore_errors=True)


def cluster(data: Path) -> Postgres:
    (port,) = free_ports(1)
    log = data.parent / "postgres.log"
    return Postgres(data, port=port, password="secret", log=log, settings=FAST)


def test_a_cluster_starts_under_a_strict_umask(data: Path) -> None:
    data.parent.chmod(0o700)
    server = cluster(data)
    server.start()
    server.stop()
    assert (shelter_of(data) / "data" / "PG_VERSION").exists()
    assert not data.exists()


def test_a_cluster_stays_where_it_began_when_the_folder_opens_later(data: Path) -> None:
    data.parent.chmod(0o700)
    first = cluster(data)
    first.start()
    first.stop()
    data.parent.chmod(0o755)
    again = cluster(data)
    again.start()
    again.destroy()
    assert not data.exists()
    assert not shelter_of(data).exists()
