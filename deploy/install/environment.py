"""The virtual environment `.venv`: which Python it is made of, and making it."""

import getpass
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.install.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
PROVEN = ("3.11", "3.12", "3.13")
REFUSED = ':"$`\\\n'
"""Letters that venv or Postgres cannot have in the name of a folder they lie in."""


@dataclass(frozen=True)
class Environment:
    folder: Path
    base: str
    """The interpreter that it is made of."""
    named: bool
    """Whether a person named that interpreter: then an environment of another one is made anew."""

    @classmethod
    def here(cls, named: str) -> "Environment":
        folder = ROOT / ".venv"
        # With .venv activated, the interpreter found first is the environment's own.
        own = Path(sys.executable).parent == folder / "bin"
        return cls(folder, os.path.realpath(sys.executable) if own else sys.executable, bool(named))

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def state(self) -> Path:
        return self.folder / "meridian.json"

    @property
    def unfinished(self) -> Path:
        """There while packages are installed: killed then, nobody knows which of them are whole."""
        return self.folder / "unfinished"

    @property
    def log(self) -> Path:
        return self.folder / "pip.log"

    def interpreter(self) -> str:
        """The real file of the interpreter that the environment has or, where it has none, will get."""
        has = os.path.realpath(self.python)
        return has if os.path.exists(has) and not self.named else os.path.realpath(self.base)

    def prepare(self, *, anew: bool) -> None:
        """Make the environment where it is missing or of no use, and mark it as unfinished."""
        if refused := set(str(ROOT)) & set(REFUSED):
            raise Problem(f"a folder may not have {' '.join(sorted(refused))} in its name: {ROOT}")
        for folder in (ROOT, self.folder):
            if folder.exists() and not os.access(folder, os.W_OK):
                raise Problem(
                    f"{getpass.getuser()} may not write to {folder}. Use a copy of your own, "
                    f"or make it yours: sudo chown -R {getpass.getuser()} '{ROOT}'"
                )
        if anew:
            self._make()
        self.log.unlink(missing_ok=True)
        self.unfinished.touch()

    def _make(self) -> None:
        # Without pip: Debian keeps that part of venv in a package of its own, which may be missing.
        command = [self.base, "-m", "venv", "--clear", "--without-pip", self.folder.name]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if "No module named venv" in done.stderr:
            raise Problem(f"Python {VERSION} has no venv. On Debian: apt-get install python3-venv")
        if done.returncode != 0:
            said = done.stderr.strip().splitlines() or ["no word why"]
            raise Problem(f"{self.folder} could not be made: {said[-1]}")
