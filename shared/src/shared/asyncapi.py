"""The AsyncAPI 3.0 document of all events, made from the classes in `shared.contracts`."""

import importlib
import pkgutil
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from shared import contracts
from shared.contracts.event import Event

VERSION: Final = "1"


def event_classes() -> list[type[Event]]:
    """Every contract, in the order of its type."""
    for module in pkgutil.iter_modules(contracts.__path__):
        importlib.import_module(f"shared.contracts.{module.name}")
    found = [
        event
        for event in Event.__subclasses__()
        if event.__module__.startswith("shared.contracts.")
    ]
    return sorted(found, key=lambda event: event.type)


def document() -> dict[str, Any]:
    """Which service announces which fact on which subject, and what the message holds."""
    events = event_classes()
    _, schema = models_json_schema(
        [(event, "serialization") for event in events],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Meridian events",
            "version": VERSION,
            "description": (
                "Facts that the services announce, each on a subject of its own. Delivery is at "
                "least once and in the order of each producer; consumers ignore fields they do "
                "not know."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "broker": {
                "host": "nats:4222",
                "protocol": "nats",
                "description": "NATS JetStream; one stream per producing service.",
            }
        },
        "channels": {event.__name__: _channel(event) for event in events},
        "operations": {f"announce{event.__name__}": _operation(event) for event in events},
        "components": {
            "messages": {event.__name__: _message(event) for event in events},
            "messageTraits": {"cloudEvent": {"headers": _headers()}},
            "schemas": schema.get("$defs", {}),
        },
    }


def _channel(event: type[Event]) -> dict[str, Any]:
    producer = event.type.split(".", 1)[0]
    return {
        "address": event.type,
        "title": event.type,
        "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}},
        "tags": [{"name": producer}],
        "bindings": {"nats": {"bindingVersion": "0.1.0"}},
    }


def _operation(event: type[Event]) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{event.__name__}"},
        "summary": _first_line(event),
        "tags": [{"name": event.type.split(".", 1)[0]}],
        "messages": [{"$ref": f"#/channels/{event.__name__}/messages/{event.__name__}"}],
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.type,
        "title": event.__name__,
        "summary": _first_line(event),
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{event.__name__}"},
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "correlationId": {"location": "$message.header#/correlation-id"},
        "x-aggregate": event.aggregate,
    }


def _first_line(event: type[Event]) -> str:
    # A class without words of its own would show those of its parent.
    words = event.__dict__.get("__doc__") or ""
    return str(words).strip().split("\n", 1)[0]


def _headers() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "CloudEvents 1.0 attributes, and the event's number in its producer's order.",
        "required": ["ce-id", "ce-type", "ce-source", "ce-subject", "Meridian-Number"],
        "properties": {
            "ce-specversion": {"const": "1.0"},
            "ce-id": {**text, "format": "uuid"},
            "ce-type": text,
            "ce-source": {**text, "format": "uri-reference"},
            "ce-subject": {**text, "description": "The aggregate's id."},
            "ce-time": {**text, "format": "date-time"},
            "Meridian-Number": {**text, "pattern": "^[1-9][0-9]*$"},
            "correlation-id": text,
            "traceparent": text,
        },
    }
