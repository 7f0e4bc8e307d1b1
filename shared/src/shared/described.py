"""What failed, in words that carry nothing of what people entered: for logs and for operators.

The message of an exception often quotes a value: Postgres names the duplicate address, pydantic
the input, a parser the text. So it is left out, except where its words are known to be ours or the
machine's; the kind, the place and the constraint say what an operator needs.
"""

import sys
import traceback
from pathlib import Path
from typing import Any

import asyncpg
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError


class Speaking(Exception):
    """An exception whose message is written by us and quotes no value."""


def described(error: BaseException | None) -> str:
    """One line: the kind, what is harmless to know of it, and where it was raised."""
    if error is None:
        return "nothing"
    known = _known(error)
    return f"{type(error).__name__}{f' ({known})' if known else ''}{_place(error)}"


def _known(error: BaseException) -> str:
    if isinstance(error, BaseExceptionGroup):
        return described(error.exceptions[0])
    if isinstance(error, DBAPIError):
        cause = getattr(error.orig, "__cause__", None) or error.orig
        return described(cause) if cause else ""
    if isinstance(error, asyncpg.PostgresError):
        parts = (error.sqlstate, error.table_name, error.column_name, error.constraint_name)
        return " ".join(part for part in parts if part)
    if isinstance(error, ValidationError):
        return ", ".join(sorted({f"{_field(one)}{one['type']}" for one in error.errors()}))
    if isinstance(error, OSError):
        return error.strerror or ""
    if isinstance(error, Speaking) or type(error).__module__.split(".")[0] == "nats":
        return str(error)
    return ""


def _field(error: Any) -> str:
    """The field, unless it is the sender who gave it its name."""
    named = error["loc"] and error["type"] != "extra_forbidden"
    return f"{error['loc'][0]}: " if named else ""


def _place(error: BaseException) -> str:
    if error.__traceback__ is None:
        return ""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f" at {Path(frame.filename).name}:{frame.lineno} in {frame.name}"


def traced(error: BaseException) -> str:
    """The whole way it took, oldest cause first, as Python prints it but for the messages."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told = [traced(before), ""] if before is not None else []
    told += [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
    told.append(described(error))
    if isinstance(error, BaseExceptionGroup):
        told += [f"-- {traced(one)}" for one in error.exceptions]
    return "\n".join(told)


def trace_failures(_logger: Any, _name: str, event: Any) -> Any:
    """For structlog, in place of its own `format_exc_info`."""
    given = event.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    elif given and not isinstance(given, BaseException):
        given = sys.exc_info()[1]
    if given:
        event["exception"] = traced(given)
    return event
