"""The project board with its milestones, a checkpoint, and the staff's list of a cohort."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import Json, NotThere
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, allowed, router
from web.parts import part
from web.projects.words import URGENCY, result_word, state_word, waits_for
from web.room.ahead import not_open_yet
from web.room.contact import contact_paused

routes = router()

Follower = Annotated[Page, allowed(Permission.FOLLOW_PROJECTS, "cohort_id")]
Reader = Annotated[Page, allowed(Permission.READ_CHECKPOINTS)]


@routes.get("/partnerships/{partnership_id}/project")
async def project(page: SignedIn, partnership_id: UUID) -> Response:
    try:
        return await _board(page, partnership_id, Form())
    except NotThere:
        return await not_open_yet(page, partnership_id, "project")


async def _board(page: Page, partnership_id: UUID, form: Form) -> Response:
    board, paused = await asyncio.gather(
        page.api.projects.get(f"/v1/partnerships/{partnership_id}/project"),
        contact_paused(page, partnership_id),
    )
    is_member = any(one["person_id"] == str(page.me.id) for one in board["members"])
    return page.render(
        "projects/board.html",
        board=board,
        form=form,
        state=state_word(board["state"]),
        result_state=result_word(board["result"]["status"]),
        waiting=waits_for(board["waiting_for"]),
        is_member=is_member,
        paused=is_member and paused,
        next_checkpoint=_next_checkpoint(board),
        may_read=page.me.may(Permission.READ_CHECKPOINTS, board["cohort_id"]),
    )


def _next_checkpoint(board: Json) -> Json:
    """The first one nobody has reported, while the project runs."""
    if board["state"] in {"waiting", "finished", "closed"}:
        return None
    return next((one for one in board["checkpoints"] if not one["reported_at"]), None)


@routes.post("/partnerships/{partnership_id}/project/milestones")
async def add_milestone(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    body = {"title": form.text("title"), "due_on": form.text("due_on")}
    path = f"/v1/partnerships/{partnership_id}/milestones"
    if await page.try_to(form, page.api.projects.post(path, body)) is None:
        return await _board(page, partnership_id, form)
    return page.go(f"/partnerships/{partnership_id}/project#milestones", _("Milestone added."))


@routes.post("/partnerships/{partnership_id}/milestones/{milestone_id}/reached")
async def reach_milestone(page: SignedIn, partnership_id: UUID, milestone_id: UUID) -> Response:
    await page.form()
    await page.api.projects.post(f"/v1/milestones/{milestone_id}/reached")
    undo = f"/partnerships/{partnership_id}/milestones/{milestone_id}/reopened"
    message = _("Milestone reached. Your partners hear of it.")
    return page.go(f"/partnerships/{partnership_id}/project#milestones", message, undo=undo)


@routes.post("/partnerships/{partnership_id}/milestones/{milestone_id}/reopened")
async def reopen_milestone(page: SignedIn, partnership_id: UUID, milestone_id: UUID) -> Response:
    await page.form()
    await page.api.projects.post(f"/v1/milestones/{milestone_id}/reopened")
    message = _("The milestone is open again.")
    return page.go(f"/partnerships/{partnership_id}/project#milestones", message, tone="info")


@routes.post("/partnerships/{partnership_id}/milestones/{milestone_id}/removed")
async def remove_milestone(page: SignedIn, partnership_id: UUID, milestone_id: UUID) -> Response:
    await page.form()
    await page.api.projects.delete(f"/v1/milestones/{milestone_id}")
    message = _("Milestone removed.")
    return page.go(f"/partnerships/{partnership_id}/project#milestones", message, tone="info")


@routes.get("/partnerships/{partnership_id}/checkpoints/{checkpoint_id}")
async def checkpoint(page: SignedIn, partnership_id: UUID, checkpoint_id: UUID) -> Response:
    return await _checkpoint(page, partnership_id, checkpoint_id, None)


async def _checkpoint(
    page: Page, partnership_id: UUID, checkpoint_id: UUID, form: Form | None
) -> Response:
    found = await page.api.projects.get(f"/v1/checkpoints/{checkpoint_id}")
    if found["partnership_id"] != str(partnership_id):
        raise NotThere
    return page.render(
        "projects/checkpoint.html",
        checkpoint=found,
        form=form or Form.of(found),
        paused=found["may_report"] and await contact_paused(page, partnership_id),
        may_help=page.me.may(Permission.READ_CHECKPOINTS, found["cohort_id"])
        and not found["may_report"],
    )


@routes.post("/partnerships/{partnership_id}/checkpoints/{checkpoint_id}")
async def report_checkpoint(page: SignedIn, partnership_id: UUID, checkpoint_id: UUID) -> Response:
    form = await page.form()
    body = {
        "went_well": form.text("went_well"),
        "difficulty": form.text("difficulty"),
        "next_step": form.text("next_step"),
        "needs_help": form.flag("needs_help"),
    }
    path = f"/v1/checkpoints/{checkpoint_id}"
    if await page.try_to(form, page.api.projects.post(path, body)) is None:
        return await _checkpoint(page, partnership_id, checkpoint_id, form)
    message = (
        _("Reported. Course staff see that you ask for help.")
        if body["needs_help"]
        else _("Reported. Thank you, that was all.")
    )
    return page.go(f"/partnerships/{partnership_id}/project", message)


@routes.post("/partnerships/{partnership_id}/checkpoints/{checkpoint_id}/helped")
async def answer_call(page: Reader, partnership_id: UUID, checkpoint_id: UUID) -> Response:
    await page.form()
    await page.api.projects.post(f"/v1/checkpoints/{checkpoint_id}/helped")
    address = f"/partnerships/{partnership_id}/checkpoints/{checkpoint_id}"
    return page.go(address, _("Noted: this call for help is answered."))


@routes.get("/staff/cohorts/{cohort_id}/projects")
async def cohort_projects(page: Follower, cohort_id: UUID) -> Response:
    cursor = page.query("cursor")
    cohort, found = await asyncio.gather(
        part(page.api.course.get(f"/v1/cohorts/{cohort_id}"), {}, set()),
        page.api.projects.get(f"/v1/cohorts/{cohort_id}/projects", cursor=cursor, limit=200),
    )
    projects = sorted(
        found["items"],
        key=lambda one: (URGENCY.index(one["state"]), one["next_due_on"] or "9", one["title"]),
    )
    counts = {state: sum(one["state"] == state for one in projects) for state in URGENCY}
    return page.render(
        "projects/cohort.html",
        cohort_id=cohort_id,
        cohort_title=cohort.get("title") or _("Cohort"),
        projects=projects,
        counts=[(state_word(state), count) for state, count in counts.items() if count],
        state_word=state_word,
        result_word=result_word,
        may_read=page.me.may(Permission.READ_CHECKPOINTS, cohort_id),
        next_cursor=found["next_cursor"],
        cursor=cursor,
    )
