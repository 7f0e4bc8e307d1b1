"""`meridian install`: the steps of an installation in containers, each a one-shot of its own but the last."""

import asyncio
import os
from pathlib import Path

import typer
from rich.console import Console

from meridian import business_clock, migrations, topology
from meridian.environment import Installation, migrator_dsn, migrator_variable
from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES, SERVICES
from meridian.provisioning import bundles, database
from meridian.provisioning.keys import PROVISIONER, Keys
from meridian.servers.postgres import SUPERUSER

app = typer.Typer(no_args_is_help=True, help="The steps of an installation in containers.")

VOLUMES = Path("/volumes")
NATS = "nats://nats:4222"
READY = Path("/tmp/ready")  # noqa: S108 - what the health check of the container looks for.


def _setting(name: str, default: str) -> str:
    return os.environ.get(name) or default


def _installation() -> Installation:
    """Where things are by the names of `docker-compose.yml`."""
    keys = Keys(VOLUMES / "keys")
    demo = _setting("MERIDIAN_DEMO", "") not in {"", "0", "false"}
    password = keys.database_password(SUPERUSER)
    smtp_host = _setting("MERIDIAN_SMTP_HOST", "")
    return Installation(
        keys=keys,
        superuser_dsn=f"postgresql://{SUPERUSER}:{password}@postgres:5432/postgres",
        nats_url=NATS,
        public_url=_setting("MERIDIAN_PUBLIC_URL", "http://127.0.0.1:8400"),
        mailbox_url=_setting("MERIDIAN_MAILBOX_URL", ""),
        smtp_host=smtp_host or "mailpit",
        # What the operator names besides the host reaches the services as it is.
        smtp_port=None if smtp_host else 1025,
        clock_file=Path("/run/clock/clock.json") if demo else None,
        service_urls={name: f"http://{name}:8000" for name in SERVICES},
        demo=demo,
        unlimited=demo,
    )


@app.command()
def secrets() -> None:
    """Generate what is missing, and lay out for each container what it alone may read."""
    at = _installation()
    at.keys.generate_all()
    bundles.write_all(at, VOLUMES)
    bundles.write_superuser_password(at.keys, VOLUMES / "postgres")
    for folder in ("nats-data", "caddy-data", "clock"):
        # An empty volume would take the owner of the folder it is mounted over.
        (VOLUMES / folder / ".meridian").touch()
    typer.echo("Secrets are in place.")


@app.command("database")
def provision() -> None:
    """Create database, schemas and roles; running it again repairs what is missing."""
    at = _installation()
    asyncio.run(database.provision(at.superuser_dsn, at.keys))
    typer.echo("Roles and schemas are in place.")


@app.command()
def migrate() -> None:
    """Bring every schema to its newest revision."""
    at = _installation()
    for service in DOMAIN_SERVICES:
        os.environ[migrator_variable(service)] = migrator_dsn(at, service)
    late = asyncio.run(migrations.behind(at))
    if late:
        migrations.main(late)
    typer.echo(f"Migrated: {', '.join(late) or 'nothing was to do'}.")


@app.command()
def demo() -> None:
    """Load the demo through the services' own addresses; an interrupted load resumes."""
    from meridian.demo.loader import load

    at = _installation()
    if at.clock_file is None:
        raise Failure("MERIDIAN_DEMO is not set: services that follow real time take no demo.")
    business_clock.create(at.clock_file)
    where = {**at.service_urls, "mailbox": "http://mailpit:8025"}
    asyncio.run(load(where, at, Console()))


@app.command("topology")
def keep_topology() -> None:
    """Create streams and durables, and create them again whenever the broker has lost them."""
    asyncio.run(_keep())


async def _keep() -> None:
    # Of all secrets this container sees the one that it uses.
    async with topology.provisioner(NATS, bundles.MOUNTED_AT / f"{PROVISIONER}.seed") as bus:
        created = await topology.ensure(bus)
        typer.echo(f"Streams and durables are in place ({len(created)} new).")
        READY.touch()  # noqa: ASYNC240 - one empty file.
        await topology.keep(bus, typer.echo)
