"""`/partnerships`: mine, the handshake of a new one, and leaving."""

from uuid import UUID

from fastapi import Response

from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.partnerships import words

routes = router()


@routes.get("/partnerships")
async def partnerships(page: SignedIn) -> Response:
    ended = bool(page.query("ended"))
    found = await page.api.partnering.get("/v1/me/partnerships", ended="true" if ended else "")
    return page.render("partnerships/index.html", items=found, words=words, ended=ended)


@routes.get("/partnerships/{partnership_id}/handshake")
async def handshake(page: SignedIn, partnership_id: UUID) -> Response:
    return await _handshake(page, partnership_id, Form())


@routes.post("/partnerships/{partnership_id}/confirm")
async def confirm(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/confirm"
    done = await page.try_to(form, page.api.partnering.post(path))
    if done is None:
        return await _handshake(page, partnership_id, form)
    if done["state"] == "confirmed":
        return page.go(
            f"/partnerships/{partnership_id}", _("Everybody said yes. Welcome to your room.")
        )
    return page.go(
        f"/partnerships/{partnership_id}/handshake",
        _("Thank you. Now we wait for the others, and tell you at once."),
    )


@routes.post("/partnerships/{partnership_id}/object")
async def object_to(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/object"
    body = {"reason": form.text("reason")}
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return await _handshake(page, partnership_id, form)
    return page.go("/partnerships", _("It has ended. You can invite someone else."))


@routes.post("/partnerships/{partnership_id}/leave")
async def leave(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    if not form.flag("sure"):
        form.refuse("sure", _("Tick this box to leave."))
    path = f"/v1/partnerships/{partnership_id}/leave"
    body = {"reason": form.text("reason")}
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        item = await page.api.partnering.get(f"/v1/partnerships/{partnership_id}")
        return page.render("partnerships/leave.html", item=item, form=form)
    return page.go("/partnerships", _("You have left. We help your partners to continue."))


@routes.get("/partnerships/{partnership_id}/leave")
async def leaving(page: SignedIn, partnership_id: UUID) -> Response:
    item = await page.api.partnering.get(f"/v1/partnerships/{partnership_id}")
    return page.render("partnerships/leave.html", item=item, form=Form())


async def _handshake(page: Page, partnership_id: UUID, form: Form) -> Response:
    path = f"/v1/partnerships/{partnership_id}"
    item = await page.api.partnering.get(path)
    calendar = None
    if item["your_answer"]:
        calendar = await page.api.partnering.get(f"{path}/calendar")
    return page.render(
        "partnerships/handshake.html",
        item=item,
        calendar=calendar,
        others=[one for one in item["members"] if not one["you"]],
        form=form,
        words=words,
    )
