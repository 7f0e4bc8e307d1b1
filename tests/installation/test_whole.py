"""The real installation from nothing, by the oldest and the newest Python, as a stranger's machine has it."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from meridian.layout import Home
from meridian.servers.postgres import shelter_of

ROOT = Path(__file__).resolve().parents[2]
OLDEST, NEWEST = "3.11", "3.13"
PARTS = ("Makefile", "pyproject.toml", "requirements.lock", "requirements-test.lock")
FOLDERS = ("shared", "services", "deploy")
NEEDED = ("sh", "make", "env", "tail")
"""What the machine of a stranger has besides Python: no git, no npm, no compiler."""
NO_NETWORK = {f"{name}_proxy": "http://127.0.0.1:9" for name in ("http", "https")}
UNHINDERED = {"no_proxy": "127.0.0.1,localhost", "PIP_NO_INDEX": "1"}

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]


def interpreter(version: str, *, for_everybody: bool) -> Path | None:
    """A Python of this version that works, if this machine has one; root's own pyenv is for root alone."""
    found = [Path(folder) / f"python{version}" for folder in ("/usr/bin", "/usr/local/bin")]
    if not for_everybody:
        versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        found += sorted(versions.glob(f"{version}.*/bin/python{version}"))
    for python in found:
        if python.exists() and not subprocess.run([python, "-c", ""], check=False).returncode:
            return python
    return None


@pytest.fixture(params=[OLDEST, NEWEST])
def machine(request: pytest.FixtureRequest) -> Iterator["Machine"]:
    """A checkout in a folder with an awkward name, under a strict umask; as nobody where that is possible."""
    root = os.geteuid() == 0
    python = interpreter(request.param, for_everybody=root)
    user = pwd.getpwnam("nobody") if root and python else None
    python = python or interpreter(request.param, for_everybody=False)
    if python is None:
        pytest.skip(f"NOT PROVEN: the installation by Python {request.param}, which is not here")
    folder = Path(tempfile.mkdtemp(prefix="meridian installation "))
    try:
        yield Machine(folder, python, user)
    finally:
        shutil.rmtree(shelter_of(Home(folder / Machine.NAME / ".meridian").path / "postgres"), True)
        shutil.rmtree(folder, ignore_errors=True)


class Machine:
    NAME = "it's my ümlaut, 100%"

    def __init__(self, folder: Path, python: Path, user: pwd.struct_passwd | None) -> None:
        self.user = user
        self.checkout = folder / self.NAME
        self.output = folder / "output"
        self.checkout.mkdir()
        # What builds and tests left behind is not part of a checkout.
        leave = shutil.ignore_patterns("__pycache__", "vendor", "tests", "*.mo", ".*_cache")
        for name in FOLDERS:
            shutil.copytree(ROOT / name, self.checkout / name, ignore=leave)
        for name in PARTS:
            shutil.copy(ROOT / name, self.checkout)
        programs = folder / "bin"
        programs.mkdir()
        for name in NEEDED:
            (programs / name).symlink_to(str(shutil.which(name)))
        for name in ("python3", python.name):
            (programs / name).symlink_to(python)
        kept = {
            name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL"))
        }
        self.environment = {**kept, "PATH": str(programs), "HOME": str(folder), "COLUMNS": "200"}
        if user is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)

    def run(self, within: float, **more: str) -> str:
        """`make run` until Meridian is ready, then Ctrl-C. Returns what it said."""
        with self.output.open("wb") as output:
            process = subprocess.Popen(
                ["make", "run", "ARGS=--no-demo"],
                cwd=self.checkout,
                env={**self.environment, **more},
                stdout=output,
                stderr=output,
                start_new_session=True,
                umask=0o077,
                user=self.user and self.user.pw_uid,
                group=self.user and self.user.pw_gid,
                extra_groups=[] if self.user else None,
            )
        deadline = time.monotonic() + within
        while "Meridian is ready" not in self.said():
            if process.poll() is not None or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        with_ready = self.said()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(120)
        assert "Meridian is ready" in with_ready, with_ready[-3000:]
        return self.said()

    def said(self) -> str:
        return self.output.read_text(errors="replace")


def test_a_stranger_starts_it_from_nothing_and_again_without_network(machine: Machine) -> None:
    first = machine.run(within=600)
    assert len(re.findall(r"What Meridian needs to run: \d+ ", first)) >= 1, "no progress"
    assert "create the first lead" in first
    assert "Stopped. Everything is kept" in first
    site = next((machine.checkout / ".venv" / "lib").glob("python3*/site-packages"))
    assert not (site / "pytest").exists()
    again = machine.run(within=180, **NO_NETWORK, **UNHINDERED)
    assert "Installing" not in again
    assert "Migrated" not in again
