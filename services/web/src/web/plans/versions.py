"""Older versions of a plan: read, compared, and given back section by section."""

from typing import Any
from uuid import UUID

from fastapi import Response

from web.api import Json
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.plans.comparing import Difference, differences
from web.plans.words import SECTIONS, field_name, section_name
from web.room.contact import contact_paused

routes = router()


@routes.get("/partnerships/{partnership_id}/plan/versions")
async def versions(page: SignedIn, partnership_id: UUID) -> Response:
    found = await page.api.course.get(f"/v1/partnerships/{partnership_id}/plan/versions")
    return page.render(
        "plans/versions.html",
        versions=found["items"],
        here=f"/partnerships/{partnership_id}",
        field_name=field_name,
    )


@routes.get("/partnerships/{partnership_id}/plan/versions/{number}")
async def compare(page: SignedIn, partnership_id: UUID, number: int) -> Response:
    """An older version beside the newest one, or beside the one named by `with`."""
    return await _compare(page, partnership_id, number, None)


async def _compare(page: Page, partnership_id: UUID, number: int, form: Form | None) -> Response:
    path = f"/v1/partnerships/{partnership_id}/plan"
    answer = await page.api.course.fetch(path)
    other = page.query("with")
    newest = int(answer.body["version"])
    after = int(other) if other.isascii() and other.isdigit() and len(other) < 9 else newest
    found = await page.api.course.get(f"{path}/compare", before=number, after=after)
    return page.render(
        "plans/compare.html",
        before=found["before"],
        after=found["after"],
        sections=[_section(found, name) for name in found["sections"]],
        may_restore=answer.body["may_edit"]
        and after == newest
        and not await contact_paused(page, partnership_id),
        version=answer.version,
        here=f"/partnerships/{partnership_id}",
        number=number,
        form=form or Form(),
    )


@routes.post("/partnerships/{partnership_id}/plan/versions/{number}/restore")
async def restore(page: SignedIn, partnership_id: UUID, number: int) -> Response:
    """Give the ticked sections the words of this version. It becomes a new version."""
    form = await page.form()
    if not form.many("sections"):
        form.refuse("sections", _("Choose at least one."))
    path = f"/v1/partnerships/{partnership_id}/plan/versions/{number}/restore"
    body = {"sections": form.many("sections")}
    call = page.api.course.send("POST", path, json=body, version=form.text("version"))
    if await page.try_to(form, call) is None:
        return await _compare(page, partnership_id, number, form)
    return page.go(f"/partnerships/{partnership_id}/plan", _("Restored as a new version."))


def _section(found: Json, name: str) -> dict[str, Any]:
    """A section's name, its two texts, and which words differ."""
    before, after = (_text(found[side]["content"], name) for side in ("before", "after"))
    parts: list[Difference] = differences(before, after)
    return {"key": name, "name": section_name(name), "parts": parts}


def _text(content: Json, section: str) -> str:
    """A section as people read it, one thing a line."""
    lines: list[str] = []
    for field in SECTIONS[section]:
        value = content[field]
        if field == "timeline":
            lines += [f"{one['due_on']} {one['title']}" for one in value]
        elif isinstance(value, list):
            lines += value
        elif value not in (None, ""):
            lines.append(str(value))
    return "\n".join(lines)
