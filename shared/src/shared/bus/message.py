"""An event on the wire: CloudEvents 1.0 attributes as headers, the body as JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.described import Speaking

NUMBER = "Meridian-Number"
"""The event's place in its producer's gap-free order."""

REPLACES = "Meridian-Replaces"
"""Says that this message bears other words than were sent before under its number."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


class UntrueMessage(Speaking):
    """Subject, type, producer and number do not agree: it counts for nothing, and no position moves."""


class UnreadableMessage(Speaking):
    """It is the producer's event, and we do not know how to read it."""


@dataclass(frozen=True)
class Message:
    """What a consumer needs of a message."""

    producer: str
    number: int
    event_id: str
    type: str
    aggregate_id: str
    body: str
    headers: dict[str, str]

    @classmethod
    def parse(
        cls, producer: str, subject: str, headers: Mapping[str, str] | None, data: bytes
    ) -> "Message":
        """The message, if it is what it says.

        Raises `UntrueMessage` when it did not come under its own type as subject, names another
        producer, or lacks what every relay writes. The words quote nothing of it: they are logged.
        """
        found = dict(headers or {})
        if found.get("ce-type") != subject or not subject.startswith(f"{producer}."):
            raise UntrueMessage("its type is not its subject")
        if found.get("ce-source") != source_of(producer):
            raise UntrueMessage("it names another producer")
        number = found.get(NUMBER, "")
        if not _NUMBER.fullmatch(number):
            raise UntrueMessage("it bears no number")
        try:
            event_id, aggregate_id = UUID(found["ce-id"]), UUID(found["ce-subject"])
            body = data.decode()
        except (KeyError, ValueError) as error:
            raise UntrueMessage("it bears no ids, or its body is no text") from error
        if "\0" in body or any("\0" in value for value in found.values()):
            raise UntrueMessage("it bears what no outbox can hold")
        return cls(
            producer=producer,
            number=int(number),
            event_id=str(event_id),
            type=subject,
            aggregate_id=str(aggregate_id),
            body=body,
            headers=found,
        )


def source_of(service: str) -> str:
    return f"/meridian/{service}"


def wire_headers(
    *,
    service: str,
    number: int,
    event_id: str,
    event_type: str,
    aggregate_id: str,
    occurred_at: str,
    message_id: str,
    trace: Mapping[str, str],
    replaces: bool = False,
) -> dict[str, str]:
    return {
        "Nats-Msg-Id": message_id,
        NUMBER: str(number),
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": event_type,
        "ce-source": source_of(service),
        "ce-subject": aggregate_id,
        "ce-time": occurred_at,
        "content-type": "application/json",
        **({REPLACES: "yes"} if replaces else {}),
        **{name.replace("_", "-"): value for name, value in trace.items()},
    }
