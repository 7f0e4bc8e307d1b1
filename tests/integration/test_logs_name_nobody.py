"""Whatever fails in a service, its log tells what and where, and nothing that people entered."""

import importlib
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from secrets import token_hex
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, EmailStr
from sqlalchemy import text

from meridian.environment import Installation, variables
from meridian.layout import DOMAIN_SERVICES, SERVICES
from meridian.testing.tables import Schemas
from shared.db import Database
from shared.described import described
from shared.http import public
from shared.observability import configure_logging

WORD = token_hex(8)
"""Drawn, so that no line of code that a traceback shows contains it."""
EMAIL = f"{WORD}@school.example"
NAME = f"Zübeyde {WORD}"

Failing = Callable[[Database | None], Awaitable[None]]
_LOG = text(
    "INSERT INTO command_log (actor, key, operation, body_hash, recorded_at)"
    " VALUES (:actor, :key, :operation, 'x', now())"
)


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    email: EmailStr
    age: int


async def _insert(database: Database | None, actor: UUID) -> None:
    assert database is not None
    async with database.transaction() as session:
        await session.execute(_LOG, {"actor": actor, "key": EMAIL, "operation": NAME})


async def _duplicate(database: Database | None) -> None:
    actor = uuid4()
    await _insert(database, actor)
    await _insert(database, actor)


async def _statement(database: Database | None, statement: str, **values: object) -> None:
    assert database is not None
    async with database.transaction() as session:
        await session.execute(text(statement), values)


async def _raise(error: Exception) -> None:
    raise error


async def _chain(_: Database | None) -> None:
    try:
        await _raise(ValueError(EMAIL))
    except ValueError as error:
        raise RuntimeError(NAME) from error


async def _group(_: Database | None) -> None:
    raise ExceptionGroup(NAME, [ValueError(EMAIL), KeyError(NAME)])


async def _form(_: Database | None) -> None:
    Form.model_validate({"email": NAME, "age": EMAIL, NAME: NAME})


IN_DATABASE: dict[str, Failing] = {
    "a duplicate": _duplicate,
    "a statement that is broken": lambda database: _statement(
        database, "SELECT :name FROM nowhere", name=NAME
    ),
    "a value of another type": lambda database: _statement(
        database, "SELECT CAST(:name AS int) + 1", name=EMAIL
    ),
    "a value that Postgres cannot read": lambda database: _statement(
        database, "SELECT CAST(CAST(:name AS text) AS uuid)", name=EMAIL
    ),
    "something missing": lambda database: _statement(
        database,
        "INSERT INTO command_log (actor, key, operation) VALUES (:actor, :key, NULL)",
        actor=uuid4(),
        key=EMAIL,
    ),
    "a word of the database's own": lambda database: _statement(
        database, f"DO $$ BEGIN RAISE EXCEPTION '{NAME}' USING DETAIL = '{EMAIL}'; END $$"
    ),
}
ANYWHERE: dict[str, Failing] = {
    "a form that is wrong": _form,
    "a value that is wrong": lambda _: _raise(ValueError(EMAIL)),
    "a key that is missing": lambda _: _raise(KeyError(NAME)),
    "a file that is missing": lambda _: _raise(FileNotFoundError(2, "No such file", f"/x/{NAME}")),
    "a cause behind it": _chain,
    "several at once": _group,
    "text that is no text": lambda _: _raise(
        UnicodeDecodeError("utf-8", EMAIL.encode(), 0, 1, NAME)
    ),
}


async def _app(
    service: str, at: Installation, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> FastAPI:
    for name, value in variables(at, service).items():
        monkeypatch.setenv(name, value)
    if service in DOMAIN_SERVICES:
        await schemas.prepare(service)
    made: FastAPI = importlib.import_module(f"{service}.app").create_app()
    return made


@pytest.mark.parametrize("service", SERVICES)
async def test_no_failure_of_a_service_puts_what_people_entered_into_its_log(
    service: str,
    installation: Installation,
    schemas: Schemas,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app = await _app(service, installation, schemas, monkeypatch)
    database: Database | None = getattr(app.state, "database", None)
    kinds = {**ANYWHERE, **(IN_DATABASE if database else {})}

    async def fail(request: Request) -> None:
        await kinds[request.query_params["kind"]](database)

    app.add_api_route("/planted", fail, dependencies=[public()])
    configure_logging(service, "json", "info")
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8400") as client:
        for kind in kinds:
            answer = await client.get("/planted", params={"kind": kind})
            assert answer.status_code >= 400, kind
            assert WORD not in answer.text, kind
    if database:
        await database.close()
    out, err = capfd.readouterr()
    told = out + err
    assert WORD not in told
    # It does tell what happened, and where.
    assert "ValueError at test_logs_name_nobody.py" in told
    if database:
        assert "pk_command_log" in told


@pytest.mark.parametrize("name", ["uvicorn.error", "asyncio", "sqlalchemy.pool", "anything"])
async def test_what_libraries_log_of_a_failure_names_nobody(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    logger = logging.getLogger(name)
    # A server that another test started may have left it deaf to errors.
    logger.setLevel(logging.ERROR)
    logger.addHandler(logging.StreamHandler())
    try:
        configure_logging("accounts", "json", "info")
        if name != "uvicorn.error":
            logger.handlers.clear()
        try:
            await _chain(None)
        except RuntimeError:
            logger.exception("It failed.")
    finally:
        logger.handlers.clear()
        logger.setLevel(logging.NOTSET)
    out, err = capfd.readouterr()
    assert "RuntimeError at test_logs_name_nobody.py" in out + err
    assert WORD not in out + err


@pytest.mark.parametrize("kind", ANYWHERE)
async def test_what_is_kept_beside_a_parked_event_names_nobody(kind: str) -> None:
    try:
        await ANYWHERE[kind](None)
    except Exception as error:
        told = described(error)
        assert WORD not in told
        assert "test_logs_name_nobody.py" in told or "main.py" in told


def test_every_engine_hides_its_parameters() -> None:
    """An engine that is made anywhere else than in `shared` would not."""
    makers = ("create_engine(", "create_async_engine(", "engine_from_config(")
    root = Path(__file__).resolve().parents[2]
    sources = [*root.glob("*/src/**/*.py"), *root.glob("*/*/src/**/*.py")]
    sources += root.glob("services/*/migrations/**/*.py")
    loud = []
    for source in sources:
        code = source.read_text()
        for maker in makers:
            for place in range(code.count(f"{maker}")):
                call = code.split(maker)[place + 1][:600]
                if "hide_parameters=True" not in call:
                    loud.append(str(source.relative_to(root)))
    assert loud == []
    assert any("shared/db.py" in str(source) for source in sources)
