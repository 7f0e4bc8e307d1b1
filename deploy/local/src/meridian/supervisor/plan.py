"""What is started, where, with which environment: decided once per start, before anything runs."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from meridian import endpoints, ports
from meridian.environment import Installation, variables
from meridian.layout import SERVICES, Home
from meridian.provisioning import broker
from meridian.provisioning.keys import Keys
from meridian.servers.nats import Nats
from meridian.servers.postgres import DURABLE, SUPERUSER, Postgres
from meridian.supervisor.child import Child

STOP_WITHIN = 5
"""Seconds a service gives open requests and event streams when it is asked to end."""
KEEP_IDLE = 150
"""Seconds a service keeps idle connections: longer than its callers do, so that they close them and
no request meets a connection that is closed at that very moment."""


@dataclass(frozen=True)
class Plan:
    """The parts of one installation, none of them running yet."""

    home: Home
    installation: Installation
    postgres: Postgres
    nats: Nats
    mailbox: Child
    services: Mapping[str, Child]
    replaced: Mapping[str, int]
    """Names whose remembered or usual port was taken, with that port."""
    ports: Mapping[str, int]


def make_plan(home: Home, *, demo: bool, extra: Callable[[], Mapping[str, str]]) -> Plan:
    """`extra` is asked at every start of a service for more of its environment."""
    chosen, replaced = ports.choose(endpoints.remembered_ports(home))
    where = endpoints.addresses(chosen)
    keys = Keys.of(home)
    keys.generate_all()
    postgres = Postgres(
        home.path / "postgres",
        port=chosen["postgres"],
        password=keys.database_password(SUPERUSER),
        log=home.logs / "postgres.log",
        settings=DURABLE,
    )
    nats = Nats(
        home.path / "nats",
        port=chosen["nats"],
        monitor_port=chosen[endpoints.MONITOR],
        accounts=broker.accounts(keys),
        log=home.logs / "nats.log",
    )
    installation = Installation(
        keys=keys,
        superuser_dsn=postgres.dsn,
        nats_url=nats.url,
        clock_file=home.clock,
        public_url=where["web"],
        mailbox_url=where["mailbox"],
        smtp_port=chosen["smtp"],
        service_urls=where,
        ports=chosen,
        demo=demo,
    )
    services = {name: _service(name, installation, home, extra) for name in SERVICES}
    mailbox = _mailbox(home, chosen)
    return Plan(home, installation, postgres, nats, mailbox, services, replaced, chosen)


def _service(
    name: str, installation: Installation, home: Home, extra: Callable[[], Mapping[str, str]]
) -> Child:
    def environment() -> dict[str, str]:
        # What the person set by hand comes first; what must fit together is ours.
        return {**os.environ, **extra(), **variables(installation, name)}

    command: list[str | Path] = [
        sys.executable,
        *("-m", "uvicorn", "--factory", f"{name}.app:create_app"),
        *("--host", "127.0.0.1", "--port", str(installation.ports[name])),
        *("--timeout-graceful-shutdown", str(STOP_WITHIN), "--log-level", "warning"),
        *("--timeout-keep-alive", str(KEEP_IDLE)),
        *("--http", "shared.http.protocol:BoundedHttp", "--ws", "none"),
        *("--no-access-log", "--no-server-header", "--no-proxy-headers"),
    ]
    return Child(name, command, environment=environment, log=home.logs / f"{name}.log")


def _mailbox(home: Home, chosen: Mapping[str, int]) -> Child:
    command: list[str | Path] = [
        sys.executable,
        *("-m", "meridian.mailbox", "--store", home.path / "mailbox.sqlite"),
        *("--port", str(chosen["mailbox"]), "--smtp-port", str(chosen["smtp"])),
    ]
    log = home.logs / "mailbox.log"
    return Child("mailbox", command, environment=lambda: os.environ, log=log)
