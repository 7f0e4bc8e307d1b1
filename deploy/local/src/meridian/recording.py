"""Recording a migration: the difference between a service's models and its migrations so far."""

import os
import re
import subprocess
import sys
from pathlib import Path

from alembic import command

from meridian.environment import DRIVER, migrator_variable
from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES, migrations_of
from meridian.migrations import configuration
from meridian.provisioning import database
from meridian.provisioning.database import service_dsn
from meridian.provisioning.keys import Keys


async def record(service: str, message: str, *, first: bool) -> Path:
    """Write a migration from the models. `first` throws the recorded ones away and begins anew."""
    if service not in DOMAIN_SERVICES:
        raise Failure(f"{service} has no database. Say one of: {', '.join(DOMAIN_SERVICES)}.")
    folder = migrations_of(service)
    if not (folder / "env.py").exists():
        raise Failure(f"{folder} has no env.py: copy one from another service.")
    (folder / "versions").mkdir(exist_ok=True)
    # A test tool: the installed product has no pytest.
    from meridian.testing.servers import running_postgres, scratch_folder

    with scratch_folder() as scratch:
        keys = Keys(scratch / "secrets")
        with running_postgres("embedded", keys) as superuser_dsn:
            await database.provision(superuser_dsn, keys)
            role = f"{service}_migrator"
            dsn = service_dsn(superuser_dsn, role, keys.database_password(role), DRIVER)
            return _compare_in_child(service, dsn, message, first=first)


def _compare_in_child(service: str, dsn: str, message: str, *, first: bool) -> Path:
    """The service's code is loaded in a process of its own; the old files come back if it fails."""
    versions = migrations_of(service) / "versions"
    before = {path: path.read_text() for path in versions.glob("*.py")}
    if first:
        for path in before:
            path.unlink()
    done = subprocess.run(  # noqa: S603 - our own interpreter and module.
        [sys.executable, "-m", "meridian.recording", service, message],
        check=False,
        env={**os.environ, migrator_variable(service): dsn},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        for path, content in before.items():
            path.write_text(content)
        raise Failure(f"The migration could not be recorded:\n{done.stderr.strip()[-3000:]}")
    recorded = Path(done.stdout.strip().splitlines()[-1])
    ruff = Path(sys.executable).parent / "ruff"
    if ruff.exists():
        tidy = [str(ruff), "check", "--quiet", "--fix-only", str(recorded)]
        subprocess.run(tidy, check=True)  # noqa: S603
        subprocess.run([str(ruff), "format", "-q", str(recorded)], check=True)  # noqa: S603
    return recorded


def _compare(service: str, message: str) -> None:
    config = configuration(service)
    command.upgrade(config, "head")
    made = command.revision(config, message=message, autogenerate=True)
    script = made[0] if isinstance(made, list) else made
    if script is None:
        raise SystemExit("Alembic wrote nothing.")
    path = Path(script.path)
    content = path.read_text()
    if not re.search(r"^    op\.", content, re.MULTILINE):
        path.unlink()
        raise SystemExit("Nothing to record: the models agree with the migrations.")
    kept = [line for line in content.splitlines() if not line.startswith("    # ###")]
    path.write_text("\n".join(kept) + "\n")
    sys.stdout.write(f"{path}\n")


def default_message(service: str, *, first: bool) -> str:
    return f"create {service}" if first else f"change {service}"


if __name__ == "__main__":
    _compare(sys.argv[1], sys.argv[2])
