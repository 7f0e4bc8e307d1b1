"""One supervisor per installation: the second is told who the first is."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from meridian.failure import Failure
from meridian.layout import Home


@contextmanager
def only_instance(home: Home) -> Iterator[None]:
    """Hold the installation's lock; the kernel gives it back however this process ends."""
    home.path.mkdir(parents=True, exist_ok=True)
    with home.lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Failure(
                f"Meridian is already running here (process {holder}). "
                "Stop it with Ctrl-C, or see `meridian status`."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def is_running(home: Home) -> bool:
    if not home.lock.exists():
        return False
    with home.lock.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
