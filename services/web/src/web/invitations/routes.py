"""`/invitations`: received and sent, and one with its answers: accept, decline kindly, ask first."""

from uuid import UUID

from fastapi import Response

from web.forms import Form
from web.i18n import N_, _, gettext
from web.pages import Page, SignedIn, router

routes = router()
REASONS = {
    "found_partner": N_("I have found a partner already. I hope you find one soon."),
    "ages_too_far": N_("Our pupils' ages are too far apart, otherwise I would have liked to."),
    "other_topic": N_("We are set on another topic this time. Yours sounds good."),
    "timing": N_("Our weeks do not fit together this term. Perhaps next time."),
    "no_time_now": N_("I have more on my desk than I thought. Please do not wait for me."),
    "other": N_("I must say no this time. Thank you for asking."),
}
"""Kind words, ready to be sent with one tap."""
STATES = {
    "open": (N_("Waits for an answer"), "waiting"),
    "accepted": (N_("Accepted"), "good"),
    "declined": (N_("Declined kindly"), "quiet"),
    "withdrawn": (N_("Withdrawn"), "quiet"),
    "expired": (N_("Ended without an answer"), "quiet"),
    "superseded": (N_("Ended: one of you was matched with somebody else"), "quiet"),
    "fulfilled": (N_("Ended: you were matched with each other"), "quiet"),
}


@routes.get("/invitations")
async def invitations(page: SignedIn) -> Response:
    """The box asked for; else the received ones, or the sent ones where only those exist."""
    asked = page.query("box")
    box = "sent" if asked == "sent" else "received"
    found = await page.api.partnering.get(
        "/v1/me/invitations", box=box, cursor=page.query("cursor")
    )
    if not asked and not found["items"]:
        sent = await page.api.partnering.get("/v1/me/invitations", box="sent")
        if sent["items"]:
            box, found = "sent", sent
    return page.render(
        "invitations/index.html",
        box=box,
        invitations=found["items"],
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
        states=_states(),
    )


@routes.get("/invitations/{invitation_id}")
async def invitation(page: SignedIn, invitation_id: UUID) -> Response:
    return await _invitation(page, invitation_id, Form([("reason_code", "found_partner")]))


@routes.post("/invitations/{invitation_id}/accept")
async def accept(page: SignedIn, invitation_id: UUID) -> Response:
    form = await page.form()
    made = await page.try_to(
        form, page.api.partnering.post(f"/v1/invitations/{invitation_id}/accept")
    )
    if made is None:
        return await _invitation(page, invitation_id, form)
    return page.go(
        f"/partnerships/{made['partnership_id']}/handshake",
        _("Accepted. Now both of you confirm within three days."),
    )


@routes.post("/invitations/{invitation_id}/decline")
async def decline(page: SignedIn, invitation_id: UUID) -> Response:
    form = await page.form()
    body = {"reason_code": form.text("reason_code") or "other", "text": form.text("text")}
    done = await page.try_to(
        form, page.api.partnering.post(f"/v1/invitations/{invitation_id}/decline", body)
    )
    if done is None:
        return await _invitation(page, invitation_id, form)
    return page.go("/invitations", _("Declined, with a kind word."))


@routes.post("/invitations/{invitation_id}/withdraw")
async def withdraw(page: SignedIn, invitation_id: UUID) -> Response:
    form = await page.form()
    done = await page.try_to(
        form, page.api.partnering.post(f"/v1/invitations/{invitation_id}/withdraw")
    )
    if done is None:
        return await _invitation(page, invitation_id, form)
    return page.go("/invitations?box=sent", _("Withdrawn. You may ask somebody else."))


@routes.post("/invitations/{invitation_id}/ask")
async def ask(page: SignedIn, invitation_id: UUID) -> Response:
    form = await page.form()
    made = await page.try_to(
        form,
        page.api.partnering.post(
            f"/v1/invitations/{invitation_id}/questions", {"text": form.text("question")}
        ),
    )
    if made is None:
        if "text" in form.errors:
            form.errors["question"] = form.errors.pop("text")
        return await _invitation(page, invitation_id, form)
    return page.go(f"/invitations/{invitation_id}", _("Sent."))


async def _invitation(page: Page, invitation_id: UUID, form: Form) -> Response:
    found = await page.api.partnering.get(f"/v1/invitations/{invitation_id}")
    received = found["box"] == "received"
    other = found["sender"] if received else found["recipient"]
    mine = found["recipient"] if received else found["sender"]
    return page.render(
        "invitations/show.html",
        form=form,
        item=found,
        other=other,
        mine=mine,
        received=received,
        states=_states(),
        reasons=[(code, gettext(words)) for code, words in REASONS.items()],
        said=gettext(REASONS[found["decline_reason"]]) if found["decline_reason"] else "",
    )


def _states() -> dict[str, tuple[str, str]]:
    return {code: (gettext(words), tone) for code, (words, tone) in STATES.items()}
