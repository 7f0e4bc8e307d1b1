"""`meridian bus`: the broker, which is disposable; the record is in Postgres."""

import asyncio

import asyncpg
import typer
from rich.console import Console
from rich.table import Table

from meridian import settling, topology
from meridian.commands.running import running_installation
from meridian.environment import Installation
from meridian.layout import Home
from meridian.provisioning.database import DATABASE, in_database
from shared.bus.topology import CONSUMERS, stream_name

app = typer.Typer(no_args_is_help=True, help="The broker's streams and durables.")


async def _situation(at: Installation) -> settling.Situation:
    connection = await asyncpg.connect(in_database(at.superuser_dsn, DATABASE))
    try:
        return await settling.look(connection)
    finally:
        await connection.close()


@app.command()
def status() -> None:
    """Streams, durables, and what has not arrived yet."""
    asyncio.run(_status())


async def _status() -> None:
    at = running_installation(Home.default())
    table = Table("stream", "messages", "durable", "unacknowledged", "not delivered")
    async with topology.provisioner(at.nats_url, at.keys.provisioner_seed_file) as bus:
        for producer, services in CONSUMERS.items():
            stream = stream_name(producer)
            messages = (await bus.jetstream.stream_info(stream)).state.messages
            for service in services:
                info = await bus.jetstream.consumer_info(stream, service)
                table.add_row(
                    stream, str(messages), service, str(info.num_ack_pending), str(info.num_pending)
                )
    Console().print(table)
    situation = await _situation(at)
    typer.echo("; ".join(situation.waiting) or "Everything announced has arrived.")


@app.command()
def rebuild() -> None:
    """Delete all streams and create them anew; the services send again what others still miss."""
    asyncio.run(_rebuild())


async def _rebuild() -> None:
    at = running_installation(Home.default())
    async with topology.provisioner(at.nats_url, at.keys.provisioner_seed_file) as bus:
        for stream in await bus.jetstream.streams_info():
            if stream.config.name:
                await bus.jetstream.delete_stream(stream.config.name)
        created = await topology.ensure(bus)
    typer.echo(f"Created {len(created)} streams and durables.")
