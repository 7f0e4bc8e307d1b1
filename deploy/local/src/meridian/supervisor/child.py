"""One supervised process: started, watched, started again when it ends by itself."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from meridian.servers import process

CALM_AFTER = 30.0
"""Seconds after which a process counts as healthy, and its next crash is answered at once again."""
LONGEST_PAUSE = 5.0


class Child:
    """A Python process of ours. `environment` is asked at each start, so that changed settings arrive."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environment: Callable[[], Mapping[str, str]],
        log: Path,
    ) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._environment = environment
        self._started_at = 0.0
        self._pause = 0.0
        self._again_at: float | None = None
        self.crashes = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._again_at = None
        self.process = process.start(self._command, log=self.log, env=self._environment())

    def watch(self) -> str | None:
        """Look once. A sentence for people when the process has just been found dead."""
        if self.process is None or self.process.poll() is None:
            return None
        now = time.monotonic()
        if self._again_at is None:
            if now - self._started_at > CALM_AFTER:
                self._pause = 0.0
            self._again_at = now + self._pause
            self._pause = min(max(self._pause * 2, 0.25), LONGEST_PAUSE)
            self.crashes += 1
            return f"{self.name} ended unexpectedly ({_how(self.process.returncode)}); starting it again."
        if now >= self._again_at:
            self.start()
        return None

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, patience: float = 10) -> None:
        # Taken away first, so that whoever watches does not take the end for a crash.
        ending, self.process = self.process, None
        if ending is not None:
            process.stop(ending, patience=patience)


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
