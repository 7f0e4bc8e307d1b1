"""Tiny wheels and a tiny repository that is installed exactly as Meridian is."""

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

INSTALLER = Path(__file__).resolve().parents[1]
BACKEND = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from wheels import wheel
def build_editable(folder, *ignored):
    needs = Path("needs").read_text().split("\\n")
    return wheel(Path(folder), "product", "1.0", needs, {{"product.pth": str(Path.cwd())}}).name
build_wheel = build_editable
"""


def wheel(
    folder: Path, name: str, version: str, needs: Sequence[str], files: Mapping[str, str] = {}
) -> Path:
    """A wheel of `name` that needs others; a need may be bound to an extra, `"wings; extra == 'fast'"`."""
    folder.mkdir(parents=True, exist_ok=True)
    extras = sorted({need.split("'")[1] for need in needs if "extra ==" in need})
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata += [f"Provides-Extra: {extra}" for extra in extras]
    metadata += [f"Requires-Dist: {need}" for need in needs if need]
    about = f"{name}-{version}.dist-info"
    content = {
        f"{name}.py": f"VERSION = {version!r}\n",
        **files,
        f"{about}/METADATA": "\n".join(metadata) + "\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    content[f"{about}/RECORD"] = "".join(f"{path},,\n" for path in (*content, f"{about}/RECORD"))
    return _zipped(folder / f"{name}-{version}-py3-none-any.whl", content)


def pip_wheel(folder: Path, site: str | None = None) -> Path:
    """The pip that runs here or that lies in `site`, as a wheel again: so hardly a test needs a network."""
    where = {} if site is None else {"path": [site]}
    (pip,) = importlib.metadata.distributions(name="pip", **where)
    folder.mkdir(parents=True, exist_ok=True)
    content: dict[str, str | bytes] = {}
    for path in pip.files or ():
        if path.suffix != ".pyc" and not str(path).startswith("..") and path.name != "RECORD":
            content[str(path)] = Path(str(path.locate())).read_bytes()
    about = f"pip-{pip.version}.dist-info"
    content[f"{about}/RECORD"] = "".join(f"{path},,\n" for path in (*content, f"{about}/RECORD"))
    return _zipped(folder / f"pip-{pip.version}-py3-none-any.whl", content)


def _zipped(path: Path, content: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            # The same bytes each time: the lock names their hash.
            archive.writestr(zipfile.ZipInfo(name), text)
    return path


class Repository:
    """What the installer looks at: locks, manifests, and an index that is a folder of wheels."""

    def __init__(self, folder: Path, pip: Path) -> None:
        self.folder = folder
        self.pip = pip
        self.index = folder.parent / "index"
        installer = folder / "deploy" / "install"
        shutil.copytree(INSTALLER, installer, ignore=shutil.ignore_patterns("tests", "__pycache__"))
        (folder / "pyproject.toml").write_text('[dependency-groups]\ninstall = ["pip"]\n')
        (folder / "web").mkdir()
        (folder / "web" / "assets.py").touch()
        (folder / "product").mkdir()
        (folder / "product" / "pyproject.toml").write_text(
            '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        )
        backend = BACKEND.format(tests=str(Path(__file__).parent))
        (folder / "product" / "backend.py").write_text(backend)
        self.needs("aircraft")
        aircraft = self.wheel("aircraft", "1.0", "engine[fast]")
        engine = self.wheel("engine", "1.0", "wings; extra == 'fast'")
        self.lock("requirements.lock", aircraft, engine, pip, self.wheel("wings", "1.0"))
        self.lock("requirements-test.lock", self.wheel("probe", "1.0", "engine"), engine)

    def needs(self, *needs: str) -> None:
        (self.folder / "product" / "needs").write_text("\n".join(needs))

    def wheel(self, name: str, version: str, *needs: str) -> Path:
        return wheel(self.index, name, version, needs)

    def lock(self, name: str, *wheels: Path) -> None:
        lines = []
        for path in wheels:
            package, version = path.name.split("-")[:2]
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(
                f"{package}=={version} \\\n    --hash=sha256:{digest}\n    # via product\n"
            )
        (self.folder / name).write_text("".join(lines))

    def start(
        self, which: str = "run", user: int | None = None, **environment: str
    ) -> "subprocess.Popen[str]":
        """The installation as `make run` and `make test` begin it, with the wheels as its only index."""
        variables = {
            **os.environ,
            "PYTHON": sys.executable,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": f"{self.index} {self.pip.parent}",
            **environment,
        }
        return subprocess.Popen(
            ["sh", "deploy/install/with_python", "-m", "deploy.install", which],
            cwd=self.folder,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            user=user,
        )

    def install(self, which: str = "run", **environment: str) -> str:
        """What a successful installation said."""
        process = self.start(which, **environment)
        said, complaint = process.communicate(timeout=100)
        assert (process.returncode, complaint) == (0, ""), self.log()
        return said

    def refuse(self, user: int | None = None, **environment: str) -> str:
        """The one line of an installation that could not succeed."""
        process = self.start(user=user, **environment)
        _, complaint = process.communicate(timeout=100)
        assert process.returncode == 1
        (line,) = complaint.splitlines()
        return line

    def log(self) -> str:
        log = self.folder / ".venv" / "pip.log"
        return log.read_text() if log.exists() else ""

    def version(self, package: str) -> str:
        """The version that the environment holds; nothing where it does not hold the package."""
        code = f"import {package}; print({package}.VERSION)"
        command = [str(self.folder / ".venv" / "bin" / "python"), "-I", "-c", code]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        return done.stdout.strip()
