"""The plan editor of partners, its versions, and the staff's queue with approve and return."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import Json, NotThere
from web.forms import Form
from web.i18n import _
from web.i18n.formats import language
from web.pages import Page, SignedIn, allowed, router
from web.plans.holidays import FreeDay, free_days
from web.plans.versions import routes as versions
from web.plans.words import field_name, state_word
from web.room.ahead import not_open_yet
from web.room.contact import room_of
from web.vocabulary import SUBJECTS, known, language_options, options

routes = router()
routes.include_router(versions)

Decider = Annotated[Page, allowed(Permission.DECIDE_ON_PLANS)]
Reader = Annotated[Page, allowed(Permission.READ_COHORT)]
MOST_MILESTONES = 24
TEXTS = ("title", "summary", "driving_question", "product", "roles", "assessment", "tools")


@routes.get("/partnerships/{partnership_id}/plan")
async def plan(page: SignedIn, partnership_id: UUID) -> Response:
    """The plan, to write or to read. Before the course opens, a page that says when it comes."""
    try:
        return await _editor(page, partnership_id, None)
    except NotThere:
        return await not_open_yet(page, partnership_id, "plan")


async def _editor(
    page: Page, partnership_id: UUID, form: Form | None, free: Sequence[FreeDay] = ()
) -> Response:
    """The editor. A refused form keeps its words; after a newer version was saved, what only the
    partner changed is taken over, and what both changed shows both texts."""
    answer, room = await asyncio.gather(
        page.api.course.fetch(f"/v1/partnerships/{partnership_id}/plan"),
        room_of(page, partnership_id),
    )
    found = answer.body
    version = answer.version
    if form is None:
        form = _filled(_begun(room, found))
    elif form.status == 412:
        form.meets(_filled(found["content"]), by=_newest_author(page, found))
    else:
        version = form.text("version")
    paused = found["may_edit"] and bool(room.get("contact_paused"))
    # Words that were refused stay in their form, so that nobody loses them.
    writes = found["may_edit"] and (form.sent or not paused)
    return page.render(
        "plans/editor.html" if writes else "plans/show.html",
        paused=paused,
        begun=not found["edited_at"],
        # Only members find their way through the parts of the room.
        member=not page.me.is_staff or bool(room.get("your_answer")),
        plan=found,
        content=found["content"],
        here=f"/partnerships/{partnership_id}",
        form=form,
        version=version,
        state=state_word(found["status"]),
        free_days=free,
        missing=[field_name(name) for name in found["missing"]],
        field_name=field_name,
        subjects=options(SUBJECTS),
        languages_offered=_languages_offered(form),
        milestone_rows=range(min(max(len(form.rows("timeline")) + 2, 4), MOST_MILESTONES)),
    )


def _filled(content: Mapping[str, Any]) -> Form:
    """A form that says what the plan says."""
    others = ", ".join(one for one in content["subjects"] if one not in SUBJECTS)
    known = [one for one in content["subjects"] if one in SUBJECTS]
    return Form.of({**content, "subjects": known}, other_subjects=others)


def _newest_author(page: Page, plan: Json) -> str:
    """Who saved the newest version; "" when it was oneself, on another page."""
    mine = plan["edited_by"] == str(page.me.id)
    return "" if mine else known(plan["edited_by_name"], "start")


def _begun(room: Json, plan: dict[str, Any]) -> dict[str, Any]:
    """The content; until somebody saves it, with what the classes bring along."""
    content: dict[str, Any] = plan["content"]
    if plan["edited_at"] or not plan["may_edit"]:
        return content
    members = [one for one in room.get("members", ()) if one["present"]]
    if not members:
        return content
    return content | {
        "subjects": sorted(set.intersection(*(set(one["subjects"]) for one in members))),
        "languages": [room["language"]],
        "pupils_age_from": min(one["pupils_age_from"] for one in members),
        "pupils_age_to": max(one["pupils_age_to"] for one in members),
    }


def _languages_offered(form: Form) -> list[tuple[str, str]]:
    """All languages we name; whatever else was chosen before stays choosable."""
    offered = language_options()
    known = {code for code, _name in offered}
    return offered + [
        (code, language(code)) for code in form.many("languages") if code not in known
    ]


def _content(form: Form) -> dict[str, Any]:
    body: dict[str, Any] = {name: form.text(name) for name in TEXTS}
    body["subjects"] = form.many("subjects") + form.lines("other_subjects")
    body["languages"] = form.many("languages")
    for name in ("pupils_age_from", "pupils_age_to"):
        body[name] = form.number(name)
    body["timeline"] = [
        {"title": row.get("title", ""), "due_on": row.get("due_on", "")}
        for row in form.rows("timeline")
    ]
    return body


@routes.post("/partnerships/{partnership_id}/plan")
async def save_plan(page: SignedIn, partnership_id: UUID) -> Response:
    """Save, or save and hand in, by the button that was pressed."""
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/plan"
    call = page.api.course.put(path, _content(form), version=form.text("version"))
    saved: Json = await page.try_to(form, call)
    if saved is None:
        return await _editor(page, partnership_id, form)
    address = f"/partnerships/{partnership_id}/plan"
    if form.text("then") != "submit":
        return page.go(address, _("Saved. Your partner sees this version."))
    free = await free_days(page, partnership_id, saved["content"])
    if {one.due_on for one in free} - set(form.many("known_free")):
        form.refuse("", _("Saved, but not submitted yet: milestones are in school holidays."))
    elif await page.try_to(form, page.api.course.post(f"{path}/submit")) is None:
        form.problem = form.problem or _("Saved, but not submitted yet: some fields are empty.")
    if form.invalid:
        # What a partner saved meanwhile was joined with this form: it goes on from there.
        form.goes_on_from(_filled(saved["content"]), f'"{saved["version"]}"')
        return await _editor(page, partnership_id, form, free)
    return page.go(address, _("Submitted. Other partnerships review it, and course staff decide."))


@routes.get("/staff/plans")
async def plans(page: Reader) -> Response:
    """The queue of plans that wait for a decision; other states by filter."""
    status = page.query("status") or "submitted"
    cohort_id, cursor = page.query("cohort_id"), page.query("cursor")
    found = await page.api.course.get(
        "/v1/plans", status=status, cohort_id=cohort_id or None, cursor=cursor or None
    )
    return page.render(
        "plans/queue.html",
        found=found,
        chosen=status,
        cohort_id=cohort_id,
        cursor=cursor,
        state_word=state_word,
    )


@routes.post("/partnerships/{partnership_id}/plan/decision")
async def decide(page: Decider, partnership_id: UUID) -> Response:
    """Approve, or return with what to change."""
    form = await page.form()
    decision = "return" if form.text("decision") == "return" else "approve"
    path = f"/v1/partnerships/{partnership_id}/plan/{decision}"
    body = {"note": form.text("note"), "version": form.number("version")}
    call = page.api.course.post(path, body)
    decided: Json = await page.try_to(form, call)
    if decided is None:
        return await _editor(page, partnership_id, form)
    if decision == "approve":
        return page.go("/staff/plans", _("Approved. The partnership hears of it."))
    return page.go("/staff/plans", _("Changes requested."), tone="info")
