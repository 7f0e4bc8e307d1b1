"""One file lists every page and who gets in; everybody tries every page, and every link leads in.

`page_matrix.csv` is the decision; a page that is not in it fails here. After deciding, write it
anew with `python -m pytest services/web/tests/test_doors.py --write-route-matrix`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import respx
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from shared.http import Grant
from shared.identity.roles import STAFF
from web.api import NotThere
from web.app import create_app
from web.navigation import navigation_of
from web.pages import Allowed, Page, StaffOnly
from web.rendering import environment
from web.session import Viewer
from web.settings import Settings

from .conftest import ME, SESSION
from .doors import (
    ELSEWHERE,
    HERE,
    WITHOUT_VIEWER,
    Looking,
    answer_at,
    decided,
    doors,
    everybody,
    rows,
    write,
)
from .doors import held as as_told

VALUES = {"cohort_id": str(HERE), "service": "course", "number": "1", "step": "about"}
QUERIES = {"/staff/cohorts/{cohort_id}/runs/compare": {"one": str(HERE), "other": str(ELSEWHERE)}}
LINKS = '{% from "staff_cohorts/_links.html" import links with context %}{{ links(cohort) }}'
GRANTS = st.frozensets(
    st.builds(Grant, st.sampled_from(sorted(STAFF)), st.sampled_from((None, HERE, ELSEWHERE))),
    max_size=4,
)


def test_every_page_is_listed_with_the_door_it_declares(
    app: FastAPI, request: pytest.FixtureRequest
) -> None:
    found = rows(app)
    if request.config.getoption("--write-route-matrix"):
        write(found)
    assert found == decided()


def test_only_what_is_no_page_asks_nobody_who_they_are(app: FastAPI) -> None:
    assert {path for _, path, door in rows(app) if door == "no page"} == WITHOUT_VIEWER


def address_of(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: VALUES.get(found[1], str(ME)), path)


def told(answer: httpx.Response) -> str:
    """What the answer means to whoever asked. A page in itself may not load: services are away."""
    if answer.headers.get("location", "").startswith("/sign-in?") or answer.status_code == 401:
        return "sign in"
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 404:
        return "missing"
    return "in"


@pytest.mark.parametrize("looking", [*everybody()], ids=lambda one: one.name)
async def test_a_page_lets_in_exactly_whom_the_permission_table_names(
    app: FastAPI,
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    sign_in: Callable[..., None],
    looking: Looking,
) -> None:
    if looking.grants is not None:
        sign_in(roles=as_told(looking.grants))
    services.route().mock(side_effect=httpx.ConnectError)
    wrong = {}
    for (method, path), door in sorted(doors(app).items(), key=lambda one: one[0]):
        staffed = isinstance(door, Allowed)
        # Whoever is signed in is at other doors as good as a teacher.
        if path in WITHOUT_VIEWER or path == "/live" or (looking.grants and not staffed):
            continue
        if looking.grants is not None:
            client.cookies.set("meridian", SESSION)
        answer = await client.request(method, address_of(path), params=QUERIES.get(path))
        expected = answer_at(door, looking.grants)
        found = told(answer)
        if door == "anyone" and found == "missing":
            found = "in"
        if found != expected:
            wrong[f"{method} {path}"] = (answer.status_code, expected)
    assert wrong == {}


def links_for(app: FastAPI, viewer: Viewer, phase: str) -> Iterator[str]:
    """Where the menus and the links of a cohort lead this person."""
    menus = navigation_of(app)(viewer)
    for link in (*menus.main, *menus.mine, *menus.staff):
        yield link.href
    if viewer.may("see_control_room", HERE):
        cohort = {"id": str(HERE), "phase": phase}
        html = environment().from_string(LINKS).render(cohort=cohort, viewer=viewer)
        yield from re.findall(r'href="([^"]+)"', html)


async def lets_in(door: Allowed | str, app: FastAPI, viewer: Viewer) -> bool:
    if not isinstance(door, Allowed):
        return True
    scope = {"type": "http", "app": app, "path_params": {"cohort_id": str(HERE)}}
    api: Any = None
    page = Page(Request(scope), app.state.settings, api, viewer, SESSION)
    try:
        await door(page)
    except (StaffOnly, NotThere):
        return False
    return True


@given(GRANTS, st.sampled_from(("draft", "partnering", "course", "project", "closed")))
@settings(max_examples=200, deadline=None)
async def test_no_menu_shows_a_link_to_a_page_that_is_closed_to_the_same_person(
    grants: frozenset[Grant], phase: str
) -> None:
    app = APP
    viewer = Viewer(ME, "Ayşe", "en", "UTC", frozenset(str(grant) for grant in grants), True)
    open_to = {
        path.replace("{cohort_id}", str(HERE)): door
        for (method, path), door in doors(app).items()
        if method == "GET"
    }
    closed = [
        link
        for link in links_for(app, viewer, phase)
        if not await lets_in(open_to[link.partition("?")[0]], app, viewer)
    ]
    assert closed == []


APP = create_app(Settings(log_level="error"))
