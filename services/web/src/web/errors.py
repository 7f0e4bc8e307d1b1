"""When something stands in the way: the page that says so, with the request id and a way on."""

from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import Receive, Scope, Send

from shared.http.middleware import LastResort
from web.api import NotThere, Refused, SignInNeeded, Unavailable
from web.forms import KEY_FIELD, Form, refusal_text
from web.i18n import _
from web.pages import OtherPerson, StaffOnly, may_be_revisited, sign_in_address
from web.problems import sentence
from web.rendering import render_template
from web.security import safe_next
from web.session import drop_cookie, session_of

SECRET_FIELDS = ("password", "new_password", "code", "token")


def request_id(request: Request) -> str:
    """The id that ties this answer to our logs."""
    bound = structlog.contextvars.get_contextvars()
    return str(request.scope.get("state", {}).get("request_id") or bound.get("request_id", ""))


def error_page(request: Request, status: int, template: str, **values: Any) -> Response:
    """A page about what went wrong."""
    page = getattr(request.state, "page", None)
    context = {
        "page": page,
        "viewer": page.viewer if page else None,
        "flash": None,
        "form": Form(),
        "request_id": request_id(request),
        "back": safe_next(request.headers.get("hx-current-url") or _referer(request), "/"),
        **values,
    }
    response = HTMLResponse(render_template(template, "", context), status_code=status)
    if request.headers.get("hx-request"):
        response.headers["HX-Retarget"] = "body"
    if status == 503:
        response.headers["Retry-After"] = "5"
    response.headers["Vary"] = "Cookie, Accept-Language"
    may_be_revisited(request, response)
    return response


def _referer(request: Request) -> str:
    referer = request.headers.get("referer", "")
    host = request.headers.get("host", "")
    _scheme, _sep, rest = referer.partition("://")
    return rest.removeprefix(host) if host and rest.startswith(host) else ""


def _sent_form(request: Request) -> Form | None:
    form: Form | None = getattr(request.state, "form", None)
    return form


def kept_fields(form: Form | None) -> list[tuple[str, str]]:
    """What to send again, without secrets: those are typed again."""
    if form is None:
        return []
    return [
        (name, value)
        for name, values in form.values.items()
        for value in values
        if name != KEY_FIELD and not any(secret in name for secret in SECRET_FIELDS)
    ]


def asked_again(form: Form | None) -> list[str]:
    """Secret fields that the person has to type again."""
    return [
        n
        for n in (form.values if form else {})
        if any(s in n for s in SECRET_FIELDS) and n != "token"
    ]


async def _sign_in(request: Request, _error: Exception) -> Response:
    from urllib.parse import urlencode

    if request.method in {"GET", "HEAD"}:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    else:
        address = safe_next(_referer(request), "/today")
    target = sign_in_address(address)
    settings = request.app.state.settings
    if session_of(request, settings):
        target += "&" + urlencode({"ended": "yes"})
    response: Response
    if request.method not in {"GET", "HEAD"} and _sent_form(request):
        response = _retry(request, 401, template="errors/signed-out.html", sign_in=target)
    elif request.headers.get("hx-request"):
        response = Response(status_code=204, headers={"HX-Redirect": target})
    else:
        response = RedirectResponse(target, status_code=303)
    if session_of(request, settings):
        drop_cookie(response, settings)
    return response


def _retry(request: Request, status: int, *, template: str, **values: Any) -> Response:
    form = _sent_form(request)
    return error_page(
        request,
        status,
        template,
        action=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        method=request.method.lower(),
        fields=kept_fields(form),
        secrets=asked_again(form),
        key=form.key if form else "",
        **values,
    )


async def _unavailable(request: Request, error: Exception) -> Response:
    service = error.service if isinstance(error, Unavailable) else ""
    structlog.get_logger().warning(
        "page_unavailable", upstream=service, path=request.url.path, why=repr(error.__cause__)
    )
    return _retry(request, 503, template="errors/retry.html")


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    if error.status == 403:
        return error_page(request, 403, "errors/forbidden.html", reason=refusal_text(error))
    details = list(dict.fromkeys(sentence(detail) for detail in error.errors.values()))
    return error_page(
        request, error.status, "errors/refused.html", reason=refusal_text(error), details=details
    )


async def _not_there(request: Request, _error: Exception) -> Response:
    return error_page(request, 404, "errors/missing.html")


async def _staff_only(request: Request, _error: Exception) -> Response:
    return error_page(
        request, 403, "errors/forbidden.html", reason=_("This page is for course staff.")
    )


async def _other_person(request: Request, _error: Exception) -> Response:
    """Words of one person are never sent in the name of another, nor shown to them."""
    return error_page(request, 409, "errors/other-person.html")


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if status == 404:
        return await _not_there(request, error)
    response = error_page(
        request,
        status,
        "errors/refused.html",
        reason=_("This request could not be read."),
        details=[],
    )
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    """A malformed identifier in an address is an address that does not exist."""
    return await _not_there(request, error)


async def _unexpected(request: Request, error: Exception) -> Response:
    structlog.get_logger().error("unexpected_error", exc_info=error, path=request.url.path)
    return error_page(request, 500, "errors/broken.html")


async def foreign_form(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to a form that another site sent in the person's name."""
    request = Request(scope, receive)
    response = error_page(request, 403, "errors/foreign.html")
    await response(scope, receive, send)


def install(app: FastAPI) -> None:
    """Every error of the pages becomes a page."""
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(NotThere, _not_there)
    app.add_exception_handler(StaffOnly, _staff_only)
    app.add_exception_handler(OtherPerson, _other_person)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(MultiPartException, _http)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(LastResort, answer=_unexpected)
