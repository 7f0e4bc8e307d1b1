"""Power cuts: the servers go on from what lay on the disk at that moment, not from what they had written.

Whatever a server has written but not flushed lies in the kernel's memory. So the image behind a
loop device, copied while the file system above it is still mounted, is what a power cut leaves.
"""

import asyncio
import contextlib
import gc
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from nats.js.errors import NotFoundError

from meridian.environment import Installation
from meridian.ports import free_ports
from meridian.provisioning import broker
from meridian.provisioning.keys import Keys
from meridian.servers.nats import Nats
from meridian.servers.postgres import DURABLE, SUPERUSER, Postgres
from meridian.testing import bare
from meridian.testing.bare import World
from meridian.testing.servers import scratch_folder
from shared.bus.message import NUMBER
from shared.ids import new_id

from .bare import Case
from .disk import Disk, possible
from .judgement import Command, Record, judge_commands

pytestmark = [
    pytest.mark.full,
    pytest.mark.timeout(400),
    # Clients of servers that vanished leave half-open connections to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.skipif(not possible(), reason="power cuts need root and loop devices"),
]

CUTS = 20
WRITERS = 4


class Machine:
    """Postgres and NATS on one disk, whose power can be cut."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self.keys = keys
        self._ports = free_ports(3)
        self._boots = 0
        self.accounts = broker.accounts(keys)
        self.disk = Disk(folder / "disk-0.img", folder / "mount-0", 600)

    def boot(self) -> Installation:
        at = self.disk.at
        self.postgres = Postgres(
            at / "postgres",
            port=self._ports[0],
            password=self.keys.database_password(SUPERUSER),
            log=self.folder / "postgres.log",
            settings={**DURABLE, "max_wal_size": "64MB", "min_wal_size": "32MB"},
        )
        self.nats = Nats(
            at / "nats",
            port=self._ports[1],
            monitor_port=self._ports[2],
            accounts=self.accounts,
            log=self.folder / "nats.log",
        )
        self.postgres.start()
        self.nats.start()
        return Installation(keys=self.keys, superuser_dsn=self.postgres.dsn, nats_url=self.nats.url)

    def cut_the_power(self) -> None:
        """What is on the disk now is all that is left; it lies in a new place."""
        for server in (self.postgres, self.nats):
            assert server.process is not None
            server.process.kill()
        self._boots += 1
        image = self.folder / f"disk-{self._boots}.img"
        shutil.copyfile(self.disk.image, image)
        for server in (self.postgres, self.nats):
            assert server.process is not None
            server.process.wait()
        self.disk.unmount()
        self.disk.image.unlink()
        self.disk = Disk.of(image, self.folder / f"mount-{self._boots}")

    def off(self) -> None:
        self.postgres.stop()
        self.nats.stop()
        self.disk.unmount()


@pytest.fixture
def machine(keys: Keys) -> Iterator[Machine]:
    with scratch_folder() as folder:
        made = Machine(folder, keys)
        made.boot()
        try:
            yield made
        finally:
            made.off()
            gc.collect()


@contextlib.asynccontextmanager
async def _writing(world: World, case: Case, cut: int) -> AsyncIterator[None]:
    """Several clients act; what fails in the cut was never acknowledged."""

    async def write(writer: int) -> None:
        person = new_id()
        for step in range(10_000):
            try:
                async with asyncio.timeout(2):
                    await case.act(person, f"cut {cut} writer {writer} step {step}")
            except Exception:
                return

    tasks = [asyncio.create_task(write(writer)) for writer in range(WRITERS)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_twenty_power_cuts_lose_nothing_that_was_acknowledged(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    at = Installation(
        keys=machine.keys, superuser_dsn=machine.postgres.dsn, nats_url=machine.nats.url
    )
    await bare.lay(at)
    commands: list[Command] = []
    for cut in range(CUTS):
        async with bare.opened(at) as world:
            case = Case(world)
            case.commands = commands
            async with world.running(), _writing(world, case, cut):
                await asyncio.sleep(0.6)
                await asyncio.to_thread(machine.cut_the_power)
        # Back on the main thread: the kernel ends a server with the thread that started it.
        machine.boot()
    async with bare.opened(at) as world:
        case = Case(world)
        case.commands = commands
        async with world.running():
            async with asyncio.timeout(60):
                while True:
                    judged = await case.verdict()
                    if not judged.broken:
                        break
                    await asyncio.sleep(0.5)
    with capsys.disabled():
        print(f"\n{CUTS} power cuts under load: {dict(judged.counts)}")
    assert judged.counts["ok"] > 5 * CUTS


@pytest.mark.parametrize("planted", [True, False], ids=["planted", "as it is"])
async def test_default_sync(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, planted: bool
) -> None:
    """JetStream's own interval acknowledges what a power cut takes back; ours does not."""
    if planted:
        real = broker.server_configuration

        def by_default(*arguments: object, **more: object) -> str:
            text = real(*arguments, **more)  # type: ignore[arg-type]
            return text.replace("  sync_interval: always\n", "")

        monkeypatch.setattr("meridian.servers.nats.server_configuration", by_default)
        machine.nats.stop()
        machine.nats.start()
    at = Installation(
        keys=machine.keys, superuser_dsn=machine.postgres.dsn, nats_url=machine.nats.url
    )
    async with bare.opened(at) as world:
        acknowledged = []
        for number in range(200):
            await world.jetstream.publish(
                "accounts.teacher.refused.v1", b"{}", headers={NUMBER: f"{number}"}
            )
            acknowledged.append(Command(f"{number}", "publish", "relay", "done"))
        machine.cut_the_power()
        machine.boot()
    async with bare.opened(at) as world:
        held = Counter()
        for sequence in range(1, 201):
            with contextlib.suppress(NotFoundError):
                message = await world.jetstream.get_msg("ACCOUNTS", sequence)
                held[(message.headers or {})[NUMBER]] += 1
    broken = judge_commands(acknowledged, Record(written=held)).broken
    assert broken.get("lost", 0) > 100 if planted else broken == {}
