"""`meridian up` with gates between the parts: the addresses that services are told are those of gates."""

import ctypes
import json
import os
import signal
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from meridian import cli
from meridian.environment import Installation, variables
from meridian.servers.process import PR_SET_PDEATHSIG
from meridian.supervisor import plan

GATES = "MERIDIAN_FAULTS_GATES"
"""Environment variable: {part: {server: port of the gate between them}} as JSON."""


def through(at: Installation, gates: dict[str, dict[str, int]], part: str) -> Installation:
    """The installation as this part shall see it."""
    own = gates.get(part, {})
    return replace(
        at,
        # A few people write and report what hundreds would.
        unlimited=True,
        superuser_dsn=_at_port(at.superuser_dsn, own.get("postgres")),
        nats_url=_at_port(at.nats_url, own.get("nats")),
        service_urls={
            name: _at_port(url, own.get(name)) if url.startswith("http") else url
            for name, url in at.service_urls.items()
        },
    )


def _at_port(address: str, port: int | None) -> str:
    if port is None:
        return address
    parts = urlsplit(address)
    login = f"{parts.username}:{parts.password}@" if parts.username else ""
    return urlunsplit(parts._replace(netloc=f"{login}{parts.hostname}:{port}"))


def main() -> None:
    # Whatever happens to the harness: what it started ends with it.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    gates = json.loads(os.environ[GATES])
    plan.variables = lambda at, part: variables(through(at, gates, part), part)  # type: ignore[attr-defined]
    cli.main()


if __name__ == "__main__":
    main()
