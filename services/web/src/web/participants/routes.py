"""`/staff/cohorts/{id}/participants`: who registered, with filters, and as a file."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.forms import Form
from web.i18n import gettext
from web.pages import Page, allowed, router
from web.participants import table
from web.participants.words import STATUSES
from web.spreadsheets import spreadsheet
from web.vocabulary import SUBJECTS, country_options, options

routes = router()
Reader = Annotated[Page, allowed(Permission.SEE_PARTICIPANTS, "cohort_id")]
FILTERS = ("text", "status", "country", "subject", "verified")


@routes.get("/staff/cohorts/{cohort_id}/participants")
async def participants(page: Reader, cohort_id: UUID) -> Response:
    form = Form(page.request.query_params.multi_items())
    wanted = _wanted(form)
    cohort = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    found = await page.try_to(
        form,
        page.api.partnering.get(
            f"/v1/cohorts/{cohort_id}/enrolments", cursor=page.query("cursor"), limit=25, **wanted
        ),
    )
    address = f"/staff/cohorts/{cohort_id}/participants"
    query = f"?{urlencode(wanted)}" if wanted else ""
    return page.render(
        "participants/index.html",
        form=form,
        cohort=cohort,
        found=found or {"items": [], "next_cursor": None},
        address=f"{address}{query}",
        download=f"{address}.csv{query}",
        cursor=page.query("cursor"),
        statuses={code: (gettext(words), tone) for code, (words, tone) in STATUSES.items()},
        countries=country_options(),
        subjects=options(SUBJECTS),
    )


@routes.get("/staff/cohorts/{cohort_id}/participants.csv")
async def participants_file(page: Reader, cohort_id: UUID) -> Response:
    form = Form(page.request.query_params.multi_items())
    text = await page.api.partnering.get(f"/v1/cohorts/{cohort_id}/enrolments.csv", **_wanted(form))
    return spreadsheet("participants", table.header(), table.rows(text))


def _wanted(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in FILTERS if form.text(name)}
