"""`.meridian/endpoints.json`: where everything of a running installation answers."""

import json
from collections.abc import Mapping

from meridian.layout import DEFAULT_PORTS, SERVICES, Home

MONITOR = "nats_monitor"
PORTS = {**DEFAULT_PORTS, MONITOR: 8423}


def addresses(ports: Mapping[str, int]) -> dict[str, str]:
    """The content of the file: a name and an address each, no secret among them."""
    http = (*SERVICES, "mailbox", MONITOR)
    found = {name: f"http://127.0.0.1:{ports[name]}" for name in http}
    found["smtp"] = f"smtp://127.0.0.1:{ports['smtp']}"
    found["postgres"] = f"postgresql://127.0.0.1:{ports['postgres']}/meridian"
    found["nats"] = f"nats://127.0.0.1:{ports['nats']}"
    return found


def write(home: Home, ports: Mapping[str, int]) -> None:
    draft = home.endpoints.with_suffix(".draft")
    draft.write_text(json.dumps(addresses(ports), indent=2) + "\n")
    draft.replace(home.endpoints)


def read(home: Home) -> dict[str, str]:
    """The addresses of the last start; empty before the first."""
    if not home.endpoints.exists():
        return {}
    content: dict[str, str] = json.loads(home.endpoints.read_text())
    return content


def remembered_ports(home: Home) -> dict[str, int]:
    """The ports of the last start, so that a bookmarked address survives a restart."""
    known = read(home)
    remembered = {
        name: int(address.split("://", 1)[1].split("/", 1)[0].rpartition(":")[2])
        for name, address in known.items()
        if name in PORTS
    }
    return {**PORTS, **remembered}
