"""Errors as RFC 9457 problem documents: a stable type, a title for people, marked fields."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from shared.described import described
from shared.http.middleware import LastResort

log = structlog.get_logger()

FieldError = Mapping[str, str]
"""{"pointer": a JSON pointer into the body, "detail": what is wrong with it}."""


class Problem(Exception):
    """Something the caller can understand and often mend."""

    def __init__(
        self,
        status: int,
        slug: str,
        title: str,
        *,
        detail: str = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(f"{slug}: {title}")
        self.status = status
        self.slug = slug
        self.title = title
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extra = extra

    def document(self, request_id: str) -> dict[str, Any]:
        document: dict[str, Any] = {
            "type": self.slug,
            "title": self.title,
            "status": self.status,
            "request_id": request_id,
            **self.extra,
        }
        if self.detail:
            document["detail"] = self.detail
        if self.errors:
            document["errors"] = [dict(error) for error in self.errors]
        return document


class NotFound(Problem):
    """Missing, deleted and somebody else's answer alike."""

    def __init__(self, what: str = "This") -> None:
        super().__init__(404, "not-found", f"{what} does not exist, or is not yours to see.")


class Conflict(Problem):
    def __init__(self, slug: str, title: str, **more: Any) -> None:
        super().__init__(409, slug, title, **more)


class Forbidden(Problem):
    def __init__(
        self,
        slug: str = "forbidden",
        title: str = "Your role does not allow this.",
        **more: Any,
    ) -> None:
        super().__init__(403, slug, title, **more)


class Unauthorized(Problem):
    def __init__(
        self, slug: str = "sign-in-required", title: str = "Please sign in.", **more: Any
    ) -> None:
        super().__init__(401, slug, title, headers={"WWW-Authenticate": "Bearer"}, **more)


class Invalid(Problem):
    """Input that a schema accepts and a rule refuses. `errors` maps JSON pointers to what is wrong."""

    def __init__(
        self, errors: Mapping[str, str], title: str = "Some fields need another look."
    ) -> None:
        marked = [{"pointer": pointer, "detail": detail} for pointer, detail in errors.items()]
        super().__init__(422, "invalid-input", title, errors=marked)


class StaleVersion(Problem):
    """What the caller read is no longer the newest. `more` says what a caller needs to go on."""

    def __init__(self, current: int, **more: Any) -> None:
        super().__init__(
            412,
            "stale-version",
            "Somebody changed this meanwhile.",
            headers={"ETag": f'"{current}"'},
            current_version=current,
            **more,
        )


class Unavailable(Problem):
    def __init__(self, retry_after: int = 2) -> None:
        super().__init__(
            503,
            "temporarily-unavailable",
            "This is not reachable for a moment. Please try again.",
            headers={"Retry-After": str(retry_after)},
        )


class _Titles:
    BY_STATUS: ClassVar[dict[int, tuple[str, str]]] = {
        400: ("bad-request", "The request could not be read."),
        401: ("sign-in-required", "Please sign in."),
        403: ("forbidden", "This is not allowed."),
        404: ("not-found", "There is nothing at this address."),
        405: ("method-not-allowed", "This address does not take that method."),
        413: ("too-large", "The request is too large."),
        415: ("unsupported-media-type", "The body must be application/json."),
        429: ("too-many-requests", "Too many requests; please wait a moment."),
    }


def request_id_of(request: Request) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))


def respond(request: Request, problem: Problem) -> JSONResponse:
    return JSONResponse(
        problem.document(request_id_of(request)),
        status_code=problem.status,
        headers=problem.headers,
        media_type="application/problem+json",
    )


def _pointer(location: Sequence[int | str]) -> str:
    parts = location[1:] if location and location[0] in {"body", "query", "path"} else location
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _is_json(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return media_type in {"", "application/json"} or media_type.endswith("+json")


def _unreachable(error: BaseException) -> bool:
    """Is this the database being away, busy or in our way, rather than our mistake?"""
    if isinstance(
        error, PoolTimeout | OperationalError | InterfaceError | ConnectionError | TimeoutError
    ):
        return True
    if isinstance(error, DBAPIError):
        cause = getattr(error.orig, "__cause__", None)
        return error.connection_invalidated or _unreachable(cause) if cause else False
    return isinstance(
        error,
        asyncpg.PostgresConnectionError
        | asyncpg.CannotConnectNowError
        | asyncpg.InterfaceError
        | asyncpg.OperatorInterventionError
        | asyncpg.InsufficientResourcesError
        | asyncpg.TransactionRollbackError
        | asyncpg.LockNotAvailableError
        | asyncpg.ReadOnlySQLTransactionError
        | asyncpg.PostgresSystemError,
    )


def _unstorable(error: BaseException) -> bool:
    """Did somebody send characters that Postgres has no place for, such as NUL in an address?"""
    cause = getattr(getattr(error, "orig", None), "__cause__", None)
    return isinstance(
        cause, asyncpg.CharacterNotInRepertoireError | asyncpg.UntranslatableCharacterError
    )


def install(app: FastAPI) -> None:
    """Every error of the app becomes a problem document."""

    async def on_problem(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Problem)
        return respond(request, error)

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        slug, title = _Titles.BY_STATUS.get(error.status_code, ("error", str(error.detail)))
        return respond(
            request, Problem(error.status_code, slug, title, headers=dict(error.headers or {}))
        )

    async def on_invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        if not _is_json(request):
            slug, title = _Titles.BY_STATUS[415]
            return respond(request, Problem(415, slug, title))
        problems = error.errors()
        if any(item["type"] == "json_invalid" for item in problems):
            slug, title = _Titles.BY_STATUS[400]
            return respond(request, Problem(400, slug, title))
        marked = {_pointer(item["loc"]): str(item["msg"]) for item in problems}
        return respond(request, Invalid(marked))

    async def on_conflict(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, IntegrityError)
        log.warning("constraint_refused", error=described(error))
        title = "This collides with something that happened meanwhile."
        return respond(request, Conflict("conflict", title))

    async def on_unexpected(request: Request, error: Exception) -> JSONResponse:
        if _unstorable(error):
            slug, title = _Titles.BY_STATUS[400]
            return respond(request, Problem(400, slug, title))
        if _unreachable(error):
            log.warning("database_unreachable", error=described(error))
            return respond(request, Unavailable())
        log.error("unexpected_error", exc_info=error)
        title = "Something went wrong on our side. Quote the request id when you ask for help."
        return respond(request, Problem(500, "unexpected-error", title))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(IntegrityError, on_conflict)
    for expected in (
        DBAPIError,
        PoolTimeout,
        OSError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
    ):
        app.add_exception_handler(expected, on_unexpected)
    app.add_middleware(LastResort, answer=on_unexpected)
