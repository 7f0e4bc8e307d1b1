"""`/preview`: three questions, and how many teachers could fit."""

from fastapi import Response

from web.api import Refused
from web.forms import Form
from web.pages import Anyone, router
from web.vocabulary import SUBJECTS, country_options, language_options, options

routes = router()


@routes.get("/preview")
async def preview(page: Anyone) -> Response:
    form = Form(page.request.query_params.multi_items())
    found = None
    if form.text("country") and form.text("language"):
        first = form.number("age_from") or 11
        last = form.number("age_to") or max(first, 13)
        if not form.errors:
            try:
                found = await page.api.partnering.get(
                    "/v1/preview",
                    country=form.text("country"),
                    language=form.text("language"),
                    age_from=first,
                    age_to=last,
                    subject=form.text("subject"),
                )
            except Refused as refusal:
                form.refused(refusal)
    return page.render(
        "preview/index.html",
        fragment="result",
        form=form,
        found=found,
        countries=country_options(),
        spoken=language_options(),
        subjects=options(SUBJECTS),
    )
