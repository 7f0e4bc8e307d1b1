"""The database of an installation: one schema per service, three roles each, no right for anybody else."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.keys import Keys

DATABASE = "meridian"
CONNECTION_LIMIT = 30


def in_database(dsn: str, database: str) -> str:
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{database}"))


def service_dsn(superuser_dsn: str, role: str, password: str, scheme: str = "postgresql") -> str:
    """The address of the installation's database for one role."""
    at = urlsplit(superuser_dsn)
    host = f"{at.hostname}:{at.port or 5432}"
    return f"{scheme}://{role}:{password}@{host}/{DATABASE}"


async def provision(superuser_dsn: str, keys: Keys) -> None:
    """Create or repair database, schemas, roles and rights. Running it again changes nothing but passwords."""
    await _create_database(superuser_dsn)
    connection = await asyncpg.connect(in_database(superuser_dsn, DATABASE))
    try:
        await _claim(connection, keys)
        await connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        await connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        # Keys of advisory locks are made of people's ids: `pg_locks` would show them to every role.
        await connection.execute("REVOKE EXECUTE ON FUNCTION pg_lock_status() FROM PUBLIC")
        for service in DOMAIN_SERVICES:
            async with connection.transaction():
                await _provision_service(connection, service, keys)
    finally:
        await connection.close()


async def _claim(connection: "asyncpg.Connection[Any]", keys: Keys) -> None:
    """One installation per database: a second one would change the passwords of the first."""
    mark = f"Meridian installation {keys.installation_id()}"
    held = await connection.fetchval(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = current_database()"
    )
    if held is None:
        await connection.execute(f"COMMENT ON DATABASE {DATABASE} IS '{mark}'")
    elif held != mark:
        raise Failure(
            f"The database belongs to another installation ({held.split()[-1]}). Give this one a"
            " Postgres of its own, or the secrets of the other."
        )


async def _create_database(superuser_dsn: str) -> None:
    connection = await asyncpg.connect(superuser_dsn)
    try:
        exists = "SELECT 1 FROM pg_database WHERE datname = $1"
        if not await connection.fetchval(exists, DATABASE):
            await connection.execute(
                f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
                " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            )
    finally:
        await connection.close()


async def _provision_service(
    connection: "asyncpg.Connection[Any]", service: str, keys: Keys
) -> None:
    """Owner (cannot log in) holds the tables, migrator acts as the owner, the service reads and writes rows."""
    owner, migrator = f"{service}_owner", f"{service}_migrator"
    await _role(connection, owner, "NOLOGIN")
    for role, limit in ((migrator, 5), (service, CONNECTION_LIMIT)):
        options = f"LOGIN NOINHERIT CONNECTION LIMIT {limit}"
        await _role(connection, role, options, keys.database_password(role))
    statements = f"""
        GRANT {owner} TO {migrator} WITH INHERIT FALSE, SET TRUE;
        GRANT CONNECT ON DATABASE {DATABASE} TO {migrator}, {service};
        CREATE SCHEMA IF NOT EXISTS {service} AUTHORIZATION {owner};
        GRANT USAGE ON SCHEMA {service} TO {service};
        ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {service}
            GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {service};
        ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {service}
            GRANT USAGE, SELECT ON SEQUENCES TO {service};
        ALTER ROLE {migrator} SET role = '{owner}';
        ALTER ROLE {migrator} SET lock_timeout = '1s';
    """
    await connection.execute(statements)
    for role in (migrator, service):
        await connection.execute(
            f"""
            ALTER ROLE {role} SET search_path = {service};
            ALTER ROLE {role} SET timezone = 'UTC';
            ALTER ROLE {role} SET idle_in_transaction_session_timeout = '30s';
            """
        )
    await connection.execute(
        f"""
        ALTER ROLE {service} SET statement_timeout = '15s';
        ALTER ROLE {service} SET lock_timeout = '5s';
        """
    )


async def _role(
    connection: "asyncpg.Connection[Any]", name: str, options: str, password: str | None = None
) -> None:
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name):
        await connection.execute(f"CREATE ROLE {name}")
    # Generated passwords are URL-safe base64: there is no quote in them to escape.
    secret = f" PASSWORD '{password}'" if password else ""
    await connection.execute(f"ALTER ROLE {name} {options}{secret}")
