"""A small disk of one's own: an image file behind a loop device. Root on Linux only."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def possible() -> bool:
    return (
        sys.platform == "linux"
        and os.geteuid() == 0
        and Path("/dev/loop-control").exists()
        and shutil.which("mkfs.ext4") is not None
    )


class Disk:
    """A file system of a fixed size, mounted at `at`. What lies in `image` is what a power cut leaves."""

    def __init__(self, image: Path, at: Path, megabytes: int) -> None:
        with image.open("wb") as file:
            file.truncate(megabytes * 1_000_000)
        _run("mkfs.ext4", "-q", "-m", "0", str(image))
        self._mount(image, at)
        (at / "lost+found").rmdir()

    @classmethod
    def of(cls, image: Path, at: Path) -> "Disk":
        """The disk that lies in a copied image."""
        made = cls.__new__(cls)
        made._mount(image, at)
        return made

    def _mount(self, image: Path, at: Path) -> None:
        self.image = image
        self.at = at
        at.mkdir(parents=True, exist_ok=True)
        # Without its own timer, what nobody flushed stays in memory until a power cut.
        _run("mount", "-o", "loop,commit=600", str(image), str(at))

    def unmount(self) -> None:
        # Lazily, because a server that was just killed may hold a file for a moment longer.
        _run("umount", "--lazy", str(self.at))

    def fill(self) -> None:
        """Leave not a block free."""
        usage = os.statvfs(self.at)
        descriptor = os.open(self.at / "ballast", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        try:
            with contextlib.suppress(OSError):
                most = (usage.f_bavail - 64) * usage.f_frsize
                os.posix_fallocate(descriptor, 0, max(4096, most))
                while True:
                    os.write(descriptor, b"\0" * 4096)
        finally:
            os.close(descriptor)

    def free(self) -> None:
        (self.at / "ballast").unlink(missing_ok=True)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def disk(image: Path, at: Path, megabytes: int) -> Iterator[Disk]:
    made = Disk(image, at, megabytes)
    try:
        yield made
    finally:
        made.unmount()
        image.unlink(missing_ok=True)
