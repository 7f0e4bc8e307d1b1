"""A broker whose files were damaged begins with an empty store: what it held stands in the outboxes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from meridian import topology
from meridian.provisioning.keys import Keys
from meridian.servers.nats import Nats, StoreDamaged
from meridian.testing.servers import scratch_nats

STREAM = "PARTNERING"


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    made = Keys(tmp_path)
    made.generate_all()
    return made


@pytest.fixture
def server(keys: Keys) -> Iterator[Nats]:
    with scratch_nats(keys) as running:
        yield running


async def _provision(server: Nats, keys: Keys) -> None:
    async with topology.provisioner(server.url, keys.provisioner_seed_file) as bus:
        await topology.ensure(bus)


def _damage(server: Nats) -> None:
    (meta,) = (server.folder / "jetstream").rglob(f"{STREAM}/meta.inf")
    content = bytearray(meta.read_bytes())
    content[len(content) // 2] ^= 1
    meta.write_bytes(content)


async def test_a_damaged_store_is_set_aside_before_anything_is_created_over_it(
    server: Nats, keys: Keys
) -> None:
    await _provision(server, keys)
    server.stop()
    _damage(server)
    server.launch()
    with pytest.raises(StoreDamaged, match="jetstream-damaged"):
        server.wait_until_ready()
    assert list((server.folder / "jetstream-damaged").rglob(f"{STREAM}/meta.inf"))
    server.start()
    await _provision(server, keys)
    assert list((server.folder / "jetstream").rglob(f"{STREAM}/meta.inf"))


async def test_a_sound_store_is_kept(server: Nats, keys: Keys) -> None:
    await _provision(server, keys)
    server.stop()
    server.start()
    assert not (server.folder / "jetstream-damaged").exists()
    assert list((server.folder / "jetstream").rglob(f"{STREAM}/meta.inf"))
