"""`/cohorts/{id}/join`: with which class, and with whom. Leaving is here as well."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Response

from web.api import Json
from web.forms import Form
from web.i18n import _
from web.i18n.formats import listed
from web.pages import Page, SignedIn, router

routes = router()


@routes.get("/cohorts/{cohort_id}/join")
async def join_form(page: SignedIn, cohort_id: UUID) -> Response:
    return await _join(page, cohort_id, Form())


@routes.post("/cohorts/{cohort_id}/join")
async def join(page: SignedIn, cohort_id: UUID) -> Response:
    form = await page.form()
    how = form.text("how")
    body: dict[str, Any] = {"class_id": form.optional("class_id")}
    if how == "partner":
        body["with_person_email"] = form.optional("with_person_email")
        if body["with_person_email"] is None:
            form.refuse("with_person_email", _("Enter your partner's email address."))
    if how == "colleagues":
        body["school_colleagues"] = form.lines("school_colleagues")
    made = await page.try_to(
        form, page.api.partnering.post(f"/v1/cohorts/{cohort_id}/enrolments", body)
    )
    if made is None:
        for name in [name for name in form.errors if name.startswith("school_colleagues.")]:
            form.errors["school_colleagues"] = form.errors.pop(name)
        return await _join(page, cohort_id, form)
    mine = await page.api.partnering.get("/v1/me/enrolments")
    enrolment = next((one for one in mine if one["id"] == made["id"]), None)
    if enrolment and enrolment["status"] == "waiting_list":
        return page.go(
            f"/cohorts/{cohort_id}/join",
            _("The cohort is full. You are on the waiting list and move up by itself."),
            tone="waiting",
        )
    if enrolment and enrolment["partnership_id"]:
        return page.go(
            f"/partnerships/{enrolment['partnership_id']}/handshake",
            _("You and your partner are both here. Please confirm each other."),
        )
    return page.go(f"/find/{made['id']}", _("You are in. These teachers could fit."))


@routes.post("/enrolments/{enrolment_id}/leave")
async def leave(page: SignedIn, enrolment_id: UUID) -> Response:
    form = await page.form()
    done = await page.try_to(form, page.api.partnering.delete(f"/v1/enrolments/{enrolment_id}"))
    if done is None:
        return page.go("/cohorts", form.problem, tone="bad")
    return page.go("/cohorts", _("You have left. You may come back while there are places."))


async def _join(page: Page, cohort_id: UUID, form: Form) -> Response:
    cohort = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    seats = await page.api.partnering.get(f"/v1/cohorts/{cohort_id}/seats")
    classes = await page.api.partnering.get("/v1/me/classes")
    enrolments = await page.api.partnering.get("/v1/me/enrolments")
    enrolled = {one["class_id"]: one for one in enrolments if one["cohort_id"] == str(cohort_id)}
    free = [one for one in classes if one["id"] not in enrolled]
    if not form.sent:
        form = Form([("how", "alone"), *([("class_id", free[0]["id"])] if free else [])])
    return page.render(
        "joining/index.html",
        form=form,
        cohort=cohort,
        seats=seats,
        enrolled=list(enrolled.values()),
        classes=classes,
        choices=[
            (
                one["id"],
                one["name"],
                _also_in(one["id"], cohort_id, enrolments)
                or f"{one['school']['name']}, {one['school']['place']}",
            )
            for one in free
        ],
    )


def _also_in(class_id: str, cohort_id: UUID, enrolments: Sequence[Json]) -> str:
    """A warning where the class takes part in another cohort that is not over yet."""
    titles = [
        one["cohort_title"]
        for one in enrolments
        if one["class_id"] == class_id
        and one["cohort_id"] != str(cohort_id)
        and one["status"] != "left"
        and one["cohort_phase"] != "closed"
    ]
    if not titles:
        return ""
    return _(
        "This class already takes part in %(cohorts)s. Joining twice means two projects at once.",
        cohorts=listed(titles),
    )
