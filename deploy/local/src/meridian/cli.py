"""The command `meridian`: everything an operator or a developer does to an installation on one machine."""

import asyncio
import sys
from typing import Annotated

import typer

from meridian.failure import Failure

app = typer.Typer(
    help="Meridian on one machine, without Docker.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def meridian() -> None:
    """Meridian on one machine, without Docker."""


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
