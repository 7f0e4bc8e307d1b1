"""One plain line says which Python, or which part of it, is missing."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "with_python"


def run(path: str, *, named: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        ["/bin/sh", str(SCRIPT), "-c", "print('found')"],
        env={"PATH": path, "PYTHON": named},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.strip(), done.stderr


def pretender(folder: Path, name: str, says: str, code: int) -> Path:
    """A command called like Python that answers whatever it is asked in the same way."""
    folder.mkdir(exist_ok=True)
    command = folder / name
    command.write_text(f"#!/bin/sh\necho {says}\nexit {code}\n")
    command.chmod(0o755)
    return command


@pytest.mark.parametrize(
    ("says", "finds"), [("", "no Python"), ("Python 3.9.2", "Python 3.9.2"), ("Python 2.7", "2.7")]
)
def test_a_machine_without_a_python_that_is_new_enough(
    tmp_path: Path, says: str, finds: str
) -> None:
    (tmp_path / "bin").mkdir()
    if says:
        old = pretender(tmp_path / "bin", "python3", says, 0)
        old.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo {says} && exit 0\nexit 1\n')
    code, said, complaint = run(str(tmp_path / "bin"))
    assert (code, said) == (1, "")
    (line,) = complaint.splitlines()
    assert line.startswith("Meridian needs CPython 3.11, 3.12 or 3.13 and finds")
    assert finds in line
    assert "apt-get install python3 python3-venv" in line


def test_a_python_that_was_named_is_taken_or_refused_and_never_replaced(tmp_path: Path) -> None:
    broken = pretender(tmp_path / "with space", "python3.12", "pyenv: not installed", 127)
    code, _, complaint = run(os.environ["PATH"], named=str(broken))
    assert code == 1
    (line,) = complaint.splitlines()
    assert f"PYTHON={broken} says: pyenv: not installed" in line


def test_a_command_that_exists_and_does_not_work_is_passed_over(tmp_path: Path) -> None:
    pretender(tmp_path / "shims", "python3", "pyenv: version is not installed", 127)
    code, said, complaint = run(f"{tmp_path / 'shims'}:{os.environ['PATH']}")
    assert (code, said, complaint) == (0, "found", "")
