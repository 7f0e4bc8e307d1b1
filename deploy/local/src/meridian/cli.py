"""The command `meridian`: everything an operator or a developer does to an installation on one machine."""

import asyncio
import os
import shutil
import sys
from importlib import import_module
from typing import Annotated, NoReturn

import asyncpg
import typer
from rich.console import Console

from meridian.failure import Failure
from meridian.layout import Home

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
GROUPS = {
    "clock": "clock",
    "parked": "parked",
    "bus": "bus",
    "demo": "demo",
    "install": "containers",
}
"""Groups of subcommands, and the module of `meridian.commands` that holds each."""


@app.callback()
def meridian() -> None:
    """Meridian on one machine, without Docker."""


@app.command()
def up(
    demo: Annotated[bool, typer.Option(help="Load the demo at the first start.")] = True,
    people: Annotated[
        bool, typer.Option(help="With --no-people: one-time links as in the demo, but nobody yet.")
    ] = True,
    balanced: Annotated[
        bool, typer.Option("--balanced", help="A new demo has as many people of each country.")
    ] = False,
) -> None:
    """Start everything and keep it running; Ctrl-C ends it. Data survive a restart."""
    from meridian.supervisor import run

    try:
        asyncio.run(run.up(Home.default(), Console(), demo=demo, people=people, balanced=balanced))
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
    """Create or repair roles, schemas and rights of the installation that runs here."""
    from meridian.commands.running import running_installation
    from meridian.provisioning import database

    at = running_installation(Home.default())
    asyncio.run(database.provision(at.superuser_dsn, at.keys))
    typer.echo("Roles, schemas and rights are in place.")


# `--help` is answered by the command behind it, which knows its own commands.
@app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
def admin(
    arguments: Annotated[
        list[str] | None, typer.Argument(help="A command and what it needs.")
    ] = None,
) -> None:
    """What an operator does about accounts, for example create-person or sign-in-link."""
    import subprocess

    from meridian.commands.running import running_installation
    from meridian.environment import variables

    wanted = arguments or ["--help"]
    environment = dict(os.environ)
    if not {"-h", "--help"} & set(wanted):
        environment |= variables(running_installation(Home.default()), "accounts")
    command = [sys.executable, "-m", "accounts.admin", *wanted]
    done = subprocess.run(command, check=False, env=environment)  # noqa: S603
    raise typer.Exit(done.returncode)


@app.command()
def migrate() -> None:
    """Bring the schemas of the installation that runs here to their newest revision."""
    from meridian import migrations
    from meridian.commands.running import running_installation

    at = running_installation(Home.default())
    late = asyncio.run(migrations.behind(at))
    if late:
        migrations.upgrade_in_child(at, late)
    typer.echo(f"Migrated: {', '.join(late) or 'nothing was to do'}.")


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
    """What a person can act on is one line and an exit code, never a traceback."""
    _add_groups(sys.argv[1] if len(sys.argv) > 1 else "--help")
    try:
        app()
    except Failure as failure:
        _end(str(failure))
    except asyncpg.PostgresError as error:
        _end(f"Postgres refused: {error}")
    except OSError as error:
        _end(str(error))


def _add_groups(first: str) -> None:
    """Only the group that is asked for, because each loads seconds of code; help shows them all."""
    wanted = GROUPS if first == "--help" else [first] if first in GROUPS else []
    for name in wanted:
        module = import_module(f"meridian.commands.{GROUPS[name]}")
        app.add_typer(module.app, name=name)


def _end(line: str) -> NoReturn:
    typer.echo(f"meridian: {line}", err=True)
    sys.exit(1)
