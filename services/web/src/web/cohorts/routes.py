"""The programme's cohorts for everybody: what is open, what is taught, when it happens."""

from uuid import UUID

from fastapi import Response

from web.cohorts.words import phase_word
from web.pages import Anyone, router
from web.parts import part
from web.reader import reader

routes = router()

ORDER = ("partnering", "course", "project", "closed", "draft")


@routes.get("/cohorts")
async def cohorts(page: Anyone) -> Response:
    """Open cohorts first; drafts are shown to staff on their own pages only."""
    found = await page.api.course.get("/v1/cohorts", limit=200)
    listed = sorted(
        (one for one in found["items"] if one["phase"] != "draft"),
        key=lambda one: (ORDER.index(one["phase"]), one["course_starts_on"]),
    )
    return page.render(
        "cohorts/index.html",
        open_cohorts=[one for one in listed if one["phase"] == "partnering"],
        running=[one for one in listed if one["phase"] in {"course", "project"}],
        closed=[one for one in listed if one["phase"] == "closed"],
        phase_word=phase_word,
    )


@routes.get("/cohorts/{cohort_id}")
async def cohort(page: Anyone, cohort_id: UUID) -> Response:
    """What a cohort offers and when; the titles of its weeks, before any account."""
    found = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    away: set[str] = set()
    weeks = await part(
        page.api.course.get(f"/v1/cohorts/{cohort_id}/weeks", language=reader().language), [], away
    )
    return page.render(
        "cohorts/show.html",
        cohort=found,
        weeks=weeks,
        phase=phase_word(found["phase"]),
        minutes=sum(step["minutes"] for week in weeks for step in week["steps"]),
    )
