"""`/profile`: what is done and what is not, and one short form per step."""

from typing import Any

from fastapi import Response

from web.api import NotThere
from web.forms import Form
from web.i18n import N_, _, gettext
from web.pages import Page, SignedIn, router
from web.vocabulary import (
    LEVELS,
    MUSTS,
    SKILLS,
    TOPICS,
    country_options,
    language_options,
    options,
)

routes = router()
STEPS = {
    "about": N_("About you"),
    "languages": N_("Languages you work in"),
    "wishes": N_("Your preferences"),
    "help": N_("What you bring, and where you want help"),
}
TASKS = {
    "about_you": (N_("Write a few words about you"), "/profile/about", 5),
    "languages": (N_("Say which languages you work in"), "/profile/languages", 2),
    "wishes": (N_("Add your preferences"), "/profile/wishes", 3),
    "class": (N_("Describe your class"), "/classes/new", 5),
    "availability": (N_("Say when your class has time"), "/classes", 3),
    "cohort": (N_("Join a cohort"), "/cohorts", 2),
    "verification": (N_("Show that you are a teacher"), "/settings/verification", 3),
}
LANGUAGE_ROWS = 5


@routes.get("/profile")
async def profile(page: SignedIn) -> Response:
    found = await page.api.partnering.get("/v1/me/profile")
    tasks = []
    for task in found["tasks"]:
        title, href, minutes = TASKS[task["task"]]
        tasks.append(
            {
                "title": gettext(title),
                "href": href,
                "done": task["done"],
                "minutes": minutes,
                "hint": _("Until then names stay hidden, and you cannot write to others.")
                if task["task"] == "verification" and not task["done"]
                else "",
            }
        )
    done = sum(task["done"] for task in tasks)
    return page.render(
        "profiles/index.html",
        profile=found,
        tasks=tasks,
        done=done,
        blocked=await page.api.partnering.get("/v1/me/blocks"),
    )


@routes.get("/profile/{step}")
async def step_form(page: SignedIn, step: str) -> Response:
    if step not in STEPS:
        raise NotThere
    found = await page.api.partnering.fetch("/v1/me/profile")
    return _step(page, step, Form.of(found.body), found.version)


@routes.post("/profile/{step}")
async def save_step(page: SignedIn, step: str) -> Response:
    if step not in STEPS:
        raise NotThere
    form = await page.form()
    newest = await page.api.partnering.fetch("/v1/me/profile")
    if form.text("version") not in {"", newest.version}:
        # Another step that was saved meanwhile concerns nobody; these very answers do.
        form.meets(Form.of(newest.body))
        if form.newer or form.taken:
            form.status = 412
            return _step(page, step, form, newest.version)
        form.problem = ""
    body = _body(newest.body)
    body.update(_change(step, form))
    call = page.api.partnering.put("/v1/me/profile", body, version=newest.version)
    if await page.try_to(form, call) is None:
        return _step(page, step, form, newest.version)
    return page.go("/profile", _("Saved."))


def _step(page: Page, step: str, form: Form, version: str) -> Response:
    return page.render(
        "profiles/step.html",
        form=form,
        version=version,
        step=step,
        title=gettext(STEPS[step]),
        rows=range(LANGUAGE_ROWS),
        spoken=language_options(),
        levels=options(LEVELS),
        countries=country_options(),
        skills=options(SKILLS),
        topics=options(TOPICS),
        musts=options(MUSTS),
    )


def _body(saved: dict[str, Any]) -> dict[str, Any]:
    """What was saved, as the service takes it: the answer without what it only tells."""
    return {
        name: value for name, value in saved.items() if name not in {"version", "tasks", "complete"}
    }


def _change(step: str, form: Form) -> dict[str, Any]:
    """The fields that one step decides."""
    if step == "about":
        return {
            "headline": form.text("headline"),
            "about": form.text("about"),
            "first_timer": form.flag("first_timer"),
        }
    if step == "languages":
        return {"languages": [row for row in form.rows("languages") if row.get("language")]}
    if step == "wishes":
        return {
            "wishes": {
                "countries": form.many("wishes.countries"),
                "musts": form.many("wishes.musts"),
                "group_size": form.text("wishes.group_size") or "either",
            },
            "willing_third": form.flag("willing_third"),
            "willing_spare": form.flag("willing_spare"),
        }
    return {name: form.many(name) for name in ("strengths", "needs", "avoid")}
