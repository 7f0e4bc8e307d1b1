"""Fails when a migration would hold up a running system: every revision's SQL goes through squawk.

A revision may say why a rule does not concern it: a line `squawk: allow RULE (because …)` in its
docstring.
"""

import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from types import ModuleType

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("accounts", "partnering", "course", "projects", "notifications")
ALLOWED = re.compile(r"squawk: allow ([a-z-]+) \(\S")
LIMITS = "SET lock_timeout = '1s';\n"
"""As `shared.migrations` sets it before every run."""
NOT_FOR_US = (
    "require-statement-timeout",  # A backfill may take as long as it takes; locks may not.
    "prefer-bigint-over-int",  # What is counted here are people, minutes and attempts.
)


def sql_of(revision: Script) -> str:
    """What the revision would run, without a database."""
    written = StringIO()
    options = {"as_sql": True, "output_buffer": written}
    offline = MigrationContext.configure(dialect_name="postgresql", opts=options)
    module: ModuleType = revision.module
    with Operations.context(offline):
        module.upgrade()
    return LIMITS + written.getvalue()


def check(revision: Script, folder: Path) -> int:
    file = folder / f"{Path(revision.path).stem}.sql"
    file.write_text(sql_of(revision))
    excluded = [*NOT_FOR_US, *ALLOWED.findall(revision.module.__doc__ or "")]
    command = [str(Path(sys.executable).parent / "squawk"), "--reporter", "gcc"]
    command += ["--pg-version", "18.0", "--assume-in-transaction"]
    command += [*(f"--exclude={rule}" for rule in excluded), str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        sys.stdout.write(done.stdout.replace(f"{folder}/", "") + done.stderr)
    return done.returncode


def main() -> int:
    # The first revision of a service makes its schema: nothing runs on it yet.
    later = [
        revision
        for service in SERVICES
        for revision in list(
            ScriptDirectory(str(ROOT / "services" / service / "migrations")).walk_revisions()
        )[:-1]
    ]
    with tempfile.TemporaryDirectory() as folder:
        failed = [revision for revision in later if check(revision, Path(folder))]
    sys.stdout.write(
        f"migrations: {len(later)} after the first, {len(failed)} would hold others up\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
