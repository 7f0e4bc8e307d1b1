"""Who may say and hear what on the broker: an account per service, and what passes between them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.keys import PROVISIONER, Keys
from shared.bus.connection import API

HOUSE = "house"
"""The account that holds the streams. Nobody signs in to it but the provisioner."""
JETSTREAM = "$JS.API"


def may_ask(service: str) -> dict[str, str]:
    """What a service may do in the house: the subject there, and the one under which it says so."""
    stream = service.upper()
    asks = [
        # The durable of this service in every producer's stream: pull, look at, acknowledge.
        f"{JETSTREAM}.CONSUMER.MSG.NEXT.*.{service}",
        f"{JETSTREAM}.CONSUMER.INFO.*.{service}",
        # Its own stream: look at it, and delete single messages when somebody is erased.
        f"{JETSTREAM}.STREAM.INFO.{stream}",
        f"{JETSTREAM}.STREAM.MSG.GET.{stream}",
        f"{JETSTREAM}.STREAM.MSG.DELETE.{stream}",
    ]
    return {
        f"{service}.>": f"{service}.>",
        f"$JS.ACK.*.{service}.>": f"$JS.ACK.*.{service}.>",
        **{there: there.replace(JETSTREAM, API, 1) for there in asks},
    }


def may_tell(service: str) -> list[str]:
    """What others hear of it: its last number, requests for a resend, complaints about the broker."""
    return [f"tail.{service}", f"resend.*.{service}", f"broken.{service}.*"]


def may_hear(service: str) -> dict[str, list[str]]:
    """Which words of whom reach it."""
    others = [other for other in DOMAIN_SERVICES if other != service]
    return {other: [f"tail.{other}", f"resend.{service}.{other}"] for other in others}


def _user(public_key: str, publish: Sequence[str], subscribe: Sequence[str]) -> dict[str, Any]:
    allowed = {"publish": {"allow": publish}, "subscribe": {"allow": subscribe}}
    return {"nkey": public_key, "permissions": allowed}


def _account(keys: Keys, service: str) -> dict[str, Any]:
    """A room of its own: whatever this service causes is delivered in here, and nowhere else.

    Permissions alone do not see to that, because they do not cover the subject to which an answer
    is to be sent. They stand besides, so that an attempt is refused aloud.
    """
    heard = {subject: of for of, subjects in may_hear(service).items() for subject in subjects}
    asked = may_ask(service)
    return {
        "users": [
            _user(
                keys.broker_public_key(service),
                [*asked.values(), *may_tell(service)],
                [f"_INBOX_{service}.>", f"resend.{service}.*", *heard],
            )
        ],
        "imports": [
            *(
                {"service": {"account": HOUSE, "subject": there}, "to": _numbered(here)}
                for there, here in asked.items()
            ),
            *({"stream": {"account": of, "subject": word}} for word, of in heard.items()),
        ],
        "exports": [{"stream": word} for word in may_tell(service)],
    }


def _numbered(subject: str) -> str:
    """As the target of a mapping names its wildcard."""
    return subject if subject.endswith(">") else subject.replace("*", "$1")


def _house(keys: Keys) -> dict[str, Any]:
    return {
        "jetstream": "enabled",
        "users": [{"nkey": keys.broker_public_key(PROVISIONER)}],
        "imports": [
            {"stream": {"account": service, "subject": f"broken.{service}.*"}}
            for service in DOMAIN_SERVICES
        ],
        "exports": [
            # One question for messages has many answers.
            {"service": there, "accounts": [service], "response_type": "stream"}
            for service in DOMAIN_SERVICES
            for there in may_ask(service)
        ],
    }


def accounts(keys: Keys) -> str:
    """The `accounts` block of the server's configuration: nobody without a key, nobody unnamed."""
    rooms: Mapping[str, Any] = {
        HOUSE: _house(keys),
        **{service: _account(keys, service) for service in DOMAIN_SERVICES},
    }
    return f"accounts: {json.dumps(rooms, indent=1)}"


def server_configuration(accounts: str, *, listen: str, monitor: str, store: str) -> str:
    """The whole configuration file of the server, the same wherever it runs."""
    lines = [
        "server_name: meridian",
        f"listen: {listen}",
        f"http: {monitor}",
        "jetstream {",
        f"  store_dir: {json.dumps(store, ensure_ascii=False)}",
        # An acknowledgement that a power cut can take back is none.
        "  sync_interval: always",
        "  max_memory_store: 64MB",
        "  max_file_store: 4GB",
        "}",
        "max_payload: 1MB",
        accounts,
    ]
    return "\n".join(lines) + "\n"
