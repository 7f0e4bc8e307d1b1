"""Forms of the tasks page: tasks, decisions and links."""

import asyncio
from uuid import UUID

from fastapi import Response

from web.forms import Form
from web.i18n import _
from web.pages import Page

KINDS = {"tasks": "task", "decisions": "decision", "links": "link"}


async def show(page: Page, partnership_id: UUID, forms: dict[str, Form]) -> Response:
    """The page with one form per kind; the one that was refused keeps its words."""
    path = f"/v1/partnerships/{partnership_id}"
    item, tasks, decisions, links = await asyncio.gather(
        page.api.partnering.get(path),
        *(page.api.partnering.get(f"{path}/{kind}") for kind in KINDS),
    )
    refused = next((form for form in forms.values() if form.invalid), Form())
    return page.render(
        "room/tasks.html",
        status=refused.status,
        item=item,
        people=[(one["person_id"], one["name"]) for one in item["members"] if one["present"]],
        open_tasks=[one for one in tasks if not one["done_at"]],
        done_tasks=[one for one in tasks if one["done_at"]],
        decisions=decisions,
        links=links,
        forms={name: forms.get(name, Form()) for name in KINDS},
    )


async def add(page: Page, partnership_id: UUID, kind: str) -> Response:
    """One more task, decision or link."""
    form = await page.form()
    bodies = {
        "tasks": {
            "title": form.text("title"),
            "assignee_id": form.optional("assignee_id"),
            "due_on": form.optional("due_on"),
        },
        "decisions": {"text": form.text("text")},
        "links": {"text": form.text("text"), "address": form.text("address")},
    }
    path = f"/v1/partnerships/{partnership_id}/{kind}"
    if await page.try_to(form, page.api.partnering.post(path, bodies[kind])) is None:
        return await show(page, partnership_id, {kind: form})
    return page.go(f"/partnerships/{partnership_id}/tasks#{kind}", _("Noted."))


async def tick(page: Page, partnership_id: UUID, task_id: UUID, *, done: bool) -> Response:
    await page.form()
    await page.api.partnering.post(f"/v1/tasks/{task_id}/{'done' if done else 'undone'}")
    here = f"/partnerships/{partnership_id}/tasks"
    if done:
        return page.go(here, _("Done."), undo=f"{here}/{task_id}/undone")
    return page.go(here, _("The task is open again."), tone="info")
