"""`/partnerships/{id}`: what the members share. Each tab is a page of its own."""

import asyncio
from uuid import UUID

from fastapi import Response

from web.api import Json
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.partnerships import words
from web.parts import part
from web.room import meetings, tasks
from web.room.contact import blocked_by_reader
from web.room.going_on import going_on
from web.today.room import next_in_room
from web.vocabulary import known, language_options

routes = router()


@routes.get("/partnerships/{partnership_id}")
async def room(page: SignedIn, partnership_id: UUID) -> Response:
    path = f"/v1/partnerships/{partnership_id}"
    item = await page.api.partnering.get(path)
    if item["state"] == "handshake" and item["your_answer"]:
        return page.go(f"/partnerships/{partnership_id}/handshake")
    away: set[str] = set()
    empty: Json = {"items": []}
    if item["your_answer"]:
        (
            messages,
            planned,
            promised,
            agreed,
            (step, behind),
            (onward, blocked),
        ) = await asyncio.gather(
            part(page.api.partnering.get(f"{path}/messages", limit=3), empty, away),
            part(page.api.partnering.get(f"{path}/meetings"), [], away),
            part(page.api.partnering.get(f"{path}/tasks"), [], away),
            part(page.api.partnering.get(f"{path}/agreement"), None, away),
            next_in_room(page, partnership_id, away),
            asyncio.gather(going_on(page, item, away), blocked_by_reader(page)),
        )
    else:
        messages, planned, promised, agreed, step = empty, [], [], None, None
        behind, onward, blocked = False, None, set()
    return page.render(
        "room/index.html",
        item=item,
        messages=list(reversed(messages["items"])),
        meetings=[one for one in planned if meetings.is_coming(one)][-2:],
        tasks=[one for one in promised if not one["done_at"]][:4],
        agreement=agreed,
        next_thing=step if item["state"] == "confirmed" and not item["contact_paused"] else None,
        behind=behind and item["state"] == "confirmed",
        going_on=onward,
        member=bool(item["your_answer"]),
        blocked=blocked,
        words=words,
    )


@routes.get("/partnerships/{partnership_id}/conversation")
async def conversation(page: SignedIn, partnership_id: UUID) -> Response:
    return await _conversation(page, partnership_id, Form())


@routes.post("/partnerships/{partnership_id}/conversation")
async def write(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/messages"
    sent = await page.try_to(form, page.api.partnering.post(path, {"text": form.text("text")}))
    if sent is None:
        return await _conversation(page, partnership_id, form)
    return page.go(f"/partnerships/{partnership_id}/conversation#write", _("Sent."))


@routes.get("/partnerships/{partnership_id}/agreement")
async def agreement(page: SignedIn, partnership_id: UUID) -> Response:
    answer = await page.api.partnering.fetch(f"/v1/partnerships/{partnership_id}/agreement")
    form = Form.of(answer.body["terms"], version=answer.version)
    return await _agreement(page, partnership_id, answer.body, form)


@routes.post("/partnerships/{partnership_id}/agreement")
async def save_agreement(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/agreement"
    texts = ("language", "channel", "roles", "meetings", "privacy", "fallback", "other")
    body = {name: form.text(name) for name in texts}
    days = form.number("reply_within_days")
    terms = {**body, "reply_within_days": days if days is not None else 3}
    saved = await page.try_to(
        form, page.api.partnering.put(path, terms, version=form.text("version"))
    )
    if saved is None:
        newest = await page.api.partnering.fetch(path)
        if form.status == 412:
            form.meets(
                Form.of(newest.body["terms"]), by=known(newest.body["written_by_name"], "start")
            )
            form.values["version"] = [newest.version]
        return await _agreement(page, partnership_id, newest.body, form)
    unchanged = f'"{saved["version"]}"' == form.text("version")
    return page.go(
        f"/partnerships/{partnership_id}/agreement",
        _("Signed. Nothing else has changed.")
        if unchanged
        else _("Saved and signed by you. The others sign."),
    )


@routes.post("/partnerships/{partnership_id}/agreement/sign")
async def sign_agreement(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/agreement/sign"
    call = page.api.partnering.send("POST", path, version=form.text("version"))
    if await page.try_to(form, call) is None:
        newest = await page.api.partnering.fetch(f"/v1/partnerships/{partnership_id}/agreement")
        again = Form.of(newest.body["terms"], version=newest.version)
        again.problem, again.status = form.problem, form.status
        if form.status == 412:
            again.problem = _("There is a newer version. Read it below, then sign it.")
        return await _agreement(page, partnership_id, newest.body, again)
    return page.go(f"/partnerships/{partnership_id}/agreement", _("Signed."))


@routes.get("/partnerships/{partnership_id}/calendar")
async def calendar(page: SignedIn, partnership_id: UUID) -> Response:
    form = Form([("minutes", "40"), ("date", page.query("date")), ("time", page.query("time"))])
    return await meetings.show(page, partnership_id, form)


@routes.post("/partnerships/{partnership_id}/calendar")
async def propose_meeting(page: SignedIn, partnership_id: UUID) -> Response:
    return await meetings.propose(page, partnership_id)


@routes.post("/partnerships/{partnership_id}/meetings/{meeting_id}/accept")
async def accept_meeting(page: SignedIn, partnership_id: UUID, meeting_id: UUID) -> Response:
    return await meetings.accept(page, partnership_id, meeting_id)


@routes.post("/partnerships/{partnership_id}/meetings/{meeting_id}/decline")
async def decline_meeting(page: SignedIn, partnership_id: UUID, meeting_id: UUID) -> Response:
    return await meetings.decline(page, partnership_id, meeting_id)


@routes.post("/partnerships/{partnership_id}/meetings/{meeting_id}/cancel")
async def cancel_meeting(page: SignedIn, partnership_id: UUID, meeting_id: UUID) -> Response:
    return await meetings.cancel(page, partnership_id, meeting_id)


@routes.get("/partnerships/{partnership_id}/meetings.ics")
async def meetings_file(page: SignedIn, partnership_id: UUID) -> Response:
    return await meetings.file(page, partnership_id)


async def _room(page: Page, partnership_id: UUID) -> Json:
    return await page.api.partnering.get(f"/v1/partnerships/{partnership_id}")


async def _conversation(page: Page, partnership_id: UUID, form: Form) -> Response:
    path = f"/v1/partnerships/{partnership_id}/messages"
    found = await page.api.partnering.get(path, cursor=page.query("cursor"), limit=30)
    return page.render(
        "room/conversation.html",
        item=await _room(page, partnership_id),
        messages=list(reversed(found["items"])),
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
        form=form,
    )


async def _agreement(page: Page, partnership_id: UUID, found: Json, form: Form) -> Response:
    mine = next((one for one in found["signatures"] if one["person_id"] == str(page.me.id)), None)
    return page.render(
        "room/agreement.html",
        item=await _room(page, partnership_id),
        agreement=found,
        spoken=_spoken(form),
        unsigned=bool(found["version"] and mine and not mine["signed_at"]),
        form=form,
    )


def _spoken(form: Form) -> list[tuple[str, str]]:
    """The languages to choose from; what earlier versions say in other words stays a choice."""
    spoken = language_options()
    said = form.text("language")
    return spoken if not said or said in dict(spoken) else [(said, said), *spoken]


@routes.get("/partnerships/{partnership_id}/tasks")
async def tasks_page(page: SignedIn, partnership_id: UUID) -> Response:
    return await tasks.show(page, partnership_id, {})


@routes.post("/partnerships/{partnership_id}/tasks")
async def add_task(page: SignedIn, partnership_id: UUID) -> Response:
    return await tasks.add(page, partnership_id, "tasks")


@routes.post("/partnerships/{partnership_id}/decisions")
async def add_decision(page: SignedIn, partnership_id: UUID) -> Response:
    return await tasks.add(page, partnership_id, "decisions")


@routes.post("/partnerships/{partnership_id}/links")
async def add_link(page: SignedIn, partnership_id: UUID) -> Response:
    return await tasks.add(page, partnership_id, "links")


@routes.post("/partnerships/{partnership_id}/tasks/{task_id}/done")
async def task_done(page: SignedIn, partnership_id: UUID, task_id: UUID) -> Response:
    return await tasks.tick(page, partnership_id, task_id, done=True)


@routes.post("/partnerships/{partnership_id}/tasks/{task_id}/undone")
async def task_undone(page: SignedIn, partnership_id: UUID, task_id: UUID) -> Response:
    return await tasks.tick(page, partnership_id, task_id, done=False)
