"""One connection to NATS, kept alive for ever and loud about its errors."""

import asyncio
from pathlib import Path

import nats
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from shared.described import described

log = structlog.get_logger()


API = "bus.API"
"""Where a service finds what JetStream lets it do: it lives in an account without JetStream, which
imports just that under this name."""


class Bus:
    """A service's connection. It may be down at any time; nobody but the worker notices."""

    def __init__(self, url: str, service: str, seed_file: Path | None, *, api: str = API) -> None:
        self.service = service
        self._url = url
        self._seed_file = seed_file
        self._api = api
        self._closing = False
        self._client: Client | None = None
        self._jetstream: JetStreamContext | None = None

    async def connect_patiently(self) -> None:
        """Connect, trying until the broker is there."""
        while True:
            try:
                await self.connect()
            except (NatsError, OSError, TimeoutError) as error:
                log.warning("broker_unreachable", error=described(error))
                await asyncio.sleep(1)
            else:
                return

    async def connect(self) -> None:
        """Connect once; from then on the client reconnects by itself, for ever."""

        async def on_error(error: Exception) -> None:
            log.warning("broker_error", error=described(error))

        async def on_disconnected() -> None:
            if not self._closing:
                log.warning("broker_disconnected")

        async def on_reconnected() -> None:
            log.info("broker_reconnected")

        self._client = await nats.connect(
            self._url,
            name=self.service,
            nkeys_seed_str=self._seed_file.read_text().strip() if self._seed_file else None,
            inbox_prefix=f"_INBOX_{self.service}",
            allow_reconnect=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.5,
            connect_timeout=3,
            ping_interval=10,
            max_outstanding_pings=2,
            # Without a buffer a publish fails at once while disconnected, instead of being sent
            # later although its caller was told it failed.
            pending_size=-1,
            error_cb=on_error,
            disconnected_cb=on_disconnected,
            reconnected_cb=on_reconnected,
        )
        # One for the life of the connection: each context that publishes holds a subscription.
        self._jetstream = self._client.jetstream(
            prefix=self._api, timeout=5, publish_async_max_pending=2000
        )

    @property
    def client(self) -> Client:
        if self._client is None:
            raise ConnectionError("not connected to the broker")
        return self._client

    @property
    def jetstream(self) -> JetStreamContext:
        if self._jetstream is None:
            raise ConnectionError("not connected to the broker")
        return self._jetstream

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def close(self) -> None:
        self._closing = True
        if self._client is not None:
            await self._client.close()
