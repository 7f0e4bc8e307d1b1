"""The command `meridian`: everything an operator or a developer does to an installation on one machine."""

import asyncio
import shutil
import sys
from typing import Annotated

import typer
from rich.console import Console

from meridian.commands import bus, clock, demo, parked
from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES, Home

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(clock.app, name="clock")
app.add_typer(parked.app, name="parked")
app.add_typer(bus.app, name="bus")
app.add_typer(demo.app, name="demo")


@app.callback()
def meridian() -> None:
    """Meridian on one machine, without Docker."""


@app.command()
def up(
    demo: Annotated[bool, typer.Option(help="Load the demo at the first start.")] = True,
) -> None:
    """Start everything and keep it running; Ctrl-C ends it. Data survive a restart."""
    from meridian.supervisor import run

    try:
        asyncio.run(run.up(Home.default(), Console(), demo=demo))
    except BaseExceptionGroup as group:
        failure = run.explain(group)
        if failure is None:
            raise
        raise failure from None


@app.command()
def status() -> None:
    """What is running, and where. Exit code 1 when something does not answer."""
    from meridian.commands.status import show

    if not asyncio.run(show(Home.default(), Console())):
        raise typer.Exit(1)


@app.command()
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete all data of this installation, so that the next start begins anew."""
    from meridian.servers.postgres import shelter_of
    from meridian.supervisor.instance import is_running

    home = Home.default()
    if is_running(home):
        raise Failure("Meridian is running. Stop it with Ctrl-C first.")
    if not yes:
        typer.confirm(f"Delete everything in {home.path}?", abort=True)
    shutil.rmtree(shelter_of(home.path / "postgres"), ignore_errors=True)
    shutil.rmtree(home.path, ignore_errors=True)
    typer.echo("Deleted. `make run` begins anew.")


@app.command()
def provision() -> None:
    """Create secrets, database roles and schemas, where `MERIDIAN_POSTGRES_SUPERUSER_DSN` points."""
    from meridian.commands.containers import provision as run

    asyncio.run(run())


@app.command()
def migrate(
    services: Annotated[list[str] | None, typer.Argument(help="All of them if none.")] = None,
) -> None:
    """Bring schemas to their newest revision. Addresses come from `MERIDIAN_<SERVICE>_MIGRATOR_DSN`."""
    from meridian import migrations

    unknown = set(services or ()) - set(DOMAIN_SERVICES)
    if unknown:
        raise Failure(f"No such service: {', '.join(sorted(unknown))}.")
    migrations.main(services or [])


@app.command()
def makemigration(
    service: Annotated[str, typer.Argument(help="accounts, partnering, course, …")],
    message: Annotated[str, typer.Option("--message", "-m", help="What changes.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Throw the recorded migrations away and begin anew.")
    ] = False,
) -> None:
    """Record the difference between a service's models and its migrations."""
    from meridian import recording
    from meridian.layout import migrations_of

    first = again or not any((migrations_of(service) / "versions").glob("*.py"))
    words = message or recording.default_message(service, first=first)
    typer.echo(asyncio.run(recording.record(service, words, first=first)))


def main() -> None:
    """Failures are one line and an exit code, never a traceback."""
    try:
        app()
    except Failure as failure:
        typer.echo(f"meridian: {failure}", err=True)
        sys.exit(1)
