"""Pages of registering: the form, the waiting, the mailed link."""

from urllib.parse import quote, unquote

from fastapi import Response

from web.api import Refused
from web.forms import Form
from web.i18n import LANGUAGES, N_, _, gettext
from web.pages import Anyone, Page, router
from web.preferences.places import countries, zones
from web.reader import reader
from web.registration.zones import zone_of_country
from web.session import cookie_name, keep_cookie
from web.sign_in.opened import SHORTEST_PASSWORD, as_visitor, keep_session

routes = router()

REMEMBERED = "registering"
"""The cookie that holds the address and the key that corrects it, until it is confirmed."""
STEPS = (
    (N_("Your account"), N_("Name and address: this page."), 1),
    (N_("Confirm your address"), N_("Open the link in our email and choose a password."), 2),
    (N_("Show that you are a teacher"), N_("A page of your school, or your head's address."), 2),
    (N_("Your profile"), N_("What you offer and what you look for."), 5),
    (N_("Your class, and the programme you join"), N_("Then partners can find you."), 5),
)


def _tasks(done: int) -> list[dict[str, object]]:
    return [
        {
            "title": gettext(title),
            "hint": gettext(hint),
            "minutes": minutes,
            "done": index < done,
            "href": "",
        }
        for index, (title, hint, minutes) in enumerate(STEPS)
    ]


@routes.get("/register")
async def register_form(page: Anyone) -> Response:
    if page.viewer:
        return page.go("/today")
    known = {name: page.query(name) for name in ("email", "country")}
    return _form(page, Form.of({"language": reader().language, **known}))


def _form(page: Page, form: Form) -> Response:
    return page.render(
        "registration/index.html",
        form=form,
        tasks=_tasks(0),
        countries=countries(),
        zones=zones(),
        spoken=list(LANGUAGES.items()),
    )


@routes.post("/register")
async def register(page: Anyone) -> Response:
    form = await page.form()
    as_visitor(page)
    country = form.text("country")
    zone = form.text("zone") or zone_of_country(country)
    _mark_what_is_missing(form, zone)
    body = {
        "email": form.text("email"),
        "name": form.text("name"),
        "country": country,
        "language": form.text("language") or reader().language,
        "zone": zone,
        "code_of_conduct": True,
    }
    accepted = await page.try_to(form, page.api.accounts.post("/v1/registrations", body))
    if accepted is None:
        return _form(page, form)
    return _remember(page, page.go("/register/sent"), form.text("email"), accepted["edit_key"])


def _mark_what_is_missing(form: Form, zone: str) -> None:
    for name in ("name", "email", "country"):
        if not form.text(name):
            form.miss(name)
    if not form.flag("code_of_conduct"):
        form.refuse("code_of_conduct", _("Please read the code of conduct and agree to it."))
    if form.text("country") and not zone:
        form.refuse("zone", _("Your country has several time zones: choose yours."))


def _remember(page: Page, response: Response, email: str, edit_key: str) -> Response:
    value = f"{quote(email[:320])}~{edit_key}"
    keep_cookie(response, page.settings, REMEMBERED, value, seconds=3 * 24 * 3600)
    return response


def _remembered(page: Page) -> tuple[str, str]:
    """The address that was registered in this browser, and the key that corrects it."""
    value = page.request.cookies.get(cookie_name(page.settings, REMEMBERED), "")
    email, _sep, edit_key = value.partition("~")
    return unquote(email), edit_key


@routes.get("/register/sent")
async def registration_sent(page: Anyone) -> Response:
    if page.viewer:
        return page.go("/today")
    return _sent(page, Form(), _remembered(page)[0])


def _sent(page: Page, form: Form, email: str) -> Response:
    correctable = bool(_remembered(page)[1])
    return page.render(
        "registration/sent.html", form=form, email=email, correctable=correctable, tasks=_tasks(1)
    )


@routes.post("/register/resend")
async def resend(page: Anyone) -> Response:
    form = await page.form()
    as_visitor(page)
    email = form.text("email")
    sent = await page.try_to(
        form, page.api.accounts.post("/v1/registrations/resend", {"email": email})
    )
    if sent is None:
        return _sent(page, form, email)
    message = _("If this address waits for confirmation, a new link is on its way.")
    return _remember(page, page.go("/register/sent", message), email, _remembered(page)[1])


@routes.get("/register/correct")
async def correct_form(page: Anyone) -> Response:
    """Only in the browser that registered; elsewhere one registers again with the right address."""
    email, edit_key = _remembered(page)
    if not edit_key:
        return page.go("/register")
    return page.render("registration/correct.html", form=Form(), email=email)


@routes.post("/register/correct")
async def correct(page: Anyone) -> Response:
    """Another address for the link, before confirming."""
    form = await page.form()
    as_visitor(page)
    email, edit_key = _remembered(page)
    body = {
        "edit_key": edit_key,
        "new_email": form.text("new_email"),
        "keep_as_school_address": form.text("which") == "blocked",
    }
    if not body["new_email"]:
        form.miss("new_email")
    if await page.try_to(form, page.api.accounts.post("/v1/registrations/correct", body)) is None:
        return page.render("registration/correct.html", form=form, email=email)
    message = _("A new link is on its way to %(email)s.", email=form.text("new_email"))
    return _remember(page, page.go("/register/sent", message), form.text("new_email"), edit_key)


@routes.get("/confirm")
async def confirm_form(page: Anyone) -> Response:
    """Consumes nothing, because mail programs open links by themselves."""
    token = page.query("token")
    if page.query("address"):
        return page.render("registration/address.html", token=token, form=Form())
    as_visitor(page)
    try:
        opened = await page.api.accounts.post("/v1/registrations/opened", {"token": token})
    except Refused as refusal:
        return _confirming(page, Form().refused(refusal), "", "")
    said = {name: opened[name] for name in ("name", "country", "language", "zone")}
    return _confirming(page, Form.of(said), token, opened["email"])


def _confirming(page: Page, form: Form, token: str, email: str) -> Response:
    return page.render(
        "registration/confirm.html",
        form=form,
        token=token,
        email=email,
        countries=countries(),
        zones=zones(),
        spoken=list(LANGUAGES.items()),
    )


@routes.post("/confirm")
async def confirm(page: Anyone) -> Response:
    """The password is chosen by whoever holds the link; what was registered is theirs to correct."""
    form = await page.form()
    as_visitor(page)
    country = form.text("country")
    zone = form.text("zone") or zone_of_country(country)
    if country and not zone:
        form.refuse("zone", _("Your country has several time zones: choose yours."))
    token = form.text("token")
    body = {
        "token": token,
        "password": form.value("password"),
        **{name: form.optional(name) for name in ("name", "country", "language")},
        "zone": zone or None,
    }
    if len(form.value("password")) < SHORTEST_PASSWORD:
        form.refuse("password", _("Use at least ten characters. A short sentence is good."))
    opened = await page.try_to(form, page.api.accounts.post("/v1/registrations/confirm", body))
    if opened is None:
        token = "" if form.refusal and form.refusal.slug == "link-not-valid" else token
        return _confirming(page, form, token, form.text("email"))
    message = _("Welcome. Your address is confirmed and you are signed in.")
    return keep_session(page, page.go("/today", message), opened)


@routes.post("/confirm/address")
async def confirm_address(page: Anyone) -> Response:
    form = await page.form()
    token = form.text("token")
    signed_in = page.viewer is not None
    as_visitor(page)
    changed = await page.try_to(
        form, page.api.accounts.post("/v1/addresses/confirm", {"token": token})
    )
    if changed is None:
        return page.render("registration/address.html", form=form, token=token)
    return page.go(
        "/settings/security" if signed_in else "/sign-in", _("Your address is confirmed.")
    )
