"""Consuming one producer, in order: the position and the effect commit together, then the ack."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from time import monotonic

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from shared import inbox
from shared.bus import complaints
from shared.bus.connection import Bus
from shared.bus.message import REPLACES, Message, UnreadableMessage, UntrueMessage
from shared.bus.reactions import Reactions
from shared.bus.topology import stream_name
from shared.contracts.accounts import ErasureRequested
from shared.db import Database
from shared.described import described
from shared.failures import is_transient
from shared.inbox import Place, Position
from shared.observability import (
    EVENTS_CONSUMED,
    EVENTS_PARKED,
    EVENTS_REDELIVERED,
    EVENTS_SKIPPED,
    EVENTS_UNTRUE,
    INBOX_NUMBER,
    WORKED_AT,
)
from shared.tasks import ending

log = structlog.get_logger()

BATCH = 100
ATTEMPTS = 5
MAX_DELIVERIES = 8
"""A message delivered more often may be killing the worker; it is parked without being run."""
ASK_AGAIN_SECONDS = 2.0


class Consumer:
    """Acts on one producer's events, each once and in the producer's order."""

    def __init__(self, producer: str, database: Database, bus: Bus, reactions: Reactions) -> None:
        self.producer = producer
        self.database = database
        self.bus = bus
        self.reactions = reactions
        self._asked = (0, 0.0)
        self._idle = False
        self._tail_read_at = 0.0

    async def run(self) -> None:
        """Consume for ever; a lost broker or consumer is bound again."""
        while not ending():
            tail = None
            try:
                tail = await self.bus.client.subscribe(f"tail.{self.producer}", cb=self._on_tail)
                subscription = await self.bus.jetstream.pull_subscribe_bind(
                    durable=self.bus.service,
                    stream=stream_name(self.producer),
                    inbox_prefix=f"_INBOX_{self.bus.service}.".encode(),
                )
                silent, at_once = 0, 1
                while silent < 4 and not ending():
                    WORKED_AT.labels(
                        self.bus.service, f"consumer of {self.producer}"
                    ).set_to_current_time()
                    # Nothing came. A deleted consumer looks the same, so bind anew at times.
                    if not (messages := await _fetch(subscription, at_once)):
                        silent, self._idle = silent + 1, True
                        if silent > 1 and (await subscription.consumer_info()).num_pending:
                            await complaints.say(self.bus, self.producer)
                        continue
                    silent, self._idle = 0, False
                    # What was delivered before may have killed the worker: it comes alone, so that
                    # nothing beside it is taken for the killer.
                    at_once = 1 if messages[-1].metadata.num_delivered > 1 else BATCH
                    await self._settle_in_time(messages)
                await subscription.unsubscribe()
            except (NatsError, OSError, TimeoutError, AttributeError) as error:
                log.warning("consumer_rebinds", producer=self.producer, error=described(error))
                await asyncio.sleep(1)
            finally:
                if tail is not None:
                    with contextlib.suppress(NatsError, OSError):
                        await tail.unsubscribe()

    async def _settle_in_time(self, messages: Sequence[Msg]) -> None:
        async with _in_progress(messages):
            await self.settle(messages)

    async def settle(self, messages: Sequence[Msg]) -> None:
        """Apply the messages in one transaction, or one by one when something among them fails."""
        try:
            gap = await self._apply(messages)
        except Exception as error:
            if len(messages) == 1:
                await self._mend(messages[0], error)
                return
            for message in messages:
                await self.settle([message])
            return
        await self._acknowledge(messages, gap)

    async def _acknowledge(self, messages: Sequence[Msg], gap: int | None) -> None:
        for message in messages:
            await message.ack()
        # What is missing may lie further on in the stream, sent again already. Whoever asks before
        # having read to its end gets it once more each time, and never reaches the end.
        if gap and messages[-1].metadata.num_pending < BATCH:
            await self.ask_from(gap)

    async def _apply(self, messages: Sequence[Msg]) -> int | None:
        """Position and effects in one transaction. Returns the number to ask for after a gap."""
        early, done = False, 0
        async with self.database.transaction() as session:
            position = await Position.locked(session, self.producer)
            before = position.expected
            for message in messages:
                early = await self._apply_one(session, position, message) is Place.EARLY or early
            if done := position.expected - before:
                await position.keep(session)
        EVENTS_CONSUMED.labels(self.bus.service, self.producer).inc(done)
        INBOX_NUMBER.labels(self.bus.service, self.producer).set(position.expected)
        return position.expected if early else None

    async def _apply_one(
        self, session: inbox.Session, position: Position, raw: Msg
    ) -> Place | None:
        try:
            message = Message.parse(self.producer, raw.subject, raw.headers, raw.data)
        except UntrueMessage as error:
            # Not the producer's relay wrote this. The event that belongs here is asked for.
            log.error("message_untrue", producer=self.producer, why=str(error))
            EVENTS_UNTRUE.labels(self.bus.service, self.producer).inc()
            return None
        with structlog.contextvars.bound_contextvars(
            event_type=message.type,
            event_id=message.event_id,
            correlation_id=message.headers.get("correlation-id", message.event_id),
            traceparent=message.headers.get("traceparent"),
        ):
            if raw.metadata.num_delivered > 1:
                EVENTS_REDELIVERED.labels(self.bus.service, self.producer).inc()
            place = position.place(message)
            if place is Place.DONE and REPLACES in message.headers:
                await inbox.reword_parked(session, message)
            if place in {Place.DONE, Place.EARLY}:
                EVENTS_SKIPPED.labels(self.bus.service, self.producer, place.name.lower()).inc()
                return place
            wrong = self._why_not(raw, message, place) or await self._act(session, message)
            if wrong:
                await position.park(session, message, wrong)
                self._count_parked()
            elif message.type == ErasureRequested.type:
                position.erased(message.aggregate_id)
            position.expected += 1
        return place

    def _why_not(self, raw: Msg, message: Message, place: Place) -> str:
        """Why this message is set aside without being run; nothing when it is to be run."""
        if place is Place.BEHIND_PARKED and self.reactions.concern(message.type):
            return "an earlier event of this aggregate is parked"
        if raw.metadata.num_delivered > MAX_DELIVERIES:
            return "delivered too often; it may crash the worker"
        return ""

    async def _act(self, session: inbox.Session, message: Message) -> str:
        """Run the reactions. Returns why the message can never be read, if so."""
        try:
            await self.reactions.act(session, message)
        except UnreadableMessage as error:
            return f"unreadable: {error}"
        return ""

    async def _mend(self, raw: Msg, error: Exception) -> None:
        """Retry in place: for ever when the failure may pass, five times otherwise, then park."""
        attempt = 1
        while not ending():
            attempt += 1
            if not is_transient(error) and attempt > ATTEMPTS:
                await self._park(raw, error)
                return
            delay = min(0.5 * 2 ** (attempt - 2), 30.0) if is_transient(error) else 0.1 * attempt
            log.warning("reaction_retried", attempt=attempt, error=described(error))
            await asyncio.sleep(delay)
            try:
                gap = await self._apply([raw])
            except Exception as again:
                error = again
                continue
            await self._acknowledge([raw], gap)
            return

    async def _park(self, raw: Msg, error: Exception) -> None:
        message = Message.parse(self.producer, raw.subject, raw.headers, raw.data)
        log.error("event_parked", event_type=message.type, number=message.number, exc_info=error)
        while True:
            try:
                async with self.database.transaction() as session:
                    position = await Position.locked(session, self.producer)
                    if position.place(message) in {Place.NEXT, Place.BEHIND_PARKED}:
                        await position.park(session, message, described(error))
                        position.expected += 1
                        await position.keep(session)
                break
            except Exception as failure:
                if not is_transient(failure):
                    raise
                await asyncio.sleep(1)
        self._count_parked()
        await raw.ack()

    def _count_parked(self) -> None:
        EVENTS_PARKED.labels(self.bus.service, self.producer).inc()

    async def ask_from(self, number: int) -> None:
        """Ask the producer to send again from this number, but not more often than it can answer."""
        asked_number, asked_at = self._asked
        if asked_number == number and monotonic() - asked_at < ASK_AGAIN_SECONDS:
            return
        self._asked = (number, monotonic())
        log.info("resend_asked", producer=self.producer, number=number)
        with contextlib.suppress(NatsError, OSError):
            await self.bus.client.publish(
                f"resend.{self.producer}.{self.bus.service}", json.dumps({"from": number}).encode()
            )

    async def _on_tail(self, message: Msg) -> None:
        """The producer says its last number: what is missing while we are idle was lost."""
        if not self._idle or monotonic() - self._tail_read_at < ASK_AGAIN_SECONDS:
            return
        self._tail_read_at = monotonic()
        try:
            last = int(json.loads(message.data)["last"])
            async with self.database.transaction() as session:
                expected = await inbox.next_number(session, self.producer)
        except Exception as error:
            log.warning("tail_unreadable", error=described(error))
            return
        if last >= expected:
            await self.ask_from(expected)


async def _fetch(subscription: JetStreamContext.PullSubscription, at_once: int) -> Sequence[Msg]:
    """What waits. For nothing the client raises, or returns an empty list, as its two requests fall."""
    try:
        return await subscription.fetch(at_once, timeout=5)
    except TimeoutError:
        return ()


@contextlib.asynccontextmanager
async def _in_progress(messages: Sequence[Msg]) -> AsyncIterator[None]:
    """Tell the broker every five seconds that these are still being worked on."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(5)
            for message in messages:
                with contextlib.suppress(NatsError, OSError):
                    await message.in_progress()

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
