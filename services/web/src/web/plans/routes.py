"""The plan editor of partners, its versions, and the staff's queue with approve and return."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import Json, Refused
from web.forms import Form
from web.i18n import _
from web.i18n.formats import language
from web.pages import Page, SignedIn, allowed, router
from web.parts import part
from web.plans.words import field_name, state_word
from web.vocabulary import SUBJECTS, language_options, options

routes = router()

Decider = Annotated[Page, allowed(Permission.DECIDE_ON_PLANS)]
Reader = Annotated[Page, allowed(Permission.READ_COHORT)]
MOST_MILESTONES = 24
TEXTS = ("title", "summary", "driving_question", "product", "roles", "assessment", "tools")


@routes.get("/partnerships/{partnership_id}/plan")
async def plan(page: SignedIn, partnership_id: UUID) -> Response:
    return await _editor(page, partnership_id, None)


async def _editor(
    page: Page,
    partnership_id: UUID,
    form: Form | None,
    *,
    version: str = "",
    conflict: bool = False,
) -> Response:
    """The editor. After a conflict the form keeps one's own words, and the newer version stands
    beside it: saving again is then a decision, and every version is kept."""
    answer = await page.api.course.fetch(f"/v1/partnerships/{partnership_id}/plan")
    found = answer.body
    form = form or Form.of(await _begun(page, partnership_id, found))
    template = "plans/editor.html" if found["may_edit"] else "plans/show.html"
    return page.render(
        template,
        member=await _is_member(page, partnership_id),
        plan=found,
        content=found["content"],
        here=f"/partnerships/{partnership_id}",
        form=form,
        version=version or answer.version,
        theirs=found["content"] if conflict else None,
        state=state_word(found["status"]),
        missing=[field_name(name) for name in found["missing"]],
        field_name=field_name,
        subjects=options(SUBJECTS),
        other_subjects=_others(form),
        languages_offered=_languages_offered(form),
        milestone_rows=range(min(max(len(form.rows("timeline")) + 2, 4), MOST_MILESTONES)),
    )


async def _begun(page: Page, partnership_id: UUID, plan: dict[str, Any]) -> dict[str, Any]:
    """The content; until somebody saves it, with what the classes bring along."""
    content: dict[str, Any] = plan["content"]
    if plan["edited_at"] or not plan["may_edit"]:
        return content
    room = await part(page.api.partnering.get(f"/v1/partnerships/{partnership_id}"), {}, set())
    members = [one for one in room.get("members", ()) if one["present"]]
    if not members:
        return content
    return content | {
        "subjects": sorted(set.intersection(*(set(one["subjects"]) for one in members))),
        "languages": [room["language"]],
        "pupils_age_from": min(one["pupils_age_from"] for one in members),
        "pupils_age_to": max(one["pupils_age_to"] for one in members),
    }


async def _is_member(page: Page, partnership_id: UUID) -> bool:
    """Whether the room is this person's own: only members find their way through its parts."""
    if not page.me.is_staff:
        return True
    room = await part(page.api.partnering.get(f"/v1/partnerships/{partnership_id}"), {}, set())
    return bool(room.get("your_answer"))


def _others(form: Form) -> str:
    """Subjects in people's own words."""
    if form.sent:
        return form.value("other_subjects")
    return ", ".join(one for one in form.many("subjects") if one not in SUBJECTS)


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
    body, version = _content(form), form.text("version")
    if form.errors:
        return await _editor(page, partnership_id, form, version=version)
    try:
        saved = await page.api.course.put(path, body, version=version)
    except Refused as refusal:
        form.refused(refusal)
        if refusal.slug != "stale-version":
            return await _editor(page, partnership_id, form, version=version)
        return await _editor(page, partnership_id, form, conflict=True)
    address = f"/partnerships/{partnership_id}/plan"
    if form.text("then") != "submit":
        return page.go(address, _("Saved. Your partner sees this version."))
    if await page.try_to(form, page.api.course.post(f"{path}/submit")) is None:
        form.problem = form.problem or _("Saved, and not handed in yet: some fields are empty.")
        return await _editor(page, partnership_id, form, version=f'"{saved["version"]}"')
    return page.go(
        address, _("Handed in. Other partnerships review it, and course staff decide on it.")
    )


@routes.get("/partnerships/{partnership_id}/plan/versions")
async def versions(page: SignedIn, partnership_id: UUID) -> Response:
    path = f"/v1/partnerships/{partnership_id}/plan/versions"
    found = await page.api.course.get(path)
    return page.render(
        "plans/versions.html",
        versions=found["items"],
        here=f"/partnerships/{partnership_id}",
        field_name=field_name,
    )


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
    call = page.api.course.post(path, {"note": form.text("note")})
    decided: Json = await page.try_to(form, call)
    if decided is None:
        return await _editor(page, partnership_id, form)
    if decision == "approve":
        return page.go("/staff/plans", _("Approved. The partnership hears of it."))
    return page.go("/staff/plans", _("Returned with your note."), tone="info")
