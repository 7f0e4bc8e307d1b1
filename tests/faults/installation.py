"""Hands on a running installation: its processes, its tables, its streams."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import asyncpg

from meridian import settling, topology
from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.database import DATABASE, in_database
from shared.bus.topology import CONSUMERS, stream_name

from ..conftest import System

SERVERS = {"nats": "nats-server", "postgres": "/postgres"}
PARTS = (*DOMAIN_SERVICES, "web", "nats", "postgres")


def process_of(system: System, part: str) -> int | None:
    """The process id of one part: a child of this installation's supervisor, nobody else's."""
    marker = SERVERS.get(part, f"{part}.app:create_app")
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            status = (entry / "status").read_text()
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"\nPPid:\t{system.supervisor}\n" in status and any(
            word.decode(errors="replace").endswith(marker) for word in words
        ):
            return int(entry.name)
    return None


def kill(system: System, part: str) -> int:
    """kill -9. Returns the process id that is no more."""
    pid = process_of(system, part)
    assert pid is not None, f"{part} does not run"
    os.kill(pid, signal.SIGKILL)
    return pid


def wait_for_another(system: System, part: str, before: int, patience: float = 30) -> None:
    until = time.monotonic() + patience
    while process_of(system, part) in {None, before}:
        assert time.monotonic() < until, f"{part} was not started again"
        time.sleep(0.1)


async def rows(system: System, query: str, *arguments: Any) -> list[asyncpg.Record]:
    """Rows as the superuser sees them."""
    connection = await asyncpg.connect(in_database(system.installation.superuser_dsn, DATABASE))
    try:
        return list(await connection.fetch(query, *arguments))
    finally:
        await connection.close()


async def settled(system: System, patience: float = 120) -> float:
    """Wait until nothing is under way. Returns the seconds that took."""
    started = time.monotonic()
    await settling.settle(
        system.installation.superuser_dsn, system.installation.clock_file, patience
    )
    return time.monotonic() - started


async def streamed(system: System) -> list[tuple[str, dict[str, str], bytes]]:
    """Every message in every stream: stream, headers, body."""
    found = []
    at = system.installation
    async with topology.provisioner(at.nats_url, at.keys.provisioner_seed_file) as bus:
        for producer in CONSUMERS:
            stream, sequence = stream_name(producer), 1
            last = (await bus.jetstream.stream_info(stream)).state.last_seq
            while sequence <= last:
                message = await bus.jetstream.get_msg(
                    stream, seq=sequence, subject=f"{producer}.>", next=True
                )
                found.append((stream, message.headers or {}, message.data or b""))
                sequence = (message.seq or last) + 1
    return found
