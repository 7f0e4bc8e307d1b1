"""Who may say and hear what on the broker: allow-lists per service, nothing else is permitted."""

import json
from collections.abc import Iterable

from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.keys import PROVISIONER, Keys


def may_publish(service: str) -> list[str]:
    """Its own facts, its own requests for a resend, and what its own durables need of JetStream."""
    stream = service.upper()
    return [
        f"{service}.>",
        f"tail.{service}",
        "resend.>",
        # The durable of this service in every producer's stream: pull, look at, acknowledge.
        f"$JS.API.CONSUMER.MSG.NEXT.*.{service}",
        f"$JS.API.CONSUMER.INFO.*.{service}",
        f"$JS.ACK.*.{service}.>",
        # Its own stream: look at it, and delete single messages when somebody is erased.
        f"$JS.API.STREAM.INFO.{stream}",
        f"$JS.API.STREAM.MSG.GET.{stream}",
        f"$JS.API.STREAM.MSG.DELETE.{stream}",
    ]


def may_subscribe(service: str) -> list[str]:
    return [f"_INBOX_{service}.>", "resend.>", "tail.>"]


def _user(public_key: str, publish: Iterable[str], subscribe: Iterable[str]) -> str:
    return (
        f'    {{ nkey: "{public_key}", permissions: {{'
        f" publish: {{ allow: {json.dumps(list(publish))} }},"
        f" subscribe: {{ allow: {json.dumps(list(subscribe))} }} }} }}"
    )


def authorization(keys: Keys) -> str:
    """The `authorization` block of the server's configuration: no user without a key, no anonymous one."""
    users = [
        _user(keys.broker_public_key(service), may_publish(service), may_subscribe(service))
        for service in DOMAIN_SERVICES
    ]
    users.append(_user(keys.broker_public_key(PROVISIONER), [">"], [">"]))
    return "\n".join(["authorization {", "  users: [", *users, "  ]", "}"])


def server_configuration(authorization: str, *, listen: str, monitor: str, store: str) -> str:
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
        authorization,
    ]
    return "\n".join(lines) + "\n"
