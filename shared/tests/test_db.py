"""The pool hands out connections that work, without asking the server each time."""

import asyncio

from sqlalchemy import text

from meridian.testing.bare import World
from shared.db import Database

MINE = "SELECT pg_backend_pid()"


async def _process(database: Database) -> int:
    async with database.transaction() as session:
        return int((await session.scalars(text(MINE))).one())


async def test_connections_that_the_server_closed_are_replaced_unseen(world: World) -> None:
    ledger = Database(world.ledger.dsn, pool_size=3, application_name="closed by the server")
    try:
        async with ledger.transaction() as one, ledger.transaction() as other:
            before = {(await session.scalars(text(MINE))).one() for session in (one, other)}
        async with world.ledger.transaction() as session:
            for process in before:
                await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": process})
        await asyncio.sleep(0.2)
        after = {await _process(ledger) for _ in range(4)}
        assert after
        assert not after & before
    finally:
        await ledger.close()


async def test_a_transaction_sends_nothing_but_its_own_statements(world: World) -> None:
    sent: list[str] = []
    ledger = Database(world.ledger.dsn, pool_size=1, application_name="heard")
    try:
        await _process(ledger)
        async with ledger.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver = raw.driver_connection
            assert driver is not None
            driver.add_query_logger(lambda query: sent.append(query.query))
        await _process(ledger)
    finally:
        await ledger.close()
    # asyncpg reports what it sends without preparing it.
    assert sent == ["BEGIN;", "COMMIT;"]
