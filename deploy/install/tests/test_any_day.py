"""An installation depends on its locks alone: on nothing that an index holds today."""

import subprocess
import sys
from pathlib import Path

import pytest
from deploy.install.tests.wheels import Repository, pip_wheel


def release_everything_anew(repository: Repository) -> None:
    """What an index may hold tomorrow: higher versions of all, one of which nobody can install."""
    repository.wheel("engine", "2.0", "wings; extra == 'fast'", "never-made; extra == 'fast'")
    repository.wheel("wings", "2.0")
    repository.wheel("pip", "99.0")


def test_a_newer_release_of_a_package_reached_through_an_extra_changes_nothing(
    repository: Repository,
) -> None:
    release_everything_anew(repository)
    said = repository.install()
    assert "What Meridian needs to run: done" in said
    assert repository.version("engine") == "1.0"
    assert repository.version("wings") == "1.0"
    assert repository.version("probe") == ""


@pytest.mark.full
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="pip 23.0 runs on no Python above 3.11")
def test_the_oldest_pip_that_is_supported_takes_no_notice_of_newer_releases_either(
    tmp_path: Path,
) -> None:
    oldest = tmp_path / "oldest"
    subprocess.run([sys.executable, "-m", "venv", str(oldest)], check=True)
    python = str(oldest / "bin" / "python")
    command = [python, "-m", "pip", "install", "--quiet", "pip==23.0"]
    subprocess.run(command, check=True, capture_output=True)
    (site,) = oldest.glob("lib/python3*/site-packages")
    repository = Repository(tmp_path / "my clone", pip_wheel(tmp_path / "pip", str(site)))
    release_everything_anew(repository)
    repository.install("test", PYTHON=python)
    assert repository.version("engine") == "1.0"
    assert repository.version("wings") == "1.0"
    (used,) = (repository.folder / ".venv").glob("lib/python3*/site-packages/pip-*.dist-info")
    assert used.name == "pip-23.0.dist-info"


def test_a_lock_that_is_no_closure_is_refused_by_name(repository: Repository) -> None:
    repository.needs("aircraft", "propeller")
    repository.wheel("propeller", "1.0")
    line = repository.refuse()
    assert line.startswith(
        "Meridian: what is installed does not fit: product 1.0 requires propeller"
    )
    assert repository.version("propeller") == ""
