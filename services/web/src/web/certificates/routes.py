"""Certificates: one's own, and verifying anybody's by its code."""

from urllib.parse import quote

from fastapi import Response

from web.api import NotThere
from web.certificates.drawing import qr_code
from web.i18n import _
from web.pages import Anyone, router
from web.projects.words import result_word

routes = router()


@routes.get("/certificates")
async def certificates(page: Anyone) -> Response:
    """Mine if I am signed in; and a field to verify one for everybody."""
    code = page.query("code")
    if code:
        return page.go(f"/certificates/{quote(code[:60], safe='')}")
    mine = await page.api.projects.get("/v1/me/certificates") if page.viewer else None
    return page.render("certificates/index.html", mine=mine, result_word=result_word)


@routes.get("/certificates/{code}")
async def certificate(page: Anyone, code: str) -> Response:
    """A certificate that anybody can verify and its holder can print."""
    try:
        found = await page.api.projects.get(f"/v1/certificates/{quote(code[:60], safe='')}")
    except NotThere:
        return page.render("certificates/unknown.html", status=404, code=code[:60])
    address = f"{page.settings.public_url.rstrip('/')}/certificates/{found['code']}"
    return page.render(
        "certificates/certificate.html",
        certificate=found,
        address=address,
        square=qr_code(address, _("Square code that leads to %(address)s", address=address)),
    )
