"""A small disk of one's own, to be filled to the last byte. Root on Linux only."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


def may_mount() -> bool:
    """Whether a disk in memory can be mounted here; containers may forbid it even to root."""
    return sys.platform == "linux" and os.geteuid() == 0


@dataclass(frozen=True)
class Full:
    """A disk mounted at `at`."""

    at: Path

    @contextlib.contextmanager
    def filled(self) -> Iterator[None]:
        """Not a byte is free during the block."""
        ballast = self.at / "ballast"
        try:
            with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(b"\0" * 65536)
            yield
        finally:
            ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def small_disk(at: Path, *, megabytes: int) -> Iterator[Full]:
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(at)]
    subprocess.run(mount, check=True, capture_output=True)  # noqa: S603
    try:
        yield Full(at)
    finally:
        # Lazily, because a server that was just stopped may hold a file for a moment longer.
        subprocess.run(["umount", "--lazy", str(at)], check=True, capture_output=True)  # noqa: S603, S607
