"""The wall in the database: a service reads and writes its own schema and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from meridian.environment import Installation, migrator_dsn
from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning import database as provisioning
from meridian.provisioning.database import service_dsn
from meridian.provisioning.keys import Keys


def dsn_of(installation: Installation, role: str) -> str:
    return service_dsn(installation.superuser_dsn, role, installation.keys.database_password(role))


@pytest.fixture
async def secret_of_course(installation: Installation) -> AsyncIterator[None]:
    """A table in the schema of `course`, made as its migrator would."""
    migrator = await asyncpg.connect(migrator_dsn(installation, "course", "postgresql"))
    await migrator.execute("CREATE TABLE secrets (word text); INSERT INTO secrets VALUES ('owl')")
    yield
    await migrator.execute("DROP TABLE secrets")
    await migrator.close()


@pytest.mark.usefixtures("secret_of_course")
async def test_a_service_reads_and_writes_its_own_tables(installation: Installation) -> None:
    own = await asyncpg.connect(dsn_of(installation, "course"))
    await own.execute("UPDATE secrets SET word = 'fox'")
    assert await own.fetchval("SELECT word FROM secrets") == "fox"
    await own.close()


@pytest.mark.usefixtures("secret_of_course")
@pytest.mark.parametrize("other", [name for name in DOMAIN_SERVICES if name != "course"])
async def test_a_peek_into_another_schema_is_refused(
    installation: Installation, other: str
) -> None:
    stranger = await asyncpg.connect(dsn_of(installation, other))
    for statement in (
        "SELECT word FROM course.secrets",
        "INSERT INTO course.secrets VALUES ('x')",
        "CREATE TABLE course.planted (x int)",
        "SET ROLE course",
        "SET ROLE course_owner",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await stranger.execute(statement)
    await stranger.close()


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
async def test_a_service_does_not_see_for_whom_others_hold_locks(
    installation: Installation, service: str
) -> None:
    own = await asyncpg.connect(dsn_of(installation, service))
    await own.execute("SELECT pg_advisory_lock(7)")
    for statement in ("SELECT objid FROM pg_locks", "SELECT * FROM pg_lock_status()"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await own.execute(statement)
    await own.close()


@pytest.mark.usefixtures("secret_of_course")
async def test_a_service_cannot_change_its_own_tables_shape(installation: Installation) -> None:
    own = await asyncpg.connect(dsn_of(installation, "course"))
    for statement in (
        "ALTER TABLE secrets ADD COLUMN more text",
        "TRUNCATE secrets",
        "DROP TABLE secrets",
        "CREATE TABLE planted (x int)",
        "CREATE TABLE public.planted (x int)",
        "CREATE TEMP TABLE planted (x int)",
        "CREATE SCHEMA planted",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await own.execute(statement)
    await own.close()


async def test_a_wrong_password_does_not_open_the_door(installation: Installation) -> None:
    wrong = service_dsn(installation.superuser_dsn, "course", "not-the-password")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


async def test_the_services_wait_only_so_long(installation: Installation) -> None:
    own = await asyncpg.connect(dsn_of(installation, "accounts"))
    settings = {
        name: await own.fetchval(f"SHOW {name}")
        for name in (
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "search_path",
            "TimeZone",
        )
    }
    assert settings == {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "30s",
        "search_path": "accounts",
        "TimeZone": "UTC",
    }
    await own.close()


async def test_provisioning_again_changes_nothing(installation: Installation) -> None:
    async def roles() -> list[asyncpg.Record]:
        superuser = await asyncpg.connect(installation.superuser_dsn)
        rows = await superuser.fetch(
            "SELECT rolname, rolcanlogin, rolconnlimit, rolconfig FROM pg_roles ORDER BY rolname"
        )
        await superuser.close()
        return list(rows)

    before = await roles()
    await provisioning.provision(installation.superuser_dsn, installation.keys)
    assert await roles() == before


async def test_letters_of_every_language_are_folded(installation: Installation) -> None:
    own = await asyncpg.connect(dsn_of(installation, "accounts"))
    assert await own.fetchval("SELECT lower('ÉŁŞ')") == "éłş"
    await own.close()


async def test_a_second_installation_on_the_same_database_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    own = await asyncpg.connect(dsn_of(installation, "course"))
    with pytest.raises(Failure, match="belongs to another installation"):
        await provisioning.provision(installation.superuser_dsn, Keys(tmp_path))
    await own.close()
    again = await asyncpg.connect(dsn_of(installation, "course"))  # Its password still holds.
    await again.close()
