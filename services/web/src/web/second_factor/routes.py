"""Pages of setting up and removing the second factor."""

from fastapi import Response

from web.account.routes import HERE, at_password, show_security
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.second_factor.picture import is_ours, qr_picture
from web.sign_in.opened import keep_session

routes = router()


@routes.post("/settings/security/second-factor")
async def start(page: SignedIn) -> Response:
    """A new secret each time; it counts once its first code is typed."""
    form = await page.form()
    body = {"password": form.value("password") or None}
    started = await page.try_to(form, page.api.accounts.post("/v1/me/second-factor", body))
    if started is None:
        return await show_security(page, factor=at_password(form))
    return _setup(page, Form(), started["secret"], started["otpauth_uri"])


@routes.get("/settings/security/second-factor")
async def start_again(page: SignedIn) -> Response:
    """The address of a page that was left: begin anew."""
    return page.go(HERE)


def _setup(page: Page, form: Form, secret: str, uri: str) -> Response:
    return page.render(
        "second_factor/setup.html",
        secret=True,
        form=form,
        key=secret,
        uri=uri,
        picture=qr_picture(uri),
    )


@routes.post("/settings/security/second-factor/confirm")
async def confirm(page: SignedIn) -> Response:
    """The recovery codes are shown on this answer only."""
    form = await page.form()
    secret, uri = form.text("secret"), form.text("uri")
    body = {"code": form.text("code")}
    done = await page.try_to(form, page.api.accounts.post("/v1/me/second-factor/confirm", body))
    if done is None:
        if not is_ours(uri):
            return page.go(HERE)
        if form.errors:
            form.errors = {"code": _("This is not the code that the app shows now. Try the next.")}
        return _setup(page, form, secret, uri)
    shown = page.render(
        "second_factor/recovery-codes.html", secret=True, codes=done["recovery_codes"]
    )
    return keep_session(page, shown, done["session"])


@routes.post("/settings/security/second-factor/remove")
async def remove(page: SignedIn) -> Response:
    form = await page.form()
    body = {"password": form.value("password") or None, "code": form.text("code")}
    if not body["code"]:
        form.miss("code")
    done = await page.try_to(form, page.api.accounts.post("/v1/me/second-factor/remove", body))
    if done is None:
        if form.refusal and "code" in form.errors:
            form.errors["code"] = _("Incorrect code, or it was used already. Enter the next one.")
        return await show_security(page, remove=at_password(form))
    page.request.app.state.tokens.forget(page.session)
    return page.go(HERE, _("Two-step verification is off."))
