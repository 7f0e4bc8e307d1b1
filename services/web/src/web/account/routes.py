"""Pages of one's own account: sessions, password, addresses, export, erasure."""

from typing import Any
from uuid import UUID

from fastapi import Response

from web.account.copying import copy_of_everything
from web.account.devices import device_words
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.sign_in.opened import SHORTEST_PASSWORD, drop_session, forget_session, keep_session

routes = router()
HERE = "/settings/security"


@routes.get("/settings/security")
async def security(page: SignedIn) -> Response:
    return await show_security(page)


async def show_security(page: Page, **forms: Form) -> Response:
    """The page, with one form as it came back."""
    me = await page.api.accounts.get("/v1/me")
    sessions = await page.api.accounts.get("/v1/sessions")
    answered = next(iter(forms.values()), None)
    return page.render(
        "account/security.html",
        status=answered.status if answered else 0,
        me=me,
        sessions=[{**item, "words": device_words(item["device"])} for item in sessions["items"]],
        password_form=forms.get("password") or Form(),
        email_form=forms.get("email") or Form(),
        private_form=forms.get("private") or Form(),
        factor_form=forms.get("factor") or Form(),
        remove_form=forms.get("remove") or Form(),
    )


@routes.post("/settings/security/sessions/{session_id}/close")
async def close_session(page: SignedIn, session_id: UUID) -> Response:
    await page.form()
    await page.api.accounts.delete(f"/v1/sessions/{session_id}")
    return page.go(HERE, _("That device is signed out."))


@routes.post("/settings/security/password")
async def change_password(page: SignedIn) -> Response:
    form = await page.form()
    if len(form.value("new_password")) < SHORTEST_PASSWORD:
        form.refuse("new_password", _("Use at least ten characters. A short sentence is good."))
    body = {
        "current_password": form.value("current_password") or None,
        "new_password": form.value("new_password"),
    }
    opened = await page.try_to(form, page.api.accounts.post("/v1/me/password", body))
    if opened is None:
        return await show_security(page, password=at_password(form, "current_password"))
    message = _("Your password is changed, and other devices are signed out.")
    return keep_session(page, page.go(HERE, message), opened)


def at_password(form: Form, name: str = "password") -> Form:
    """A wrong or missing password is marked at its field, not only above the form."""
    if form.status == 403 and not form.errors:
        form.errors[name] = form.problem
        form.problem = ""
    return form


@routes.post("/settings/security/email")
async def change_email(page: SignedIn) -> Response:
    form = await page.form()
    email = form.text("new_email")
    if not email:
        form.miss("new_email")
    body = {"new_email": email, "password": form.value("password") or None}
    if await page.try_to(form, page.api.accounts.post("/v1/me/email", body)) is None:
        return await show_security(page, email=at_password(form))
    message = _("We sent a link to %(email)s. Open it to confirm.", email=email)
    return page.go(HERE, message, tone="waiting")


@routes.post("/settings/security/private-email")
async def add_private_email(page: SignedIn) -> Response:
    form = await page.form()
    email = form.text("private_email")
    if not email:
        form.miss("private_email")
    body = {"private_email": email, "password": form.value("password") or None}
    if await page.try_to(form, page.api.accounts.post("/v1/me/private-email", body)) is None:
        return await show_security(page, private=at_password(form))
    message = _("We sent a link to %(email)s. Open it to confirm.", email=email)
    return page.go(HERE, message, tone="waiting")


@routes.post("/settings/security/private-email/remove")
async def remove_private_email(page: SignedIn) -> Response:
    form = await page.form()
    body = {"password": form.value("password") or None}
    done = await page.try_to(form, page.api.accounts.post("/v1/me/private-email/remove", body))
    if done is None:
        return await show_security(page, private=at_password(form))
    return page.go(HERE, _("Your private address is removed."))


@routes.get("/settings/security/export")
async def export_form(page: SignedIn) -> Response:
    return await _export(page, Form())


async def _export(page: Page, form: Form) -> Response:
    me = await page.api.accounts.get("/v1/me")
    return page.render("account/export.html", form=form, me=me)


@routes.post("/settings/security/export")
async def export(page: SignedIn) -> Response:
    """A copy of what every service keeps, as one file."""
    form = await page.form()
    body = {"password": form.value("password") or None}
    data = await page.try_to(form, page.api.accounts.post("/v1/me/export", body))
    if data is None:
        return await _export(page, at_password(form))
    # The password made the session fresh; tokens from before do not know it.
    forget_session(page)
    return Response(
        await copy_of_everything(page, data),
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="meridian-my-data.zip"'},
    )


@routes.get("/settings/security/erase")
async def erase_form(page: SignedIn) -> Response:
    return await _erase(page, Form())


async def _erase(page: Page, form: Form) -> Response:
    me = await page.api.accounts.get("/v1/me")
    return page.render("account/erase.html", form=form, me=me)


@routes.post("/settings/security/erase")
async def erase(page: SignedIn) -> Response:
    form = await page.form()
    if not form.flag("sure"):
        form.refuse("sure", _("Tick the box if this is what you want."))
    body = {"password": form.value("password") or None}
    done = await page.try_to(form, page.api.accounts.post("/v1/me/erasure", body))
    if done is None:
        return await _erase(page, at_password(form))
    message = _("Your account is closed. We will email you when your data is deleted.")
    return drop_session(page, page.go("/", message))


VERIFICATION = "/settings/verification"


@routes.get("/settings/verification")
async def verification_form(page: SignedIn) -> Response:
    return await _verification(page, Form.of({"evidence_kind": "school_page"}))


async def _verification(page: Page, form: Form) -> Response:
    me: dict[str, Any] = await page.api.accounts.get("/v1/me")
    return page.render("account/verification.html", form=form, me=me)


@routes.post("/settings/verification")
async def request_verification(page: SignedIn) -> Response:
    form = await page.form()
    body = {
        "evidence_kind": form.text("evidence_kind"),
        "evidence": form.text("evidence"),
        "note": form.text("note"),
    }
    sent = await page.try_to(form, page.api.accounts.post("/v1/me/verification", body))
    if sent is None:
        if form.errors:
            form.errors = {"evidence": _evidence_hint(body["evidence_kind"])}
            form.problem = ""
        return await _verification(page, form)
    return page.go(VERIFICATION, _("Thank you. Course staff will check it."), tone="waiting")


def _evidence_hint(kind: str) -> str:
    if kind == "head_email":
        return _("Enter an email address, for example name@school.org.")
    return _("Enter the whole address of a page. It begins with https://")
