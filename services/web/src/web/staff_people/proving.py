"""Asks staff for the password before they decide who others are, and then does what they sent."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Response

from web.account.routes import at_password
from web.forms import KEY_FIELD, Form
from web.i18n import _
from web.pages import Page
from web.sign_in.opened import forget_session

PROOF = frozenset({"step-up-required", "wrong-password"})


async def proven(page: Page, form: Form, call: Callable[[], Awaitable[Any]]) -> Any:
    """The call, after the password that the form brings, if it brings one."""
    if form.value("password"):
        await page.api.accounts.post("/v1/me/step-up", {"password": form.value("password")})
        # Tokens from before do not know that the session is fresh.
        forget_session(page)
    return await call()


def asks_for_password(form: Form) -> bool:
    return form.refusal is not None and form.refusal.slug in PROOF


def password_page(page: Page, form: Form) -> Response:
    """What they sent is kept on the page and sent again together with the password.

    Nothing is marked as wrong before a password was given.
    """
    asked = form.refusal is not None and form.refusal.slug == "step-up-required"
    if asked:
        form.problem, form.errors = "", {}
    verifying = page.request.url.path.startswith("/staff/verifications/")
    kept = [
        (name, value)
        for name, values in form.values.items()
        for value in values
        if name not in {"password", KEY_FIELD}
    ]
    return page.render(
        "staff_people/password.html",
        status=form.status,
        form=form if asked else at_password(form),
        back=("/staff/verifications", _("Verifications"))
        if verifying
        else ("/staff/people", _("People")),
        address=page.request.url.path,
        kept=kept,
    )
