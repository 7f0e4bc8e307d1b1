"""Pages of signing in and out, and of a new password."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Response

from web.forms import Form
from web.i18n import _
from web.pages import Anyone, Page, router
from web.security import safe_next
from web.sign_in.opened import SHORTEST_PASSWORD, as_visitor, drop_session, keep_session

routes = router()


@routes.get("/sign-in")
async def sign_in_form(page: Anyone) -> Response:
    target = safe_next(page.query("next"))
    if page.viewer:
        return page.go(target)
    form = Form.of({"next": target})
    return page.render("sign_in/index.html", form=form, ended=bool(page.query("ended")))


@routes.post("/sign-in")
async def sign_in(page: Anyone) -> Response:
    form = await page.form()
    as_visitor(page)
    body = {"email": form.text("email"), "password": form.value("password")}
    for name, value in body.items():
        if not value:
            form.miss(name)
    opened = await page.try_to(form, page.api.accounts.post("/v1/sessions", body))
    if opened is None:
        return page.render("sign_in/index.html", form=form, ended=False)
    return _on(page, form, opened)


def _on(page: Page, form: Form, opened: dict[str, Any]) -> Response:
    """Into the pages, or first to the question for a code."""
    target = safe_next(form.text("next"))
    if opened["second_factor"] == "required":
        address = f"/sign-in/second-factor?{urlencode({'next': target})}"
        return keep_session(page, page.go(address), opened)
    return keep_session(page, page.go(target), opened)


@routes.get("/sign-in/second-factor")
async def second_factor_form(page: Anyone) -> Response:
    target = safe_next(page.query("next"))
    if page.viewer:
        return page.go(target)
    return page.render("sign_in/second-factor.html", form=Form.of({"next": target}))


@routes.post("/sign-in/second-factor")
async def second_factor(page: Anyone) -> Response:
    form = await page.form()
    as_visitor(page)
    body = {"code": form.text("code")}
    if not body["code"]:
        form.miss("code")
    opened = await page.try_to(form, page.api.accounts.post("/v1/sessions/second-factor", body))
    if opened is None:
        return page.render("sign_in/second-factor.html", form=form)
    return _on(page, form, opened)


@routes.get("/sign-in/link")
async def link_form(page: Anyone) -> Response:
    return page.render("sign_in/link.html", form=Form(), token=page.query("token"))


@routes.post("/sign-in/link")
async def link(page: Anyone) -> Response:
    """A one-time link of the demo."""
    form = await page.form()
    as_visitor(page)
    token = form.text("token")
    opened = await page.try_to(form, page.api.accounts.post("/v1/sign-in-links", {"token": token}))
    if opened is None:
        return page.render("sign_in/link.html", form=form, token=token)
    return _on(page, form, opened)


@routes.get("/sign-in/code")
async def code_form(page: Anyone) -> Response:
    return page.render("sign_in/code.html", form=Form())


@routes.post("/sign-in/code")
async def code(page: Anyone) -> Response:
    """A single-use code that staff told."""
    form = await page.form()
    as_visitor(page)
    body = {"email": form.text("email"), "code": form.text("code")}
    for name, value in body.items():
        if not value:
            form.miss(name)
    opened = await page.try_to(form, page.api.accounts.post("/v1/sessions/by-code", body))
    if opened is None:
        if form.problem and not form.errors:
            form.problem = _(
                "Incorrect address or code, or the code was used already. Ask course staff for a new one."
            )
        return page.render("sign_in/code.html", form=form)
    return _on(page, form, opened)


@routes.get("/forgot")
async def forgot_form(page: Anyone) -> Response:
    return page.render("sign_in/forgot.html", form=Form(), sent=False)


@routes.post("/forgot")
async def forgot(page: Anyone) -> Response:
    form = await page.form()
    as_visitor(page)
    if not form.text("email"):
        form.miss("email")
    body = {"email": form.text("email")}
    sent = await page.try_to(form, page.api.accounts.post("/v1/password-resets", body))
    return page.render("sign_in/forgot.html", form=form, sent=sent is not None)


@routes.get("/reset")
async def reset_form(page: Anyone) -> Response:
    return page.render("sign_in/reset.html", form=Form(), token=page.query("token"))


@routes.post("/reset")
async def reset(page: Anyone) -> Response:
    form = await page.form()
    as_visitor(page)
    token = form.text("token")
    if len(form.value("password")) < SHORTEST_PASSWORD:
        form.refuse("password", _("Use at least ten characters. A short sentence is good."))
    body = {"token": token, "password": form.value("password")}
    done = await page.try_to(form, page.api.accounts.post("/v1/password-resets/confirm", body))
    if done is None:
        return page.render("sign_in/reset.html", form=form, token=token)
    message = _("Your new password is set. Sign in with it.")
    return drop_session(page, page.go("/sign-in", message))


@routes.post("/sign-out")
async def sign_out(page: Anyone) -> Response:
    as_visitor(page)
    """The next person at this machine finds neither drafts nor pages of the one who leaves."""
    await page.api.accounts.delete("/v1/sessions/current")
    response = drop_session(page, page.go("/", _("You are signed out.")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
