"""Running pip so that only the lock decides what is installed, with progress while it works."""

import os
import re
import subprocess
import sys

from deploy.install.environment import PROVEN, ROOT, VERSION, Environment
from deploy.install.problem import Problem

OLDEST = (23, 0)
EXACTLY = [
    *("install", "--no-deps", "--require-hashes", "--no-build-isolation", "--no-user"),
    # A source that compiles needs what we cannot name. nkeys has no wheel, and is plain Python.
    *("--only-binary", ":all:", "--no-binary", "nkeys"),
]
"""What is installed depends on nothing but the lock: neither on what the index holds today nor on
what packages say they need."""
ALTERING = {
    f"PIP_{name}"
    for name in ("CONSTRAINT", "NO_BINARY", "ONLY_BINARY", "PREFIX", "ROOT", "TARGET", "USER")
}
EVERY = 0.2 if sys.stdout.isatty() else 10.0
UNREACHABLE = re.compile(
    r"NewConnectionError|NameResolutionError|Connect\w*TimeoutError|ProxyError"
)
MISSING = re.compile(r"No matching distribution found for (\S+)")
FORGED = re.compile(r"DO NOT MATCH THE HASHES.*?\n\s+(\S+)", re.DOTALL)


def of_the_environment(environment: Environment) -> list[str]:
    """The environment's own pip, told by its interpreter."""
    return [str(environment.python), "-m", "pip"]


def first(environment: Environment) -> list[str]:
    """The pip that installs the environment's own: that of its base, else the one Python brings."""
    own, base = of_the_environment(environment), [environment.base, "-m", "pip"]
    if _version(own) >= OLDEST:
        return own
    if _version(base) >= OLDEST:
        return [*base, "--python", str(environment.python)]
    bundled = [str(environment.python), "-m", "ensurepip"]
    if subprocess.run(bundled, check=False, capture_output=True, cwd=ROOT).returncode == 0:
        return own
    raise Problem(
        f"Python {VERSION} has neither venv nor pip {OLDEST[0]} or newer. "
        "On Debian: apt-get install python3-venv"
    )


def _version(pip: list[str]) -> tuple[int, ...]:
    done = subprocess.run([*pip, "--version"], check=False, capture_output=True, text=True)
    found = re.match(r"pip (\d+)\.(\d+)", done.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def run(environment: Environment, command: list[str], told: str, total: int) -> None:
    """Run pip to its end. Raises `Problem` with one line when it fails; all it said is in its log."""
    began = environment.log.stat().st_size if environment.log.exists() else 0
    with environment.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            close_fds=False,
        )
    try:
        while process.poll() is None:
            try:
                process.wait(EVERY)
            except subprocess.TimeoutExpired:
                _tell(told, _progress(environment, began, total))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    said = _said(environment, began)
    if process.returncode != 0:
        raise Problem(_explained(said))
    _tell(told, "done", last=True)


def _surroundings() -> dict[str, str]:
    """The person's settings of pip (index, proxy, certificates) without those that alter what is installed."""
    kept = {name: value for name, value in os.environ.items() if name not in ALTERING}
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def _said(environment: Environment, since: int) -> str:
    return environment.log.read_bytes()[since:].decode(errors="replace")


def _progress(environment: Environment, began: int, total: int) -> str:
    said = _said(environment, began)
    if "Installing collected packages" in said:
        names = sum(1 for _ in environment.folder.glob("lib/python*/site-packages/*.dist-info"))
        return f"{names} packages are in place"
    looked_at = len(re.findall(r"^(?:Collecting|Requirement already)", said, re.MULTILINE))
    return f"{looked_at} of {total} fetched"


def _tell(told: str, progress: str, *, last: bool = False) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{told}: {progress}" + ("\n" if last else ""))
    else:
        sys.stdout.write(f"{told}: {progress}\n")
    sys.stdout.flush()


def _explained(said: str) -> str:
    """The one line that tells a person why pip failed."""
    full = "All that pip said is in .venv/pip.log"
    if "No space left on device" in said:
        return f"the disk is full. {full}"
    if forged := FORGED.search(said):
        return f"{forged[1]} is not the file that the lock names: its hash differs. {full}"
    if UNREACHABLE.search(said):
        return f"pip does not reach its package index. Is there a network? {full}"
    if missing := MISSING.search(said):
        if VERSION not in PROVEN:
            return (
                f"{missing[1]} has no wheel for Python {VERSION}. "
                "Use CPython 3.11, 3.12 or 3.13: make run PYTHON=/path/to/python3.13"
            )
        return f"pip finds no {missing[1]} for this machine in its package index. {full}"
    errors = [line for line in said.splitlines() if line.startswith("ERROR")] or ["pip failed"]
    return f"{errors[-1]}. {full}"
