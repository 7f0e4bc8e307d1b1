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


async def left_out(page: Page, cohort: dict[str, Any]) -> str:
    """One sentence about those whom no run can take, since nobody has confirmed that they teach."""
    path = f"/v1/cohorts/{UUID(cohort['id'])}/enrolments"
    call = page.api.partnering.get(path, status="free", verified="false", limit=MOST)
    count = len((await part(call, {}, set())).get("items", []))
    if not count:
        return ""
    return ngettext(
        "%(num)d class is left out, since its teacher is not confirmed",
        "%(num)d classes are left out, since their teachers are not confirmed",
        count,
    )
