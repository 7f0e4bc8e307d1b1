"""`/classes`: one's own classes; first the school, then the class, with its weekly times."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Response

from web.api import NotThere
from web.forms import Form
from web.i18n import _
from web.i18n.formats import weekday
from web.pages import Page, SignedIn, router
from web.parts import part
from web.preferences.places import countries, zones
from web.registration.zones import zone_of_country, zones_of_country
from web.vocabulary import GOALS, LEVELS, SUBJECTS, TOPICS, goal, language_options, options

routes = router()
LANGUAGE_ROWS = 5
MORE_ROWS = 4
"""Rows for a second time on some day, after one row per weekday."""


@routes.get("/classes")
async def classes(page: SignedIn) -> Response:
    found = await page.api.partnering.get("/v1/me/classes")
    return page.render("classes/index.html", classes=found)


@routes.get("/classes/new")
async def new_class(page: SignedIn) -> Response:
    """Without a school in the address: choose one. With it: describe the class."""
    school_id = page.query("school")
    if not school_id:
        return await _schools(page, Form(page.request.query_params.multi_items()))
    return _class_form(page, Form(), await _school(page, school_id))


@routes.post("/classes/schools")
async def add_school(page: SignedIn) -> Response:
    """List a school. Its time zone follows from the country, where that has one clock only."""
    form = await page.form()
    class_id = _class_of(form.text("chosen"))
    if form.text("what") == "country":
        return await _schools(page, form, class_id)
    body = {name: form.text(name) for name in ("name", "place", "country", "region", "zone")}
    of_country = zones_of_country(body["country"])
    if body["zone"] not in of_country:
        body["zone"] = zone_of_country(body["country"])
    if body["country"] and not body["zone"]:
        form.refuse("zone", _("This country has several time zones: choose your school's."))
    made = await page.try_to(form, page.api.partnering.post("/v1/schools", body))
    if made is None:
        return await _schools(page, form, class_id)
    chosen = f"/classes/{class_id or 'new'}?school={made['id']}"
    return page.go(chosen, _("The school is listed."))


@routes.post("/classes")
async def add_class(page: SignedIn) -> Response:
    form = await page.form()
    body, rows = _body(form)
    made = await page.try_to(form, page.api.partnering.post("/v1/me/classes", body))
    if made is None:
        return await _again(page, form, rows)
    return page.go("/cohorts", _("Your class is described. Now choose a cohort for it."))


@routes.get("/classes/{class_id}/school")
async def choose_school(page: SignedIn, class_id: UUID) -> Response:
    """The class moves to another school and keeps everything else."""
    return await _schools(page, Form(page.request.query_params.multi_items()), str(class_id))


@routes.get("/classes/{class_id}")
async def edit_class(page: SignedIn, class_id: UUID) -> Response:
    found = await page.api.partnering.fetch(f"/v1/me/classes/{class_id}")
    school_id = page.query("school")
    school = await _school(page, school_id) if school_id else found.body["school"]
    return _class_form(page, _filled(found.body), school, str(class_id), found.version)


@routes.post("/classes/{class_id}")
async def change_class(page: SignedIn, class_id: UUID) -> Response:
    form = await page.form()
    body, rows = _body(form)
    path, version = f"/v1/me/classes/{class_id}", form.text("version")
    changed = await page.try_to(form, page.api.partnering.put(path, body, version=version))
    if changed is not None:
        return page.go("/classes", _("Saved."))
    if form.status == 412:
        newest = await page.api.partnering.fetch(path)
        version = newest.version
        form.meets(_filled(newest.body))
    return await _again(page, form, rows, str(class_id), version)


def _class_of(chosen: str) -> str:
    """The class that a chosen school is for; "" for a new one, and for anything else."""
    found = re.fullmatch(r"/classes/([0-9a-f-]{36})\?school=", chosen)
    return found[1] if found else ""


async def _schools(page: Page, form: Form, class_id: str = "") -> Response:
    query = form.text("query")
    own = await page.api.partnering.get("/v1/me/classes")
    mine = {one["school"]["id"]: one["school"] for one in own}
    found: dict[str, Any] = {"items": [], "next_cursor": None}
    if query and not form.sent:
        cursor = page.query("cursor")
        found = await page.api.partnering.get("/v1/schools", query=query, cursor=cursor)
    return page.render(
        "classes/schools.html",
        form=form,
        mine=list(mine.values()),
        found=found["items"],
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
        searched=bool(query),
        countries=countries(),
        zones=await _zones(page, form),
        regions=await _regions(page, form.text("country")),
        here=f"/classes/{class_id}/school" if class_id else "/classes/new",
        chosen=f"/classes/{class_id or 'new'}?school=",
        lead=_("The class keeps everything else.")
        if class_id
        else _("First the school, then the class."),
    )


async def _zones(page: Page, form: Form) -> list[tuple[str, str]]:
    """The zones to choose from, once a country is chosen that has several; and that country."""
    if not form.text("country"):
        me = await part(page.api.accounts.get("/v1/me"), {}, set())
        form.values["country"] = [str(me.get("country") or "")]
    chosen = zones_of_country(form.text("country"))
    if len(chosen) < 2:
        return []
    if form.text("zone") not in chosen:
        form.values["zone"] = [page.me.zone if page.me.zone in chosen else ""]
    named = dict(zones())
    return [(one, named.get(one, one)) for one in chosen]


async def _regions(page: Page, country: str) -> list[str]:
    """How the regions of a country are written here already."""
    if not re.fullmatch(r"[A-Z]{2}", country):
        return []
    path = f"/v1/countries/{country}/regions"
    found = await part(page.api.partnering.get(path), [], set())
    return [one["region"] for one in found if one["region"]]


async def _school(page: Page, school_id: str) -> dict[str, Any]:
    """The school of that id; whatever else stands in the address leads nowhere."""
    try:
        known = UUID(school_id)
    except ValueError:
        raise NotThere from None
    school: dict[str, Any] = await page.api.partnering.get(f"/v1/schools/{known}")
    return school


async def _again(
    page: Page, form: Form, rows: Sequence[int], class_id: str = "", version: str = ""
) -> Response:
    """The same form with what was wrong, each mark beside the row it is about."""
    for name in [name for name in form.errors if name.startswith("availability.")]:
        _head, position, *rest = name.split(".")
        row = rows[int(position)] if position.isdigit() and int(position) < len(rows) else 0
        part = rest[0] if rest else "from"
        form.errors[f"availability.{row}.{part}"] = form.errors.pop(name)
    school = await _school(page, form.text("school_id"))
    return _class_form(page, form, school, class_id, version)


def _filled(found: dict[str, Any]) -> Form:
    """A form that says what the class says."""
    school_id = found["school"]["id"]
    return Form.of({**found, "availability": _spread(found["availability"])}, school_id=school_id)


def _class_form(
    page: Page, form: Form, school: dict[str, Any], class_id: str = "", version: str = ""
) -> Response:
    return page.render(
        "classes/form.html",
        form=form,
        school=school,
        class_id=class_id,
        version=version,
        subjects=options(SUBJECTS),
        topics=options(TOPICS),
        goals=[(number, goal(int(number))) for number in GOALS],
        spoken=language_options(),
        levels=options(LEVELS),
        language_rows=range(LANGUAGE_ROWS),
        days=[(str(number), weekday(number, "wide")) for number in range(7)],
        more_rows=range(7, 7 + MORE_ROWS),
    )


def _body(form: Form) -> tuple[dict[str, Any], list[int]]:
    """The class as the service takes it, and the form's row of each time that is sent."""
    times, rows = [], []
    for row in range(7 + MORE_ROWS):
        name = f"availability.{row}"
        starts, ends = form.text(f"{name}.from"), form.text(f"{name}.to")
        if starts or ends:
            day = form.text(f"{name}.weekday") or str(row % 7)
            times.append({"weekday": int(day) if day.isdigit() else 0, "from": starts, "to": ends})
            rows.append(row)
    body = {
        "name": form.text("name"),
        "description": form.text("description"),
        "school_id": form.text("school_id"),
        "subjects": form.many("subjects"),
        "topics": form.many("topics"),
        "sdgs": [int(one) for one in form.many("sdgs") if one.isdigit()],
        "languages": [row for row in form.rows("languages") if row.get("language")],
        "pupils_age_from": form.number("pupils_age_from"),
        "pupils_age_to": form.number("pupils_age_to"),
        "size": form.number("size"),
        "availability": times,
    }
    return body, rows


def _spread(times: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored times in the form's rows: the first of each day in the day's row, others below."""
    rows: list[dict[str, Any]] = [{"weekday": str(day)} for day in range(7)]
    more: list[dict[str, Any]] = []
    for one in times:
        row = rows[one["weekday"]]
        if "from" in row:
            more.append({**one, "weekday": str(one["weekday"])})
        else:
            row.update({"from": one["from"], "to": one["to"]})
    return rows + more[:MORE_ROWS]
