"""How many of a cohort still look for a partner: staff match them before they advance."""

from typing import Any
from uuid import UUID

from web.i18n import _, ngettext
from web.pages import Page
from web.parts import part

MOST = 200


async def still_alone(page: Page, cohort: dict[str, Any]) -> str:
    """One sentence while partners are found; "" when nobody is left or partnering is over."""
    if cohort["phase"] != "partnering":
        return ""
    path = f"/v1/cohorts/{UUID(cohort['id'])}/enrolments"
    found = await part(page.api.partnering.get(path, status="free", limit=MOST), {}, set())
    count = len(found.get("items", []))
    if found.get("next_cursor"):
        return _("More than %(num)s classes still look for a partner", num=count)
    if not count:
        return ""
    return ngettext(
        "%(num)d class still looks for a partner",
        "%(num)d classes still look for a partner",
        count,
    )
