"""An event on the wire: CloudEvents 1.0 attributes as headers, the body as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

NUMBER = "Meridian-Number"
"""The event's place in its producer's gap-free order."""

REPLACES = "Meridian-Replaces"
"""Says that this message bears other words than were sent before under its number."""


class UnreadableMessage(Exception):
    """The message is not one of ours, or broken."""


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
    def parse(cls, producer: str, headers: Mapping[str, str] | None, data: bytes) -> "Message":
        """Raises `UnreadableMessage` when a required attribute is missing."""
        headers = dict(headers or {})
        try:
            message = cls(
                producer=producer,
                number=int(headers[NUMBER]),
                event_id=headers["ce-id"],
                type=headers["ce-type"],
                aggregate_id=headers["ce-subject"],
                body=data.decode(),
                headers=headers,
            )
        except (KeyError, ValueError, UnicodeDecodeError) as error:
            raise UnreadableMessage(repr(error)) from error
        if message.number < 1 or not message.type.startswith(f"{producer}."):
            raise UnreadableMessage(f"{message.type} numbered {message.number}")
        return message


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
        "ce-source": f"/meridian/{service}",
        "ce-subject": aggregate_id,
        "ce-time": occurred_at,
        "content-type": "application/json",
        **({REPLACES: "yes"} if replaces else {}),
        **{name.replace("_", "-"): value for name, value in trace.items()},
    }
