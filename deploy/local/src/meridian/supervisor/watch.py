"""Looking after what runs: whoever ends by itself is started again."""

import asyncio
from collections.abc import Callable

from meridian.failure import Failure
from meridian.servers.nats import Nats
from meridian.servers.postgres import Postgres
from meridian.supervisor.plan import Plan

INTERVAL = 0.2


class Watch:
    """Watches one plan's processes; `say` tells people what happened."""

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        self._plan = plan
        self._say = say
        self._servers: dict[str, Postgres | Nats] = {"Postgres": plan.postgres, "NATS": plan.nats}

    async def for_ever(self) -> None:
        """Each by itself: a server that does not start again keeps nobody else from it."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch_children())
            for name, server in self._servers.items():
                group.create_task(self._watch_server(name, server))

    async def _watch_children(self) -> None:
        children = (self._plan.mailbox, *self._plan.services.values())
        while True:
            for child in children:
                news = child.watch()
                if news:
                    self._say(news)
            await asyncio.sleep(INTERVAL)

    async def _watch_server(self, name: str, server: Postgres | Nats) -> None:
        while True:
            if server.process is not None and server.process.poll() is not None:
                self._say(f"{name} ended unexpectedly; starting it again.")
                await self._revive(server)
            await asyncio.sleep(INTERVAL)

    async def _revive(self, server: Postgres | Nats) -> None:
        """Until it runs: the leftovers of a killed server may need a moment to end, a full disk longer."""
        while True:
            try:
                server.launch()
                await asyncio.to_thread(server.wait_until_ready)
                return
            except (Failure, OSError) as failure:
                self._say(f"Not yet: {str(failure).splitlines()[0]}")
                await asyncio.sleep(0.5)
