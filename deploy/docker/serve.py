"""Starts the service of this image with the settings that the installation's first step wrote.

`serve.py accounts.admin …` runs another module of the service with the same settings instead.
"""

import os
import sys
from pathlib import Path

BUNDLE = Path("/run/meridian/environment")
STOP_WITHIN = 10
# Seconds. Longer than Caddy (120) and web (5) keep idle connections: whoever sends closes them, so
# no request meets a connection that is closed at that very moment.
KEEP_IDLE = 150


def main() -> None:
    service = os.environ["SERVICE"]
    if not BUNDLE.exists():
        sys.exit(f"{service}: {BUNDLE} is missing; has the step `secrets` run?")
    for line in BUNDLE.read_text().splitlines():
        name, _, value = line.partition("=")
        # What the operator sets by hand comes first; set to nothing counts as not set.
        os.environ[name] = os.environ.get(name) or value
    if sys.argv[1:]:
        os.execv(sys.executable, [sys.executable, "-m", *sys.argv[1:]])  # noqa: S606
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", f"{service}.app:create_app"),
        *("--host", "0.0.0.0", "--port", "8000"),  # noqa: S104 - the network of the containers.
        *("--timeout-graceful-shutdown", str(STOP_WITHIN), "--log-level", "warning"),
        *("--timeout-keep-alive", str(KEEP_IDLE)),
        *("--http", "shared.http.protocol:BoundedHttp", "--ws", "none"),
        # Which forwarded address is believed, the service decides by its trusted proxies.
        *("--no-access-log", "--no-server-header", "--no-proxy-headers"),
    ]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted.


if __name__ == "__main__":
    main()
