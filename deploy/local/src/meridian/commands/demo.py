"""`meridian demo`: the demo's people. `meridian up` loads them, with limits raised meanwhile."""

import asyncio

import typer

from meridian.commands.running import running_installation
from meridian.demonstration import Loading
from meridian.failure import Failure
from meridian.layout import Home

app = typer.Typer(no_args_is_help=True, help="The demo's people.")


@app.callback()
def demo() -> None:
    """The demo's people."""


@app.command()
def links() -> None:
    """New one-time links that sign in the demo's people."""
    home = Home.default()
    at = running_installation(home)
    loading = Loading(home, wanted=True)
    if not loading.done:
        raise Failure("The demo is not loaded: `meridian up` does that, without --no-demo.")
    for name, link in asyncio.run(loading.links(at)).items():
        typer.echo(f"{name:<12} {link}")
