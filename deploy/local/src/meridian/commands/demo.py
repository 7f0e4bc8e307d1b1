"""`meridian demo`: the demo's people and cohorts, loaded through the public APIs."""

import asyncio

import typer
from rich.console import Console

from meridian import endpoints
from meridian.commands.running import running_installation
from meridian.demonstration import Loading
from meridian.failure import Failure
from meridian.layout import Home

app = typer.Typer(no_args_is_help=True, help="The demo's data.")


@app.command()
def load() -> None:
    """Load the demo into the running installation; an interrupted load resumes."""
    home = Home.default()
    at = running_installation(home)
    loading = Loading(home, wanted=True)
    if not loading.wanted:
        raise Failure("The demo is not part of this installation.")
    if loading.done:
        typer.echo("The demo is loaded already.")
        return
    asyncio.run(loading.load(endpoints.read(home), at, Console()))


@app.command()
def links() -> None:
    """New one-time links that sign in the demo's people."""
    home = Home.default()
    at = running_installation(home)
    loading = Loading(home, wanted=True)
    if not loading.done:
        raise Failure("The demo is not loaded yet.")
    for name, link in asyncio.run(loading.links(at)).items():
        typer.echo(f"{name:<12} {link}")
