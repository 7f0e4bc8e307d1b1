"""Creating commands run once per Idempotency-Key; the same key answers the same."""

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import column, select, table, update
from sqlalchemy.dialects.postgresql import insert

from shared import clock
from shared.audit import described
from shared.http.problems import Conflict
from shared.http.transactions import Transaction

COMMAND_LOG = table(
    "command_log",
    column("actor"),
    column("key"),
    column("operation"),
    column("body_hash"),
    column("location"),
    column("recorded_at"),
)
_NOBODY = UUID(int=0)


class Created(BaseModel):
    """What a creating command answers. The rest is read at `location`."""

    id: UUID
    location: str


class _AlreadyDone(Exception):
    def __init__(self, location: str) -> None:
        self.location = location


class _Once:
    """Writes the key in the command's own transaction, so that both are kept or neither."""

    def __init__(self, session: Transaction, actor: UUID, key: str | None) -> None:
        self._session = session
        self._actor = actor
        self._key = key

    async def created(self, collection: str, new_id: UUID) -> Created:
        """The answer for what was just made; `collection` is its address without the id."""
        location = f"{collection.rstrip('/')}/{new_id}"
        described(self._session).subject_id = new_id
        if self._key is not None:
            await self._session.execute(
                update(COMMAND_LOG)
                .where(COMMAND_LOG.c.actor == self._actor, COMMAND_LOG.c.key == self._key)
                .values(location=location)
            )
        return Created(id=new_id, location=location)


async def _once(
    request: Request,
    session: Transaction,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> _Once:
    # The policy, declared before, has put the person here; public commands have none.
    actor: UUID = getattr(request.state, "person_id", _NOBODY)
    if idempotency_key is None:
        return _Once(session, actor, None)
    operation = f"{request.method} {request.url.path}"
    body_hash = hashlib.sha256(operation.encode() + b"\n" + await request.body()).hexdigest()
    claimed = await session.execute(
        insert(COMMAND_LOG)
        .values(
            actor=actor,
            key=idempotency_key,
            operation=operation,
            body_hash=body_hash,
            recorded_at=clock.real_now(),
        )
        .on_conflict_do_nothing()
        .returning(COMMAND_LOG.c.key)
    )
    if claimed.first() is None:
        earlier = (
            await session.execute(
                select(COMMAND_LOG.c.body_hash, COMMAND_LOG.c.location).where(
                    COMMAND_LOG.c.actor == actor, COMMAND_LOG.c.key == idempotency_key
                )
            )
        ).one()
        if earlier.body_hash != body_hash:
            title = "This Idempotency-Key belongs to another request."
            raise Conflict("idempotency-key-reused", title)
        raise _AlreadyDone(earlier.location or "")
    return _Once(session, actor, idempotency_key)


Once = Annotated[_Once, Depends(_once, scope="function")]


def install(app: FastAPI) -> None:
    async def on_already_done(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, _AlreadyDone)
        made = error.location.rsplit("/", 1)[-1]
        headers = {"Location": error.location, "Idempotent-Replayed": "true"}
        return JSONResponse({"id": made, "location": error.location}, 201, headers)

    app.add_exception_handler(_AlreadyDone, on_already_done)
