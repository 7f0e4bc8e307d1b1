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
    "wishes": N_("What you wish for"),
    "help": N_("What you bring, and where you want help"),
}
TASKS = {
    "about_you": (N_("Write a few words about you"), "/profile/about", 5),
    "languages": (N_("Say which languages you work in"), "/profile/languages", 2),
    "wishes": (N_("Say what you wish for"), "/profile/wishes", 3),
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
    return _step(page, step, Form.of(await page.api.partnering.get("/v1/me/profile")))


@routes.post("/profile/{step}")
async def save_step(page: SignedIn, step: str) -> Response:
    if step not in STEPS:
        raise NotThere
    form = await page.form()
    body = _body(await page.api.partnering.get("/v1/me/profile"))
    body.update(_change(step, form))
    if await page.try_to(form, page.api.partnering.put("/v1/me/profile", body)) is None:
        return _step(page, step, form)
    return page.go("/profile", _("Saved."))


def _step(page: Page, step: str, form: Form) -> Response:
    return page.render(
        "profiles/step.html",
        form=form,
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
    return {name: value for name, value in saved.items() if name not in {"tasks", "complete"}}


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
