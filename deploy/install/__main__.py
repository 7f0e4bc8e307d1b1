"""`python -m deploy.install run|test`: brings .venv to what the locks say, or says in one line why not.

`run` is what Meridian needs to run; `test` adds what tests and checks need.
"""

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.install.environment import ROOT, Environment
from deploy.install.packages import install
from deploy.install.problem import Problem
from deploy.install.state import LOCKS, State


@contextmanager
def only_one() -> Iterator[None]:
    """Let one installation at a time work in this folder. The folder itself is what is locked."""
    folder = os.open(ROOT, os.O_RDONLY)
    # pip holds the lock as well: it may outlive an installation that is killed.
    os.set_inheritable(folder, True)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another installation is at work in this folder. Waiting for it.", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def bring_up_to_date(wanted: str) -> None:
    """Do nothing when everything is there, whether or not the folder may be written to."""
    environment = Environment.here(os.environ.get("PYTHON", ""))
    before = State.read(environment)
    # What tests need stays in step once it is there: two halves of different days may not fit.
    sets = ["run", "test"] if "test" in (wanted, *before.sets) else ["run"]
    now = State.wanted(environment, sets)
    if before == now:
        return
    environment.prepare(anew=not before.continues_as(now))
    install(environment, before, now)
    now.write(environment)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print("usage: python -m deploy.install run|test", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with only_one():
            bring_up_to_date(arguments[0])
    except Problem as problem:
        print(f"Meridian: {problem}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Meridian: the installation failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start begins the installation anew.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
