"""The steps of an installation: tools, what the locks name, the workspace, and the proof that it is whole."""

import subprocess
import sys

from deploy.install import pip
from deploy.install.environment import ROOT, Environment
from deploy.install.problem import Problem
from deploy.install.state import LOCKS, WORKSPACE, State, tools
from deploy.install.subset import part, read

TOLD = {"run": "What Meridian needs to run", "test": "What tests and checks add"}


def install(environment: Environment, before: State, now: State) -> None:
    print("Installing into .venv. The first time takes a minute or two.", flush=True)
    _tools(environment)
    for name in now.sets:
        lock = LOCKS[name]
        total = len(read((ROOT / lock).read_text())[0])
        command = [*pip.of_the_environment(environment), *pip.EXACTLY, "-r", lock]
        pip.run(environment, command, TOLD[name], total)
    _workspace(environment)
    _remove(environment, set(before.packages) - set(now.packages))
    _prove(environment)
    _browser_libraries(environment)


def _tools(environment: Environment) -> None:
    """First the environment's own pip and what builds packages: the rest is then up to the lock alone."""
    subset = environment.folder / "tools.txt"
    subset.write_text(part((ROOT / LOCKS["run"]).read_text(), tools()))
    command = [*pip.first(environment), *pip.EXACTLY, "-r", str(subset)]
    pip.run(environment, command, "Tools", len(read(subset.read_text())[0]))


def _workspace(environment: Environment) -> None:
    folders = [argument for part in WORKSPACE for argument in ("-e", f"./{part}")]
    command = [
        *pip.of_the_environment(environment),
        *("install", "--no-deps", "--no-build-isolation", "--no-index", "--no-user", *folders),
    ]
    pip.run(environment, command, "Meridian itself", len(WORKSPACE))


def _remove(environment: Environment, outdated: set[str]) -> None:
    """What an earlier lock brought and no lock names any more could contradict what is new."""
    if outdated:
        command = [*pip.of_the_environment(environment), "uninstall", "--yes", *sorted(outdated)]
        pip.run(environment, command, "What is no longer needed", len(outdated))


def _prove(environment: Environment) -> None:
    """The locks are closures: nothing that is installed lacks what it says it needs."""
    done = subprocess.run(
        [*pip.of_the_environment(environment), "check"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        contradictions = done.stdout.strip().splitlines() or done.stderr.strip().splitlines()
        raise Problem(
            f"what is installed does not fit: {'; '.join(contradictions[:3])}. "
            "`make clean` begins anew; after a change of a pyproject.toml, `make lock` comes first"
        )


def _browser_libraries(environment: Environment) -> None:
    """Without them the pages work, only more plainly; so a failure is told and nothing more."""
    sys.stdout.flush()
    command = [str(environment.python), "-m", "web.assets", "fetch"]
    subprocess.run(command, cwd=ROOT, check=False)
