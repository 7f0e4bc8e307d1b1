"""`meridian parked`: events that were set aside and wait for a person."""

import asyncio
import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Column, Table
from sqlalchemy.ext.asyncio import AsyncSession

from meridian.commands.running import running_installation
from meridian.environment import DRIVER
from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES, Home
from meridian.provisioning.database import service_dsn
from shared import clock, parking
from shared.audit import record_by_operator
from shared.db import Database

app = typer.Typer(no_args_is_help=True, help="Events that were set aside.")
Identifier = Annotated[UUID, typer.Argument(help="As `meridian parked list` shows it.")]


@asynccontextmanager
async def _session_of(service: str) -> AsyncIterator[AsyncSession]:
    """A transaction as the service itself: an operator's command has no more rights than it."""
    clock.use_file(Home.default().clock)
    at = running_installation(Home.default())
    dsn = service_dsn(at.superuser_dsn, service, at.keys.database_password(service), DRIVER)
    database = Database(dsn, pool_size=1, application_name="meridian parked")
    try:
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()


async def _all() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for service in DOMAIN_SERVICES:
        async with _session_of(service) as session:
            found += [(service, row) for row in await parking.parked_events(session)]
    return found


async def _find(identifier: UUID) -> tuple[str, Any]:
    for service, row in await _all():
        if row.id == identifier:
            return service, row
    raise Failure(f"Nothing parked has the id {identifier}.")


@app.command("list")
def show_all() -> None:
    """What waits, oldest first."""
    rows = asyncio.run(_all())
    if not rows:
        typer.echo("Nothing is parked.")
        return
    Console().print(table_of(rows))


def table_of(rows: list[tuple[str, Any]]) -> Table:
    """Services and their rows, oldest first."""
    # The id whole, however narrow the terminal: it is what the other commands are told.
    whole = Column("id", no_wrap=True, min_width=36)
    table = Table("service", whole, "type", "parked", "status", "error")
    for service, row in sorted(rows, key=lambda found: found[1].parked_at):
        parked_at = f"{row.parked_at:%Y-%m-%d %H:%M}"
        table.add_row(service, str(row.id), row.type, parked_at, row.status, row.error[:80])
    return table


@app.command()
def show(identifier: Identifier) -> None:
    """Everything about one event."""
    service, row = asyncio.run(_find(identifier))
    typer.echo(f"{'service':<15} {service}")
    for name, value in row._asdict().items():
        typer.echo(f"{name:<15} {value}")


@app.command()
def retry(identifier: Identifier) -> None:
    """Let the service try it, and what waits behind it, once more."""

    async def run() -> None:
        service, _ = await _find(identifier)
        async with _session_of(service) as session:
            if not await parking.request_retry(session, identifier, _who()):
                raise Failure("It cannot be tried again; `meridian parked show` says why.")
            await record_by_operator(session, service, "retry_parked", identifier)

    asyncio.run(run())
    typer.echo("It is tried again within a second.")


@app.command()
def discard(
    identifier: Identifier,
    reason: Annotated[str, typer.Option("--reason", help="Kept with the event.")],
) -> None:
    """Give it up for good."""

    async def run() -> None:
        service, _ = await _find(identifier)
        async with _session_of(service) as session:
            if await parking.discard(session, identifier, _who(), reason):
                await record_by_operator(session, service, "discard_parked", identifier)

    asyncio.run(run())
    typer.echo("Discarded.")


def _who() -> str:
    return f"command line: {getpass.getuser()}"
