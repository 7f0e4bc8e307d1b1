"""`/report` for everybody; `/staff/reports` for the safeguarding officer."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.forms import Form
from web.i18n import N_, _, gettext
from web.pages import Page, SignedIn, allowed, router

routes = router()
Officer = Annotated[Page, allowed(Permission.HANDLE_REPORTS)]
REASONS = {
    "unkind": N_("It is unkind or insulting"),
    "unsafe": N_("I worry about somebody's safety"),
    "not_a_teacher": N_("I doubt that this is a teacher"),
    "private_data": N_("It shows private data, or pupils' names or pictures"),
    "spam": N_("It is advertising"),
    "other": N_("Something else"),
}
OUTCOMES = {
    "no_action": N_("Nothing needs to be done"),
    "talked_to": N_("I have talked to them"),
    "contact_frozen": N_("I have paused contact"),
    "passed_on": N_("I have passed it on"),
}


@routes.get("/report")
async def report(page: SignedIn) -> Response:
    return _report(page, Form([("subject", page.query("subject")), ("id", page.query("id"))]))


@routes.post("/report")
async def send_report(page: SignedIn) -> Response:
    form = await page.form()
    if not form.text("reason"):
        form.refuse("reason", _("Choose what comes closest."))
    body = {
        "subject": form.text("subject"),
        "subject_id": form.text("id"),
        "reason": form.text("reason"),
        "text": form.text("text"),
    }
    if await page.try_to(form, page.api.partnering.post("/v1/reports", body)) is None:
        return _report(page, form)
    return page.render("reports/sent.html")


@routes.get("/staff/reports")
async def reports(page: Officer) -> Response:
    state = "resolved" if page.query("state") == "resolved" else "open"
    found = await page.api.partnering.get("/v1/reports", state=state, cursor=page.query("cursor"))
    return page.render(
        "reports/index.html",
        state=state,
        reports=found["items"],
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
        reasons=_words(REASONS),
        outcomes=_words(OUTCOMES),
    )


@routes.get("/staff/reports/{report_id}")
async def one_report(page: Officer, report_id: UUID) -> Response:
    return await _one(page, report_id, Form())


@routes.post("/staff/reports/{report_id}/resolve")
async def resolve(page: Officer, report_id: UUID) -> Response:
    form = await page.form()
    if not form.text("outcome"):
        form.refuse("outcome", _("Choose what was done."))
    body = {"outcome": form.text("outcome"), "note": form.text("note")}
    path = f"/v1/reports/{report_id}/resolve"
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return await _one(page, report_id, form)
    return page.go("/staff/reports", _("Resolved."))


@routes.post("/staff/reports/{report_id}/freeze")
async def freeze(page: Officer, report_id: UUID) -> Response:
    form = await page.form()
    if not form.text("why"):
        form.refuse("why", _("Write why, for the record."))
    path = f"/v1/people/{form.text('person_id')}/freeze"
    call = page.api.partnering.post(path, {"reason": form.text("why")})
    if await page.try_to(form, call) is None:
        return await _one(page, report_id, form)
    return page.go(f"/staff/reports/{report_id}", _("Contact is paused."))


@routes.post("/staff/reports/{report_id}/release")
async def release(page: Officer, report_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/people/{form.text('person_id')}/release"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _one(page, report_id, form)
    return page.go(f"/staff/reports/{report_id}", _("Contact is open again."))


def _report(page: Page, form: Form) -> Response:
    return page.render(
        "reports/report.html",
        form=form,
        message=form.text("subject") == "message",
        reasons=list(_words(REASONS).items()),
    )


async def _one(page: Page, report_id: UUID, form: Form) -> Response:
    found = await page.api.partnering.get(f"/v1/reports/{report_id}")
    return page.render(
        "reports/report_case.html",
        report=found,
        reasons=_words(REASONS),
        outcomes=list(_words(OUTCOMES).items()),
        form=form,
    )


def _words(words: dict[str, str]) -> dict[str, str]:
    return {code: gettext(label) for code, label in words.items()}
