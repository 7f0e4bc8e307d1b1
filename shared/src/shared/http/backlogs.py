"""What of a service waits for something outside, asked now and then for health, figures and operators."""

from collections.abc import Mapping
from time import monotonic
from typing import Final

from shared.backlog import Backlog, Look, look_at
from shared.db import Database
from shared.observability import BACKLOG_OLDEST, BACKLOG_WAITING

LOOKED_EVERY: Final = 5.0
"""Seconds. Anybody may ask for readiness."""


class Backlogs:
    """The backlogs of one process, as they were a moment ago."""

    def __init__(self, looks: Mapping[str, Look]) -> None:
        self._looks = looks
        self._seen: dict[str, Backlog] = {}
        self._looked_at = float("-inf")

    async def seen(self, database: Database) -> dict[str, Backlog]:
        """Each by its name."""
        if self._looks and monotonic() - self._looked_at > LOOKED_EVERY:
            async with database.reading() as session:
                self._seen = await look_at(self._looks, session)
            self._looked_at = monotonic()
        return self._seen

    async def measure(self, service: str, database: Database) -> None:
        """Bring the figures up to date."""
        for name, backlog in (await self.seen(database)).items():
            BACKLOG_WAITING.labels(service, name).set(backlog.waiting)
            BACKLOG_OLDEST.labels(service, name).set(backlog.oldest.total_seconds())
