"""Logs, metrics and the ids that tie a request to everything it causes."""

import logging
import sys
from typing import Literal

import structlog
from prometheus_client import Counter, Gauge, Histogram

from shared.described import trace_failures

REQUESTS = Histogram(
    "meridian_http_request_seconds",
    "Time to answer a request.",
    ["service", "operation", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
EVENTS_PUBLISHED = Counter(
    "meridian_events_published_total", "Events handed to the broker.", ["service"]
)
EVENTS_RESENT = Counter(
    "meridian_events_resent_total", "Events sent again on request.", ["service"]
)
EVENTS_CONSUMED = Counter(
    "meridian_events_consumed_total", "Events acted on.", ["service", "producer"]
)
EVENTS_SKIPPED = Counter(
    "meridian_events_skipped_total",
    "Events dropped because they were done already or came too early.",
    ["service", "producer", "why"],
)
EVENTS_REDELIVERED = Counter(
    "meridian_events_redelivered_total",
    "Events that the broker delivered once more.",
    ["service", "producer"],
)
EVENTS_PARKED = Counter(
    "meridian_events_parked_total", "Events set aside for a person.", ["service", "producer"]
)
EVENTS_UNTRUE = Counter(
    "meridian_events_untrue_total",
    "Messages of which subject, type, producer and number do not agree: dropped.",
    ["service", "producer"],
)
PARKED_WAITING = Gauge("meridian_parked_waiting", "Events that wait for a person now.", ["service"])
OUTBOX_AGE = Gauge(
    "meridian_outbox_oldest_seconds", "Age of the oldest unpublished event.", ["service"]
)
OUTBOX_NUMBER = Gauge("meridian_outbox_number", "The last number published.", ["service"])
INBOX_NUMBER = Gauge(
    "meridian_inbox_next_number", "The next number expected.", ["service", "producer"]
)
WORKED_AT = Gauge(
    "meridian_worked_at_seconds",
    "When each part of the worker last began a round, in Unix time.",
    ["service", "part"],
)
BACKLOG_WAITING = Gauge(
    "meridian_backlog_waiting",
    "What waits to be handed over to something outside, such as mails.",
    ["service", "part"],
)
BACKLOG_OLDEST = Gauge(
    "meridian_backlog_oldest_seconds",
    "How long the oldest of them has been due.",
    ["service", "part"],
)
MAIL_FAILURES = Gauge(
    "meridian_mail_failures_in_a_row",
    "How often in a row the mail server has taken nothing from us.",
)
MAIL_SENT_AT = Gauge(
    "meridian_mail_sent_at_seconds", "When the mail server last took a mail, in Unix time."
)
TICK_SECONDS = Histogram(
    "meridian_tick_seconds", "Time one tick took.", ["service", "tick"], buckets=(0.01, 0.1, 1, 10)
)


def configure_logging(
    service: str, log_format: Literal["json", "console"], level: str = "info"
) -> None:
    """One line per fact, with request and correlation ids, on standard output."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    before: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        trace_failures,
    ]
    structlog.configure(
        processors=[*before, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.bind_contextvars(service=service)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=before,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # Servers bring handlers of their own, which print exceptions with everything they quote.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def trace_headers() -> dict[str, str]:
    """The ids of the work in hand, to travel with what it causes."""
    bound = structlog.contextvars.get_contextvars()
    return {name: str(bound[name]) for name in ("correlation_id", "traceparent") if bound.get(name)}
