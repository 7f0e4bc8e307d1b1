"""`meridian admin` says what it can do, on any machine."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_help_of_admin_lists_its_commands_without_a_running_installation(
    tmp_path: Path,
) -> None:
    for asked in (["--help"], []):
        done = subprocess.run(
            [sys.executable, "-m", "meridian", "admin", *asked],
            cwd=tmp_path,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            check=True,
        )
        for command in ("create-person", "sign-in-link", "grant-role", "reset-second-factor"):
            assert command in done.stdout
