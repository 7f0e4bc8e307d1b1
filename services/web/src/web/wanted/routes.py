"""`/find/{enrolment}/wanted`: who looks for a partner in their own words, and one's own post."""

from typing import Any
from uuid import UUID

from fastapi import Response

from web.api import NotThere
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router

routes = router()


@routes.get("/find/{enrolment_id}/wanted")
async def wanted(page: SignedIn, enrolment_id: UUID) -> Response:
    return await _wanted(page, enrolment_id, Form())


@routes.post("/find/{enrolment_id}/wanted")
async def post(page: SignedIn, enrolment_id: UUID) -> Response:
    form = await page.form()
    body = {"title": form.text("title"), "text": form.text("text")}
    path = f"/v1/enrolments/{enrolment_id}/partner-post"
    call = page.api.partnering.put(path, body, version=form.text("version"))
    if await page.try_to(form, call) is None:
        return await _wanted(page, enrolment_id, form)
    return page.go(
        f"/find/{enrolment_id}/wanted",
        _("We show your post for a month, or until your class has a partner."),
    )


@routes.post("/find/{enrolment_id}/wanted/take-down")
async def take_down(page: SignedIn, enrolment_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/enrolments/{enrolment_id}/partner-post"
    if await page.try_to(form, page.api.partnering.delete(path)) is None:
        return await _wanted(page, enrolment_id, form)
    return page.go(f"/find/{enrolment_id}/wanted", _("Taken down."))


async def _wanted(page: Page, enrolment_id: UUID, form: Form) -> Response:
    enrolments: list[dict[str, Any]] = await page.api.partnering.get("/v1/me/enrolments")
    mine = next((one for one in enrolments if one["id"] == str(enrolment_id)), None)
    if mine is None:
        raise NotThere
    posts: list[dict[str, Any]] = []
    after = None
    if page.me.verified:
        path = f"/v1/enrolments/{enrolment_id}/partner-posts"
        found = await page.api.partnering.get(path, cursor=page.query("cursor"))
        posts, after = found["items"], found["next_cursor"]
    own = next((one for one in posts if one["mine"]), None)
    newest = Form.of({"title": own["title"], "text": own["text"]}) if own else Form()
    if own and not form.sent:
        form = newest
    elif own and form.status == 412:
        form.meets(newest)
    return page.render(
        "wanted/index.html",
        mine=mine,
        posts=[one for one in posts if not one["mine"]],
        own=own,
        version=f'"{own["version"]}"' if own else "",
        next_cursor=after,
        cursor=page.query("cursor"),
        form=form,
    )
