"""Announcements: write one, and see what was announced."""

from typing import Annotated, Any

from fastapi import Response

from shared.identity.permissions import Permission
from web.forms import Form
from web.i18n import _, ngettext
from web.pages import Page, allowed, router

routes = router()
Announcer = Annotated[Page, allowed(Permission.ANNOUNCE)]
EVERYBODY = "everybody"


@routes.get("/staff/announcements")
async def announcements(page: Announcer) -> Response:
    return await _announcements(page, Form.of({"cohort_id": page.query("cohort_id")}))


async def _announcements(page: Page, form: Form) -> Response:
    cohorts = await _cohorts(page)
    answer = await page.api.notifications.get("/v1/announcements", cursor=page.query("cursor"))
    titles = {cohort["id"]: cohort["title"] for cohort in cohorts}
    choices = [
        (cohort["id"], cohort["title"])
        for cohort in cohorts
        if page.me.may(Permission.ANNOUNCE, cohort["id"])
    ]
    if page.me.may(Permission.ANNOUNCE_TO_EVERYBODY):
        choices.append((EVERYBODY, _("Everybody in every cohort")))
    return page.render(
        "announcements/index.html",
        form=form,
        choices=choices,
        titles=titles,
        items=answer["items"],
        next_cursor=answer["next_cursor"],
        cursor=page.query("cursor"),
    )


async def _cohorts(page: Page) -> list[dict[str, Any]]:
    answer = await page.api.course.get("/v1/cohorts", limit=200)
    items: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer
    return items


@routes.post("/staff/announcements")
async def send(page: Announcer) -> Response:
    form = await page.form()
    cohort_id = form.text("cohort_id")
    body = {
        "cohort_id": None if cohort_id == EVERYBODY else cohort_id or None,
        "title": form.text("title"),
        "body": form.text("body"),
    }
    if not cohort_id:
        form.refuse("cohort_id", _("Choose who should read it."))
    sent = await page.try_to(form, page.api.notifications.post("/v1/announcements", body))
    if sent is None:
        return await _announcements(page, form)
    answer = await page.api.notifications.get("/v1/announcements")
    reached = next((one["recipients"] for one in answer["items"] if one["id"] == sent["id"]), 0)
    return page.go(
        "/staff/announcements",
        ngettext("Sent to %(num)d person.", "Sent to %(num)d people.", reached),
    )
