"""`meridian clock`: business time of this machine."""

import asyncio
from typing import Annotated

import typer

from meridian import business_clock, settling
from meridian.commands.running import running_installation
from meridian.layout import Home

app = typer.Typer(no_args_is_help=True, help="Business time: show it, or let it pass.")


@app.command()
def show() -> None:
    """Business time, and how far it is from the real one."""
    file = Home.default().clock
    typer.echo(
        f"{business_clock.now(file):%A %Y-%m-%d %H:%M:%S} UTC, "
        f"{business_clock.offset(file)} from real time"
    )


@app.command()
def advance(
    by: Annotated[str, typer.Argument(help="For example 3d, 6h or 1d12h.")],
    step: Annotated[str, typer.Option(help="How far to go before everything due is done.")] = "6h",
) -> None:
    """Let time pass: step by step, everything that falls due is done and has arrived everywhere."""
    home = Home.default()
    at = running_installation(home)
    steps = asyncio.run(
        settling.advance(
            at.superuser_dsn,
            home.clock,
            business_clock.parse_span(by),
            business_clock.parse_span(step),
        )
    )
    typer.echo(f"It is now {business_clock.now(home.clock):%A %Y-%m-%d %H:%M} UTC ({steps} steps).")
