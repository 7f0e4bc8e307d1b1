"""Forms in the footer: language and colours, kept in cookies for a year."""

from fastapi import Response

from web.i18n import LANGUAGES
from web.pages import Anyone, router
from web.security import THEMES, safe_next
from web.session import keep_cookie

routes = router()
YEAR = 365 * 24 * 3600


@routes.post("/language")
async def choose_language(page: Anyone) -> Response:
    """The choice wins over the browser's wish and the person's setting, on this device."""
    form = await page.form()
    response = page.go(safe_next(form.text("next"), "/"))
    if form.text("language") in LANGUAGES:
        keep_cookie(response, page.settings, "language", form.text("language"), seconds=YEAR)
    return response


@routes.post("/theme")
async def choose_theme(page: Anyone) -> Response:
    form = await page.form()
    response = page.go(safe_next(form.text("next"), "/"))
    if form.text("theme") in THEMES:
        keep_cookie(response, page.settings, "theme", form.text("theme"), seconds=YEAR)
    return response
