"""`/partnerships/{id}/moving` and `/seats/{id}`: keep the class, hand the seat over, or leave."""

from uuid import UUID

from fastapi import Response

from web.forms import Form
from web.i18n import N_, _, gettext
from web.pages import Page, SignedIn, router
from web.parts import part

routes = router()
STATES = {
    "open": (N_("Waits for an answer"), "waiting"),
    "accepted": (N_("Taken over"), "good"),
    "declined": (N_("Declined kindly"), "quiet"),
    "withdrawn": (N_("Withdrawn"), "quiet"),
    "expired": (N_("Ended without an answer"), "quiet"),
    "refused": (N_("A partner did not agree"), "quiet"),
}


@routes.get("/partnerships/{partnership_id}/moving")
async def moving(page: SignedIn, partnership_id: UUID) -> Response:
    return await _moving(page, partnership_id, Form())


@routes.post("/partnerships/{partnership_id}/moving")
async def offer_seat(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    body = {"email": form.text("email"), "words": form.text("words")}
    path = f"/v1/partnerships/{partnership_id}/seat-offers"
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return await _moving(page, partnership_id, form)
    return page.go(
        f"/partnerships/{partnership_id}/moving",
        _("Asked. Until your colleague says yes, nothing changes."),
    )


@routes.post("/seats/{offer_id}/withdraw")
async def withdraw(page: SignedIn, offer_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/seat-offers/{offer_id}/withdraw"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _seat(page, offer_id, form)
    found = await page.api.partnering.get(f"/v1/seat-offers/{offer_id}")
    return page.go(f"/partnerships/{found['partnership_id']}/moving", _("Withdrawn."))


@routes.get("/seats/{offer_id}")
async def seat(page: SignedIn, offer_id: UUID) -> Response:
    return await _seat(page, offer_id, Form())


@routes.post("/seats/{offer_id}/take")
async def take(page: SignedIn, offer_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/seat-offers/{offer_id}/take"
    done = await page.try_to(form, page.api.partnering.post(path))
    if done is None:
        return await _seat(page, offer_id, form)
    return page.go(
        f"/seats/{offer_id}",
        _("Thank you. We now ask the partners. You get the class when all of them agree."),
    )


@routes.post("/seats/{offer_id}/agree")
async def agree(page: SignedIn, offer_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/seat-offers/{offer_id}/agree"
    done = await page.try_to(form, page.api.partnering.post(path))
    if done is None:
        return await _seat(page, offer_id, form)
    if done["state"] == "open":
        return page.go(f"/seats/{offer_id}", _("Thank you. We wait for the other partner."))
    return page.go(
        f"/partnerships/{done['partnership_id']}",
        _("The class has a new teacher. Say hello: all your work is here."),
    )


@routes.post("/seats/{offer_id}/refuse")
async def refuse(page: SignedIn, offer_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/seat-offers/{offer_id}/refuse"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _seat(page, offer_id, form)
    return page.go("/partnerships", _("Everything stays as it is. We tell both teachers."))


@routes.post("/seats/{offer_id}/decline")
async def decline(page: SignedIn, offer_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/seat-offers/{offer_id}/decline"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _seat(page, offer_id, form)
    return page.go("/today", _("Declined. Your colleague looks for somebody else."))


async def _moving(page: Page, partnership_id: UUID, form: Form) -> Response:
    item = await page.api.partnering.get(f"/v1/partnerships/{partnership_id}")
    offers = await page.api.partnering.get("/v1/me/seat-offers")
    classes = await part(page.api.partnering.get("/v1/me/classes"), [], set())
    mine = next((one for one in item["members"] if one["you"]), None)
    names = [one["id"] for one in classes if mine and one["name"] == mine["class_name"]]
    return page.render(
        "handover/moving.html",
        item=item,
        mine=mine,
        class_id=names[0] if len(names) == 1 else "",
        offer=next(
            (one for one in offers if one["mine"] and one["partnership_id"] == item["id"]), None
        ),
        form=form,
    )


async def _seat(page: Page, offer_id: UUID, form: Form) -> Response:
    offer = await page.api.partnering.get(f"/v1/seat-offers/{offer_id}")
    words, tone = STATES[offer["state"]]
    return page.render("handover/seat.html", offer=offer, state=(gettext(words), tone), form=form)
