"""`meridian up`: from nothing to ready, then watching until somebody asks it to end."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from rich.console import Console

from meridian import business_clock, demonstration, endpoints, migrations, topology
from meridian.failure import Failure
from meridian.layout import Home
from meridian.provisioning import database
from meridian.servers.nats import StoreDamaged
from meridian.staff_entry import entry_for_staff
from meridian.supervisor import readiness
from meridian.supervisor.instance import only_instance
from meridian.supervisor.logs import keep_short, log_to
from meridian.supervisor.plan import STOP_WITHIN, Plan, make_plan
from meridian.supervisor.watch import Watch


async def up(
    home: Home, console: Console, *, demo: bool, people: bool = True, balanced: bool = False
) -> None:
    """Run the installation until SIGINT or SIGTERM. Raises `Failure` when something does not start."""
    with only_instance(home):
        keep_short(home)
        log_to(home.logs / "supervisor.log")
        home.demo_links.unlink(missing_ok=True)
        if demo:
            home.demo_links.touch()
        loading = demonstration.Loading(home, wanted=demo and people, balanced=balanced)
        plan = make_plan(home, demo=demo, extra=loading.environment)
        asked_to_end = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, asked_to_end.set)
        try:
            await _until(asked_to_end, _live(plan, loading, console))
        finally:
            console.print("Stopping …")
            await _stop(plan)
            console.print("Stopped. Everything is kept in", str(home.path), soft_wrap=True)


async def _until(asked_to_end: asyncio.Event, life: Coroutine[Any, Any, None]) -> None:
    living = asyncio.create_task(life)
    asked = asyncio.create_task(asked_to_end.wait())
    await asyncio.wait({living, asked}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if not living.done():
        living.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await living


async def _live(plan: Plan, loading: "demonstration.Loading", console: Console) -> None:
    _name_replaced_ports(plan, console)
    await _start_servers(plan, console)
    async with _topology_kept(plan, console):
        watch = Watch(plan, console.print)
        for child in (plan.mailbox, *plan.services.values()):
            child.start()
        endpoints.write(plan.home, plan.ports)
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(watch.for_ever())
            where = endpoints.addresses(plan.ports)
            with console.status("Waiting for the services …"):
                children = {"mailbox": plan.mailbox, **plan.services}
                await readiness.wait_for(children, where)
            if not loading.done:
                await loading.load(where, plan.installation, console)
                # Started anew, with the limits that people get.
                await asyncio.to_thread(plan.services["accounts"].stop)
                plan.services["accounts"].start()
                await readiness.wait_for({"accounts": plan.services["accounts"]}, where)
            await _say_ready(plan, loading, console)
            await watching


async def _start_servers(plan: Plan, console: Console) -> None:
    """Postgres and NATS beside each other; then everything that must exist before a service starts."""
    with console.status("Starting Postgres 18 and NATS …"):
        plan.postgres.launch()
        plan.nats.launch()
        await asyncio.gather(
            asyncio.to_thread(plan.postgres.wait_until_ready),
            _broker_ready(plan, console),
        )
    console.print("Postgres 18 and NATS JetStream are running.")
    await database.provision(plan.installation.superuser_dsn, plan.installation.keys)
    business_clock.create(plan.home.clock)
    late = await migrations.behind(plan.installation)
    if late:
        with console.status(f"Migrating {', '.join(late)} …"):
            await asyncio.to_thread(migrations.upgrade_in_child, plan.installation, late)
        console.print(f"Migrated {', '.join(late)}.")


async def _broker_ready(plan: Plan, console: Console) -> None:
    try:
        await asyncio.to_thread(plan.nats.wait_until_ready)
    except StoreDamaged as damage:
        console.print(str(damage).splitlines()[0], soft_wrap=True)
        plan.nats.launch()
        await asyncio.to_thread(plan.nats.wait_until_ready)


@contextlib.asynccontextmanager
async def _topology_kept(plan: Plan, console: Console) -> AsyncIterator[None]:
    """Streams and durables exist now, and come back should the broker lose them."""
    seed_file = plan.installation.keys.provisioner_seed_file
    async with topology.provisioner(plan.installation.nats_url, seed_file) as bus:
        await topology.ensure(bus)
        keeping = asyncio.create_task(topology.keep(bus, console.print))
        try:
            yield
        finally:
            keeping.cancel()


def _name_replaced_ports(plan: Plan, console: Console) -> None:
    for name, refused in plan.replaced.items():
        console.print(f"Port {refused} is taken: {name} uses {plan.ports[name]} instead.")


async def _say_ready(plan: Plan, loading: "demonstration.Loading", console: Console) -> None:
    where = endpoints.addresses(plan.ports)
    if loading.wanted:
        links = await loading.links(plan.installation)
    else:
        links = {"staff": await entry_for_staff(plan.installation)}
    console.print(f"[bold]Meridian is ready: {where['web']}[/bold]", soft_wrap=True)
    for name, link in links.items():
        console.print(f"  {name:<13} {link}", soft_wrap=True, highlight=False)
    console.print(f"  {'mailbox':<13} {where['mailbox']}", soft_wrap=True, highlight=False)
    console.print("Ctrl-C stops it.")


async def _stop(plan: Plan) -> None:
    """Services first, all at once; then the servers they lean on."""
    children = (plan.mailbox, *plan.services.values())
    for child in children:
        child.ask_to_end()
    await asyncio.gather(*(asyncio.to_thread(child.stop, STOP_WITHIN + 5) for child in children))
    await asyncio.gather(
        asyncio.to_thread(plan.nats.stop),
        asyncio.to_thread(plan.postgres.stop),
    )


def explain(group: BaseExceptionGroup[BaseException]) -> Failure | None:
    """The `Failure` inside a task group's exception, if that is what happened."""
    found = group.subgroup(Failure)
    while found is not None:
        first = found.exceptions[0]
        if isinstance(first, Failure):
            return first
        found = first if isinstance(first, BaseExceptionGroup) else None
    return None
