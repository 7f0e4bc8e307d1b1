"""The pytest plugin: real servers, one per worker, provisioned by the code that provisions production.

A service says in its `tests/conftest.py` who it is:

    @pytest.fixture(scope="session")
    def service() -> str:
        return "partnering"

and may then ask for `settings_env` (its environment, set), `database` (migrated, every table empty)
and `session` (one open transaction, rolled back at the end of the test).
"""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from meridian.environment import Installation, migrator_dsn, migrator_variable, variables
from meridian.failure import Failure
from meridian.provisioning import database as provisioning
from meridian.provisioning.keys import Keys
from meridian.testing import servers
from meridian.testing.tables import Schemas
from shared.db import Database
from shared.testing import signing_key, trust_test_key


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread: `asyncio.run` here would take pytest-asyncio's event loop away."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def accept_test_tokens(jwks: Path) -> None:
    """Let services also trust the key that `shared.testing.bearer` signs with."""
    known = json.loads(jwks.read_text())
    known["keys"].append(signing_key().as_dict(private=False))
    jwks.write_text(json.dumps(known))


@pytest.fixture(scope="session")
def server_kind() -> servers.Kind:
    return servers.kind()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Secrets made for this test run alone."""
    made = Keys(tmp_path_factory.mktemp("secrets"))
    made.generate_all()
    trust_test_key(made.jwks_file)
    return made


@pytest.fixture(scope="session")
def postgres(server_kind: servers.Kind, keys: Keys) -> Iterator[str]:
    """The superuser's address of a real cluster, provisioned."""
    with servers.running_postgres(server_kind, keys) as dsn:
        _apart(provisioning.provision(dsn, keys))
        yield dsn


@pytest.fixture(scope="session")
def nats_server(server_kind: servers.Kind, keys: Keys) -> Iterator[str]:
    """The address of a real broker with a user per service; `keys` holds their seeds."""
    with servers.running_nats(server_kind, keys) as url:
        yield url


@pytest.fixture(scope="session")
def installation(postgres: str, nats_server: str, keys: Keys) -> Installation:
    return Installation(keys=keys, superuser_dsn=postgres, nats_url=nats_server)


@pytest.fixture(scope="session")
def schemas(installation: Installation) -> Schemas:
    return Schemas(installation)


@pytest.fixture(scope="session")
def service() -> str:
    raise Failure("This test needs a `service` fixture in its conftest.py that names the service.")


@pytest.fixture
def settings_env(
    installation: Installation, service: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The service's environment as the supervisor would set it, set for this test and returned."""
    values = variables(installation, service)
    values[migrator_variable(service)] = migrator_dsn(installation, service)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return values


@pytest.fixture
async def database(
    settings_env: dict[str, str], service: str, schemas: Schemas
) -> AsyncIterator[Database]:
    """The service's database through its own role: newest schema, no rows."""
    await schemas.prepare(service)
    await schemas.empty(service)
    opened = Database(settings_env[f"MERIDIAN_{service.upper()}_POSTGRES_DSN"])
    yield opened
    await opened.close()


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A session inside one transaction that is rolled back at the end of the test."""
    async with database.sessions() as opened:
        transaction = await opened.begin()
        yield opened
        if transaction.is_active:
            await transaction.rollback()
