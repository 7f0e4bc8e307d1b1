"""An installation to break: gates between its parts, more than one replica, small disks."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from meridian.environment import variables
from meridian.layout import DOMAIN_SERVICES, SERVICES
from meridian.ports import free_ports
from meridian.supervisor.child import Child

from ..conftest import System, choose_ports, running
from .crew import Door
from .disk import Disk, disk, possible
from .gate import Gate
from .launcher import GATES, through

COMMAND = (sys.executable, "-m", "tests.faults.launcher")
REPLICATED = ("accounts", "partnering", "notifications")
"""Services of which a second process works or stands by."""
LOAD = "load"
"""The name of the clients, as a part that talks to others."""


@dataclass
class Site:
    system: System
    gates: dict[str, Gate]
    replicas: dict[str, Child] = field(default_factory=dict)
    disks: dict[str, Disk] = field(default_factory=dict)
    door: Door = field(default_factory=lambda: Door({}))

    async def watch(self) -> None:
        """Start replicas again that ended, as an orchestrator would."""
        while True:
            for replica in self.replicas.values():
                replica.watch()
            await asyncio.sleep(0.2)

    def heal(self) -> None:
        for gate in self.gates.values():
            gate.heal()
        for one in self.disks.values():
            one.free()


def _links() -> list[tuple[str, str]]:
    """Who talks to whom."""
    servers = [(part, server) for part in DOMAIN_SERVICES for server in ("postgres", "nats")]
    pages = [("web", service) for service in DOMAIN_SERVICES]
    return [*servers, *pages, *((LOAD, service) for service in DOMAIN_SERVICES)]


async def _open_gates(ports: dict[str, int]) -> dict[str, Gate]:
    links = _links()
    gates = {}
    for (part, server), port in zip(links, free_ports(len(links)), strict=True):
        gate = Gate(f"{part}-{server}", port, ports[server])
        await gate.open()
        gates[gate.name] = gate
    return gates


def _as_environment(gates: dict[str, Gate]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, gate in gates.items():
        part, _, server = name.partition("-")
        found.setdefault(part, {})[server] = gate.port
    return found


@asynccontextmanager
async def site(folder: Path, *, replicas: bool = True) -> AsyncIterator[Site]:
    """Start everything; at the end nothing of it is left."""
    home = folder / "home"
    home.mkdir(mode=0o755)
    ports = choose_ports(home)
    gates = await _open_gates(ports)
    with ExitStack() as stack:
        disks = {}
        if possible():
            disks["nats"] = stack.enter_context(disk(folder / "nats.img", home / "nats", 1500))
            at = home / "postgres"
            disks["postgres"] = stack.enter_context(disk(folder / "postgres.img", at, 4000))
        plugs = _as_environment(gates)
        start = contextmanager(running)(folder, COMMAND, {GATES: json.dumps(plugs)})
        system = await asyncio.to_thread(stack.enter_context, start)
        made = Site(system, gates, disks=disks)
        if replicas:
            made.replicas = _replicas(system, plugs)
        made.door = _door(made)
        watching = asyncio.create_task(made.watch())
        try:
            yield made
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            made.heal()
            for replica in made.replicas.values():
                await asyncio.to_thread(replica.stop)
            await asyncio.to_thread(stack.close)
            for gate in gates.values():
                await gate.close()


def _replicas(system: System, plugs: dict[str, dict[str, int]]) -> dict[str, Child]:
    """A second process per service, behind the same gates, on a port of its own."""
    started = {}
    for name, port in zip(REPLICATED, free_ports(len(REPLICATED)), strict=True):
        smtp = int(system.where["smtp"].rpartition(":")[2])
        seen = through(system.installation, plugs, name)
        at = replace(seen, ports={name: port}, smtp_port=smtp)
        command = [sys.executable, "-m", "uvicorn", "--factory", f"{name}.app:create_app"]
        command += ["--port", str(port), "--log-level", "warning", "--no-access-log"]
        command += ["--http", "shared.http.protocol:BoundedHttp", "--ws", "none"]
        log = system.home / "logs" / f"{name}-2.log"
        own = {**os.environ, **variables(at, name)}
        child = Child(f"{name}-2", command, environment=lambda own=own: own, log=log)
        child.start()
        started[name] = child
    return started


def _door(made: Site) -> Door:
    addresses = {}
    for service in SERVICES:
        gate = made.gates.get(f"{LOAD}-{service}")
        address = f"http://127.0.0.1:{gate.port}" if gate else made.system.where[service]
        addresses[service] = [address]
    for service, child in made.replicas.items():
        port = child._command[child._command.index("--port") + 1]
        addresses[service].append(f"http://127.0.0.1:{port}")
    return Door(addresses)
