"""Refuse whoever this service knows as erased, whatever their token says."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import Database
from shared.erased import hold_off_erasure, is_erased
from shared.http.problems import Unauthorized


class AccountDeleted(Unauthorized):
    def __init__(self) -> None:
        super().__init__("account-deleted", "This account has been deleted.")


async def admit_command(request: Request, session: AsyncSession) -> None:
    """Refuse a command of an erased person; their erasure does not begin before it is committed."""
    person_id = _caller(request)
    if person_id is not None:
        # Asked in a statement of its own, to see what was committed while this one waited.
        await hold_off_erasure(session, person_id)
        await _refuse_erased(session, person_id)


async def admit_reading(request: Request, session: AsyncSession) -> None:
    """Refuse to answer an erased person."""
    person_id = _caller(request)
    if person_id is not None:
        await _refuse_erased(session, person_id)


async def _admit(request: Request) -> None:
    if _caller(request) is not None:
        database: Database = request.app.state.database
        async with database.reading() as session:
            await admit_reading(request, session)


Admitted = Annotated[None, Depends(_admit)]
"""For a route that signs in and takes no session. It holds no connection afterwards."""


def _caller(request: Request) -> UUID | None:
    """Who asks. The policy, declared before, has put the person here; public routes have none."""
    return getattr(request.state, "person_id", None)


async def _refuse_erased(session: AsyncSession, person_id: UUID) -> None:
    if await is_erased(session, person_id):
        raise AccountDeleted
