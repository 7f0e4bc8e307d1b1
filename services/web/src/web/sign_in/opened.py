"""Keeping and dropping the browser's session."""

from datetime import datetime
from typing import Any

from fastapi import Response

from shared import clock
from web.pages import Page
from web.session import cookie_name, drop_cookie, keep_cookie, keep_known_device

SHORTEST_PASSWORD = 10


def keep_session(page: Page, response: Response, opened: dict[str, Any]) -> Response:
    """The browser holds the new session; what was learned about the old one is forgotten."""
    forget_session(page)
    lasts = datetime.fromisoformat(opened["expires_at"]) - clock.real_now()
    keep_cookie(
        response,
        page.settings,
        "meridian",
        opened["session_token"],
        seconds=max(60, int(lasts.total_seconds())),
    )
    if token := opened.get("device_token"):
        keep_known_device(page.request, response, page.settings, token)
    return response


def forget_session(page: Page) -> None:
    held = page.request.cookies.get(cookie_name(page.settings))
    if held:
        page.request.app.state.tokens.forget(held)


def drop_session(page: Page, response: Response) -> Response:
    forget_session(page)
    drop_cookie(response, page.settings)
    return response


def as_visitor(page: Page) -> None:
    """For forms that sign in: no access token is sent, so a refusal speaks about this form alone."""
    page.api.caller.session = None
