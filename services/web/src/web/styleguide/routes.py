"""`/styleguide`: the components as they look, and the code that makes them."""

from datetime import timedelta

from fastapi import Response

from shared import clock
from web.forms import Form
from web.i18n import _
from web.pages import Anyone, Page, router

routes = router()
PEOPLE = (
    {"name": "Ayşe Yılmaz", "seed": "a1", "country": "TR", "school": "Atatürk Ortaokulu"},
    {"name": "Lucia Rossi", "seed": "a2", "country": "IT", "school": "Scuola Media Dante"},
    {"name": "Tomáš Novák", "seed": "a3", "country": "CZ", "school": "ZŠ Komenského"},
    {"name": "Nino Beridze", "seed": "a9", "country": "GE", "school": ""},
)


def _example(form: Form) -> Form:
    form.miss("headline")
    return form


@routes.get("/styleguide")
async def styleguide(page: Anyone) -> Response:
    return _render(page, Form.of({"about": "", "level": "B1", "languages": ["en", "tr"]}))


@routes.post("/styleguide")
async def styleguide_form(page: Anyone) -> Response:
    """Shows how a form comes back with its words and what was wrong."""
    form = await page.form()
    form.number("size")
    if not form.text("headline"):
        form.miss("headline")
    if form.invalid:
        return _render(page, form)
    return page.go("/styleguide", _("Sent, and nothing was stored."), undo="/styleguide")


def _render(page: Page, form: Form) -> Response:
    now = clock.now()
    return page.render(
        "styleguide/index.html",
        form=form,
        people=PEOPLE,
        wrong=_example(Form.of({})),
        soon=now + timedelta(hours=30),
        later=now + timedelta(days=6),
        past=now - timedelta(days=1),
    )
