"""Bringing the schemas of all services to their newest revision, each as its own migrator role."""

import os
import subprocess
import sys
from collections.abc import Iterable

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from meridian.environment import Installation, migrator_dsn, migrator_variable
from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES, migrations_of


def configuration(service: str) -> Config:
    config = Config()
    # Alembic fills in what follows a percent sign, also where a folder has one in its name.
    config.set_main_option("script_location", str(migrations_of(service)).replace("%", "%%"))
    config.set_main_option(
        "file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.set_main_option("timezone", "UTC")
    return config


def has_migrations(service: str) -> bool:
    return any((migrations_of(service) / "versions").glob("*.py"))


def upgrade(service: str, dsn: str) -> None:
    """Run what is missing, in this process. The environment script reads the address from its variable."""
    os.environ[migrator_variable(service)] = dsn
    command.upgrade(configuration(service), "head")


def heads(service: str) -> set[str]:
    return set(ScriptDirectory(str(migrations_of(service))).get_heads())


def revisions(service: str) -> set[str]:
    script = ScriptDirectory(str(migrations_of(service)))
    return {revision.revision for revision in script.walk_revisions()}


async def behind(at: Installation) -> list[str]:
    """The services whose schema is not at the newest revision; asking costs no import of their code."""
    late = []
    for service in DOMAIN_SERVICES:
        if not has_migrations(service):
            continue
        connection = await asyncpg.connect(migrator_dsn(at, service, "postgresql"))
        try:
            known = await connection.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL")
            rows = (
                await connection.fetch("SELECT version_num FROM alembic_version") if known else []
            )
        finally:
            await connection.close()
        at_revision = {row["version_num"] for row in rows}
        if not at_revision <= revisions(service):
            raise Failure(
                f"The schema of {service} is newer than this code, or was recorded again. "
                "Update the code, or begin anew with `meridian reset`."
            )
        if at_revision != heads(service):
            late.append(service)
    return late


def upgrade_in_child(at: Installation, services: Iterable[str]) -> None:
    """Run the migrations in a process of their own: the supervisor never loads the services' code."""
    wanted = list(services)
    environment = dict(os.environ)
    for service in wanted:
        environment[migrator_variable(service)] = migrator_dsn(at, service)
    done = subprocess.run(  # noqa: S603 - our own interpreter and module.
        [sys.executable, "-m", "meridian.migrations", *wanted],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Failure(f"A migration failed: {last}\n{done.stderr.strip()[-2000:]}")


def main(services: list[str]) -> None:
    for service in services or [name for name in DOMAIN_SERVICES if has_migrations(name)]:
        dsn = os.environ.get(migrator_variable(service))
        if not dsn:
            raise SystemExit(f"{migrator_variable(service)} is not set.")
        upgrade(service, dsn)


if __name__ == "__main__":
    main(sys.argv[1:])
