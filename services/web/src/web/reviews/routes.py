"""Peer review: what I am asked to give, what we received, and the page to write one."""

from typing import Any
from uuid import UUID

from fastapi import Response

from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.reviews.words import CRITERIA, criteria, marks, state_word

routes = router()


@routes.get("/reviews")
async def reviews(page: SignedIn) -> Response:
    found = await page.api.course.get("/v1/me/reviews")
    return page.render(
        "reviews/index.html",
        partnerships=found["partnerships"],
        staff=found["staff"],
        state_word=state_word,
        criteria=criteria(),
    )


@routes.get("/reviews/{review_id}")
async def review(page: SignedIn, review_id: UUID) -> Response:
    return await _review(page, review_id, None)


async def _review(page: Page, review_id: UUID, form: Form | None) -> Response:
    found = await page.api.course.get(f"/v1/reviews/{review_id}")
    return page.render(
        "reviews/show.html",
        review=found,
        form=form or Form.of(found),
        state=state_word(found["status"]),
        criteria=criteria(),
        marks=marks(),
    )


@routes.post("/reviews/{review_id}")
async def give(page: SignedIn, review_id: UUID) -> Response:
    form = await page.form()
    scores: dict[str, int] = {}
    for code in CRITERIA:
        mark = form.number(f"scores.{code}")
        if mark is not None:
            scores[code] = mark
    body: dict[str, Any] = {
        name: form.text(name) for name in ("strength", "specific_example", "suggested_action")
    }
    call = page.api.course.post(f"/v1/reviews/{review_id}", {**body, "scores": scores})
    if await page.try_to(form, call) is None:
        return await _review(page, review_id, form)
    return page.go("/reviews", _("Given. Thank you: the partners can read it now."))
