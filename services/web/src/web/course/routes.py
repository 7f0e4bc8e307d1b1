"""The path of four weeks, the page of a step, and the answer to "are you still in?"."""

from uuid import UUID

from fastapi import Response

from web.api import Json, NotThere
from web.i18n import _
from web.pages import SignedIn, router
from web.reader import reader
from web.room.ahead import not_open_yet
from web.vocabulary import known

routes = router()


@routes.get("/partnerships/{partnership_id}/course")
async def course(page: SignedIn, partnership_id: UUID) -> Response:
    try:
        found = await page.api.course.get(
            f"/v1/partnerships/{partnership_id}/course", language=reader().language
        )
    except NotThere:
        return await not_open_yet(page, partnership_id, "course")
    names = _names(found["members"], str(page.me.id))
    return page.render(
        "course/path.html",
        course=found,
        here=f"/partnerships/{partnership_id}",
        me=str(page.me.id),
        names=names,
        others=[one for one in found["members"] if one["person_id"] != str(page.me.id)],
    )


def _names(members: Json, me: str) -> dict[str, str]:
    """Names by person; I am "you"."""
    return {
        one["person_id"]: _("you") if one["person_id"] == me else known(one["name"])
        for one in members
    }


@routes.get("/partnerships/{partnership_id}/course/steps/{step_id}")
async def step(page: SignedIn, partnership_id: UUID, step_id: UUID) -> Response:
    found = await page.api.course.get(
        f"/v1/partnerships/{partnership_id}/steps/{step_id}", language=reader().language
    )
    names = _names(found["members"], str(page.me.id))
    done = found["progress"]["done_by"]
    return page.render(
        "course/step.html",
        found=found,
        step=found["step"],
        progress=found["progress"],
        here=f"/partnerships/{partnership_id}",
        done_names=[names[one] for one in done],
        missing_names=[name for person, name in names.items() if person not in done],
    )


@routes.post("/partnerships/{partnership_id}/course/steps/{step_id}/done")
async def mark_done(page: SignedIn, partnership_id: UUID, step_id: UUID) -> Response:
    """Tick, and go on to the path, where the next step stands first."""
    await page.form()
    await page.api.course.post(f"/v1/partnerships/{partnership_id}/steps/{step_id}/done")
    address = f"/partnerships/{partnership_id}/course"
    undo = f"{address}/steps/{step_id}/undone"
    return page.go(address, _("Done. Your partner can see it."), undo=undo)


@routes.post("/partnerships/{partnership_id}/course/steps/{step_id}/undone")
async def mark_undone(page: SignedIn, partnership_id: UUID, step_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/steps/{step_id}/undone"
    address = f"/partnerships/{partnership_id}/course/steps/{step_id}"
    if await page.try_to(form, page.api.course.post(path)) is None:
        return page.go(address, form.problem, tone="bad")
    return page.go(address, _("The step is open again."), tone="info")


@routes.post("/partnerships/{partnership_id}/check-in")
async def check_in(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    answer = form.text("answer")
    path = f"/v1/partnerships/{partnership_id}/check-in"
    address = f"/partnerships/{partnership_id}/course"
    if await page.try_to(form, page.api.course.post(path, {"answer": answer})) is None:
        return page.go(
            address,
            form.problem or _("We could not save this. Reload the page and try again."),
            tone="bad",
        )
    messages = {
        "still_in": _("Good to know. Your partner hears that you are in."),
        "need_a_week": _("Take your week. Your partner knows, and nobody reminds you before."),
        "must_stop": _(
            "Thank you for saying so. Course staff look for a new partner for the others."
        ),
    }
    return page.go(address, messages.get(answer, ""))
