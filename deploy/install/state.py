"""What was installed into .venv, and what should be: whatever differs is what there is to do."""

import json
import tomllib
from dataclasses import asdict, dataclass
from hashlib import sha256

from deploy.install.environment import ROOT, Environment
from deploy.install.subset import read

LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
WORKSPACE = sorted(
    str(manifest.parent.relative_to(ROOT))
    for pattern in ("*/pyproject.toml", "*/*/pyproject.toml", "services/*/*/pyproject.toml")
    for manifest in ROOT.glob(pattern)
)
"""The folders of our own distributions, which are installed where they lie."""


@dataclass(frozen=True)
class State:
    """One description of an installation. Two that are equal need nothing to be done."""

    folder: str = ""
    interpreter: str = ""
    sets: tuple[str, ...] = ()
    digest: str = ""
    packages: tuple[str, ...] = ()

    @classmethod
    def read(cls, environment: Environment) -> "State":
        """What an installation that came to its end wrote; nothing where there is none."""
        if environment.unfinished.exists() or not environment.python.exists():
            return cls()
        try:
            written = json.loads(environment.state.read_text())
            lists = {name: tuple(written[name]) for name in ("sets", "packages")}
            return cls(**{**written, **lists})
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    @classmethod
    def wanted(cls, environment: Environment, sets: list[str]) -> "State":
        locks = [(ROOT / LOCKS[name]).read_text() for name in sets]
        manifests = [(ROOT / part / "pyproject.toml").read_text() for part in WORKSPACE]
        digest = sha256("\0".join((*locks, *manifests)).encode()).hexdigest()
        packages = sorted({name for lock in locks for name in read(lock)[0]})
        interpreter = environment.interpreter()
        return cls(str(environment.folder), interpreter, tuple(sets), digest, tuple(packages))

    def continues_as(self, other: "State") -> bool:
        """Whether the same environment may be kept: an environment can neither move nor change its Python."""
        return (self.folder, self.interpreter) == (other.folder, other.interpreter)

    def write(self, environment: Environment) -> None:
        fresh = environment.state.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=1) + "\n")
        fresh.replace(environment.state)
        environment.unfinished.unlink(missing_ok=True)


def tools() -> set[str]:
    """The packages that build others, by name: they are installed before all else."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    return set(groups["install"])
