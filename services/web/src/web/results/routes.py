"""The result editor of partners, and the staff's queue with publish and return."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from markupsafe import Markup

from shared.identity.permissions import Permission
from web.api import Json, Refused
from web.forms import Form
from web.i18n import _
from web.i18n.formats import language
from web.pages import Page, SignedIn, allowed, router
from web.projects.words import RESULTS, result_word
from web.room.contact import contact_paused
from web.vocabulary import SUBJECTS, language_options, options

routes = router()

Publisher = Annotated[Page, allowed(Permission.PUBLISH_RESULTS)]
MOST_LINKS = 10


def safe(html: str) -> Markup:
    """HTML that `projects` has rendered from Markdown and cleaned: the one place where that is done."""
    return Markup(html)  # noqa: S704


@routes.get("/partnerships/{partnership_id}/result")
async def result(page: SignedIn, partnership_id: UUID) -> Response:
    """Before the board is open there is nothing to write: the project page says what it waits for."""
    try:
        return await _editor(page, partnership_id, None)
    except Refused as refusal:
        if refusal.slug != "project-not-open":
            raise
        return page.go(f"/partnerships/{partnership_id}/project")


async def _editor(
    page: Page,
    partnership_id: UUID,
    form: Form | None,
    *,
    version: str = "",
    preview: Json = None,
) -> Response:
    """The editor. After a newer version was saved, what both changed shows both texts."""
    answer = await page.api.projects.fetch(f"/v1/partnerships/{partnership_id}/result")
    found = answer.body
    if form is None:
        form = _filled(found)
    elif form.status == 412:
        form.meets(_filled(found))
    return page.render(
        "results/editor.html",
        result=found,
        here=f"/partnerships/{partnership_id}",
        form=form,
        version=version or answer.version,
        preview=preview,
        paused=await contact_paused(page, partnership_id),
        safe=safe,
        state=result_word(found["status"]),
        subjects=options(SUBJECTS),
        languages_offered=_languages_offered(form),
        link_rows=range(min(len(form.rows("links")) + 2, MOST_LINKS)),
    )


def _filled(result: Json) -> Form:
    """A form that says what the result says."""
    others = ", ".join(one for one in result["subjects"] if one not in SUBJECTS)
    known = [one for one in result["subjects"] if one in SUBJECTS]
    count = result["pupils_count"] or ""
    return Form.of({**result, "subjects": known}, pupils_count=count, other_subjects=others)


def _languages_offered(form: Form) -> list[tuple[str, str]]:
    """All languages we name; whatever else was chosen before stays choosable."""
    offered = language_options()
    known = {code for code, _name in offered}
    more = [(code, language(code)) for code in form.many("languages") if code not in known]
    return offered + more


def _draft(form: Form) -> dict[str, Any]:
    body: dict[str, Any] = {
        name: form.text(name)
        for name in (
            "title",
            "summary",
            "what_we_did",
            "what_pupils_learned",
            "credits",
            "product_link",
        )
    }
    body["links"] = [
        {"title": row.get("title", ""), "url": row.get("url", "")} for row in form.rows("links")
    ]
    body["subjects"] = form.many("subjects") + form.lines("other_subjects")
    body["languages"] = form.many("languages")
    for name in ("pupils_age_from", "pupils_age_to"):
        age = form.number(name)
        if age is None and name not in form.errors:
            form.miss(name)
        body[name] = age
    body["pupils_count"] = form.number("pupils_count") or 0
    body["shows_people"] = form.flag("shows_people")
    body["consent_attested"] = form.flag("consent_attested")
    return body


@routes.post("/partnerships/{partnership_id}/result")
async def save_result(page: SignedIn, partnership_id: UUID) -> Response:
    """Save, or save and hand in, by the button that was pressed."""
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/result"
    body, version = _draft(form), form.text("version")
    if form.errors:
        return await _editor(page, partnership_id, form, version=version)
    try:
        saved = await page.api.projects.put(path, body, version=version)
    except Refused as refusal:
        form.refused(refusal)
        stale = refusal.slug == "stale-version"
        return await _editor(page, partnership_id, form, version="" if stale else version)
    if form.text("then") != "submit":
        return page.go(f"/partnerships/{partnership_id}/result", _("Draft saved."))
    if await page.try_to(form, page.api.projects.post(f"{path}/submit")) is None:
        return await _editor(page, partnership_id, form, version=f'"{saved["version"]}"')
    return page.go(
        f"/partnerships/{partnership_id}/result",
        _("Submitted. Course staff will read it."),
        undo=f"/partnerships/{partnership_id}/result/take-back",
    )


@routes.post("/partnerships/{partnership_id}/result/preview")
async def preview_result(page: SignedIn, partnership_id: UUID) -> Response:
    """The same editor with the words as they would look. Nothing is saved."""
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/result/preview"
    shown = await page.try_to(form, page.api.projects.post(path, _draft(form)))
    return await _editor(page, partnership_id, form, version=form.text("version"), preview=shown)


@routes.post("/partnerships/{partnership_id}/result/take-back")
async def take_back_result(page: SignedIn, partnership_id: UUID) -> Response:
    await page.form()
    await page.api.projects.post(f"/v1/partnerships/{partnership_id}/result/take-back")
    address = f"/partnerships/{partnership_id}/result"
    return page.go(address, _("Taken back: you can change it again."), tone="info")


@routes.post("/partnerships/{partnership_id}/result/withdraw")
async def withdraw_result(page: SignedIn, partnership_id: UUID) -> Response:
    await page.form()
    await page.api.projects.post(f"/v1/partnerships/{partnership_id}/result/withdraw")
    address = f"/partnerships/{partnership_id}/result"
    return page.go(address, _("It is no longer in the showcase."), tone="info")


@routes.get("/staff/results")
async def results(page: Publisher) -> Response:
    status = page.query("status") if page.query("status") in RESULTS else "submitted"
    status = "submitted" if status == "none" else status
    cursor = page.query("cursor")
    found = await page.api.projects.get("/v1/results", status=status, cursor=cursor)
    return page.render(
        "results/queue.html",
        results=found["items"],
        next_cursor=found["next_cursor"],
        cursor=cursor,
        shown=status,
        result_word=result_word,
    )


@routes.get("/staff/results/{result_id}")
async def result_for_staff(page: Publisher, result_id: UUID) -> Response:
    return await _decision(page, result_id, Form())


async def _decision(page: Page, result_id: UUID, form: Form) -> Response:
    found = await page.api.projects.get(f"/v1/results/{result_id}")
    return page.render(
        "results/decision.html",
        result=found,
        form=form,
        safe=safe,
        state=result_word(found["status"]),
        subjects=options(SUBJECTS),
    )


@routes.post("/staff/results/{result_id}/publish")
async def publish_result(page: Publisher, result_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/results/{result_id}/publish"
    body = {"version": form.number("version")}
    if await page.try_to(form, page.api.projects.post(path, body)) is None:
        return await _decision(page, result_id, form)
    message = _("Published. Its writers hear of it, and their certificates are issued.")
    return page.go("/staff/results", message)


@routes.post("/staff/results/{result_id}/return")
async def return_result(page: Publisher, result_id: UUID) -> Response:
    return await _with_note(page, result_id, "return", _("Changes requested."))


@routes.post("/staff/results/{result_id}/withdraw")
async def withdraw_published(page: Publisher, result_id: UUID) -> Response:
    return await _with_note(page, result_id, "withdraw", _("It is no longer in the showcase."))


async def _with_note(page: Page, result_id: UUID, verb: str, message: str) -> Response:
    form = await page.form()
    body: dict[str, Any] = {"note": form.text("note")}
    if verb == "return":
        body["version"] = form.number("version")
    path = f"/v1/results/{result_id}/{verb}"
    if await page.try_to(form, page.api.projects.post(path, body)) is None:
        return await _decision(page, result_id, form)
    return page.go("/staff/results", message)
