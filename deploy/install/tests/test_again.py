"""What a later start meets: a new lock, a killed installation, another folder, another Python, no network."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from deploy.install.tests.wheels import Repository

from meridian.testing.servers import scratch_folder

pytestmark = pytest.mark.full
UNREACHABLE = {"PIP_FIND_LINKS": "", "PIP_INDEX_URL": "file:///nonexistent"}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, pip: Path) -> Repository:
    """One that is installed; the tests follow each other in it."""
    installed = Repository(tmp_path_factory.mktemp("again") / "my clone", pip)
    installed.install()
    return installed


def test_a_second_start_says_nothing_and_asks_no_index(repository: Repository) -> None:
    assert repository.install(**UNREACHABLE) == ""


def test_a_package_that_left_the_lock_goes_and_what_a_person_added_stays(
    repository: Repository,
) -> None:
    own = repository.wheel("mine", "1.0")
    pip = [str(repository.folder / ".venv" / "bin" / "python"), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, "--no-index", str(own)], check=True, capture_output=True)
    repository.needs("engine")
    engine = repository.wheel("engine", "1.0", "wings; extra == 'fast'")
    repository.lock("requirements.lock", engine, repository.pip)
    repository.install()
    assert repository.version("wings") == repository.version("aircraft") == ""
    assert repository.version("engine") == "1.0"
    assert repository.version("mine") == "1.0"


def test_an_index_out_of_reach_is_one_line_and_leaves_what_was_installed(
    repository: Repository,
) -> None:
    before = (repository.folder / "requirements.lock").read_text()
    repository.lock("requirements.lock", repository.pip, repository.wheel("engine", "3.0"))
    line = repository.refuse(**UNREACHABLE)
    assert line.startswith("Meridian: pip finds no engine==3.0 for this machine")
    assert repository.version("engine") == "1.0"
    (repository.folder / "requirements.lock").write_text(before)
    repository.install()


def test_what_tests_add_comes_with_them_and_stays_in_step(repository: Repository) -> None:
    repository.install("test")
    assert repository.version("probe") == "1.0"
    engine = repository.wheel("engine", "1.0", "wings; extra == 'fast'")
    newer = repository.wheel("probe", "1.1", "engine")
    repository.lock("requirements-test.lock", newer, engine)
    repository.install("run")
    assert repository.version("probe") == "1.1"


def test_a_file_that_is_not_the_one_in_the_lock_is_refused(repository: Repository) -> None:
    before = (repository.folder / "requirements.lock").read_text()
    repository.lock("requirements.lock", repository.pip, repository.wheel("engine", "4.0"))
    repository.wheel("engine", "4.0", "something-else")
    line = repository.refuse()
    assert "engine==4.0" in line
    assert "is not the file that the lock names" in line
    (repository.folder / "requirements.lock").write_text(before)


def begun(repository: Repository) -> "subprocess.Popen[str]":
    """An installation that is in the middle of its work."""
    with (repository.folder / "requirements.lock").open("a") as lock:
        lock.write("# Changed.\n")
    process = repository.start()
    while not (repository.folder / ".venv" / "unfinished").exists():
        assert process.poll() is None
        time.sleep(0.01)
    return process


def test_a_killed_installation_begins_anew(repository: Repository) -> None:
    process = begun(repository)
    process.kill()
    process.communicate(timeout=60)
    # pip takes a package for installed once its description is there, whole or not.
    (site,) = (repository.folder / ".venv" / "lib").glob("python3*/site-packages")
    (site / "engine.py").unlink()
    repository.install()
    assert repository.version("engine") == "1.0"


def test_an_interrupted_installation_ends_in_one_line(repository: Repository) -> None:
    process = begun(repository)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.strip() == "Stopped. The next start begins the installation anew."
    repository.install()


def test_an_environment_whose_python_is_gone_is_made_anew(repository: Repository) -> None:
    python = repository.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/usr/bin/python3.2")
    repository.install()
    assert repository.version("engine") == "1.0"


def test_a_folder_that_moved_is_installed_anew(repository: Repository) -> None:
    moved = repository.folder.with_name("another folder")
    repository.folder.rename(moved)
    repository.folder = moved
    repository.install()
    command = (moved / ".venv" / "bin" / "pip").read_text()
    assert str(moved) in command


def test_two_at_the_same_time_both_succeed(repository: Repository) -> None:
    shutil.rmtree(repository.folder / ".venv")
    both = [repository.start(), repository.start()]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Another installation is at work in this folder" in one for one in said) == 1
    assert sum("Meridian itself: done" in one for one in said) == 1


def test_a_folder_that_may_not_be_written_to_is_named(pip: Path) -> None:
    root = os.geteuid() == 0
    with scratch_folder() as folder:
        foreign = Repository(folder / "foreign", pip)
        foreign.folder.chmod(0o555)
        # Root may write everywhere; so somebody else tries, by a Python that everybody may run.
        user, python = (pwd.getpwnam("nobody").pw_uid, "") if root else (None, sys.executable)
        line = foreign.refuse(user, PYTHON=python, PATH="/usr/local/bin:/usr/bin:/bin")
        foreign.folder.chmod(0o755)
    if line.startswith("Meridian needs CPython"):
        pytest.skip("no Python for everybody on this machine: an unwritable folder is not proven")
    assert "may not write to" in line
    assert str(foreign.folder) in line
