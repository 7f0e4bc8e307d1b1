"""The page of the audit log."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import Json, NotThere, Refused, Unavailable
from web.audit.words import act_names, particulars, sentence, service_names
from web.forms import Form
from web.pages import Page, allowed, router

routes = router()

Auditor = Annotated[Page, allowed(Permission.READ_AUDIT_LOG)]
FILTERS = {"cohort": "cohort_id", "service": "service", "action": "action", "person": "person_id"}
"""What the address says, and how accounts calls it."""
AT_ONCE = 25
"""Each entry is a card on a phone."""


@routes.get("/staff/audit")
async def audit(page: Auditor) -> Response:
    """What staff did, in the cohorts that the reader answers for."""
    chosen = _chosen(page)
    cursor = page.query("cursor")
    asked = {FILTERS[name]: value for name, value in chosen.items()}
    found = await page.api.accounts.get("/v1/audit", limit=AT_ONCE, cursor=cursor, **asked)
    cohorts = await _cohorts(page)
    titles = dict(cohorts)
    person = chosen.get("person", "")
    return page.render(
        "audit/index.html",
        form=Form.of(chosen),
        entries=[_entry(item, titles) for item in found["items"]],
        next_cursor=found["next_cursor"],
        cursor=cursor,
        address=_address(chosen),
        chosen=chosen,
        person=person,
        person_name=_name_of(person, found["items"]),
        cohorts=cohorts,
        act_names=sorted(act_names(chosen.get("service", "")).items(), key=lambda one: one[1]),
        service_names=list(service_names().items()),
        about=lambda person_id: _address({**chosen, "person": person_id}),
    )


def _chosen(page: Page) -> dict[str, str]:
    """The filters that the address names; ids that are none are left out."""
    chosen = {name: page.query(name)[:60] for name in FILTERS}
    if chosen["service"] not in service_names():
        chosen["service"] = ""
    for name in ("cohort", "person"):
        try:
            chosen[name] = str(UUID(chosen[name]))
        except ValueError:
            chosen[name] = ""
    return {name: value for name, value in chosen.items() if value}


def _address(chosen: dict[str, str]) -> str:
    return "/staff/audit" + (f"?{urlencode(chosen)}" if chosen else "")


def _entry(item: Json, titles: dict[str, str]) -> dict[str, Any]:
    cohort = titles.get(item["cohort_id"] or "", "")
    return {
        **item,
        "cohort": cohort,
        "sentence": sentence(item, cohort),
        "particulars": particulars(item),
        "by_schedule": item["detail"] == "by_schedule",
    }


def _name_of(person_id: str, items: list[Json]) -> str:
    """The name of the person whose acts are shown, as the entries tell it."""
    for item in items:
        people = {one["id"]: one["name"] for one in item["people"]}
        people[item["actor_id"]] = item["actor_name"]
        if person_id in people:
            return people[person_id] or ""
    return ""


async def _cohorts(page: Page) -> list[tuple[str, str]]:
    """The cohorts in the reader's reach, by name; none while course is away."""
    try:
        found = await page.api.course.get("/v1/cohorts", limit=200)
    except (Unavailable, Refused, NotThere):
        return []
    return [
        (cohort["id"], cohort["title"])
        for cohort in found["items"]
        if page.me.may(Permission.READ_AUDIT_LOG, UUID(cohort["id"]))
    ]
