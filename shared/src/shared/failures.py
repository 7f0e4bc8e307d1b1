"""Which failures pass by themselves."""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_PASSING = (
    ConnectionError,
    TimeoutError,
    PoolTimeout,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    # A standby that was not promoted yet, or a server that was told to write no more.
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresSystemError,
    # The connection broke in the middle of an operation, and its protocol is still in it.
    asyncpg.InternalClientError,
)


def is_transient(error: BaseException | None) -> bool:
    """Connection, time-out, deadlock, serialisation, a server that is starting or full."""
    if error is None:
        return False
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or is_transient(
            error.orig.__cause__ if error.orig else None
        )
    if isinstance(error, asyncpg.InterfaceError):
        return "closed" in str(error)
    return isinstance(error, _PASSING) or (isinstance(error, OSError) and error.errno is not None)
