"""One transaction per command, committed before the answer leaves."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.audit import Described, described
from shared.db import Database
from shared.http import acts
from shared.http.auth import require_scope_asked
from shared.http.erased import admit_command, admit_reading
from shared.http.problems import Forbidden


async def _transaction(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    known = Described()
    try:
        async with database.transaction() as session:
            await admit_command(request, session)
            known = described(session)
            yield session
            require_scope_asked(request)
            await acts.record_command(request, session)
    except Forbidden as refused:
        await acts.record_refusal(request, database, known, refused)
        raise


async def _reading(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.database
    async with database.reading() as session:
        await admit_reading(request, session)
        yield session
        require_scope_asked(request)


# With the default scope FastAPI would commit after answering, and a failed commit would say 200.
Transaction = Annotated[AsyncSession, Depends(_transaction, scope="function")]
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]


def require_entries(app: FastAPI) -> None:
    """Refuse to start while a command of staff would leave no entry in the audit."""
    acts.require_entries(app, _transaction, _reading)
