"""Which door each page declares, and who looks at it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from shared.http import Grant, Role
from shared.http.auth import dependencies_of, routes_of
from shared.identity.permissions import may
from shared.identity.roles import STAFF
from web.pages import Allowed, anyone, signed_in

FILE = Path(__file__).with_name("page_matrix.csv")
HERE = UUID("01900000-0000-7000-8000-00000000000a")
ELSEWHERE = UUID("01900000-0000-7000-8000-00000000000b")
ANYONE, SIGNED_IN, NO_PAGE = "anyone", "signed in", "no page"
WITHOUT_VIEWER = {"/livez", "/readyz", "/metrics", "/static/{digest}/{name}"}
"""What is no page and asks nobody who they are, on purpose."""

Row = tuple[str, str, str]
"""Method, path, door."""


@dataclass(frozen=True)
class Looking:
    """Somebody who opens a page: a visitor, a teacher, or staff with one grant."""

    name: str
    grants: tuple[Grant, ...] | None


def door_of(route: Any) -> Allowed | str:
    """What the page declares. A permission stands before the sign-in that it includes."""
    calls = [one.call for one in dependencies_of(getattr(route, "dependant", None))]
    for call in calls:
        if isinstance(call, Allowed):
            return call
    if signed_in in calls:
        return SIGNED_IN
    return ANYONE if anyone in calls else NO_PAGE


def doors(app: FastAPI) -> dict[tuple[str, str], Allowed | str]:
    return {
        (method, route.path or ""): door_of(route)
        for route in routes_of(app)
        for method in (route.methods or set()) - {"HEAD"}
    }


def rows(app: FastAPI) -> set[Row]:
    return {(method, path, str(door)) for (method, path), door in doors(app).items()}


def decided() -> set[Row]:
    with FILE.open(newline="") as file:
        return {(one[0], one[1], one[2]) for one in csv.reader(file)}


def write(found: set[Row]) -> None:
    with FILE.open("w", newline="") as file:
        by_path = sorted(found, key=lambda row: (row[1], row[0]))
        csv.writer(file, lineterminator="\n").writerows(by_path)


def everybody() -> Iterator[Looking]:
    """A visitor, a teacher, and every role everywhere, in the page's cohort and in another."""
    yield Looking("a visitor", None)
    yield Looking("a teacher", ())
    for role, cohort in product(sorted(STAFF), (None, HERE, ELSEWHERE)):
        where = {None: "everywhere", HERE: "here", ELSEWHERE: "elsewhere"}[cohort]
        yield Looking(f"{role} {where}", (Grant(role, cohort),))


def answer_at(door: Allowed | str, grants: tuple[Grant, ...] | None) -> str:
    """What the permission table says of this door: in, sign in, refused or missing."""
    if door in {ANYONE, NO_PAGE}:
        return "in"
    if grants is None:
        return "sign in"
    if not isinstance(door, Allowed):
        return "in"
    if door.parameter and may(grants, door.permission, HERE):
        return "in"
    somewhere = any(may(grants, door.permission, one) for one in (None, HERE, ELSEWHERE))
    if not somewhere:
        return "refused"
    return "missing" if door.parameter else "in"


def held(grants: tuple[Grant, ...]) -> list[dict[str, Any]]:
    """Grants as accounts tells them to web."""
    return [
        {"role": grant.role.value, "cohort_id": str(grant.cohort_id) if grant.cohort_id else None}
        for grant in (*grants, Grant(Role.TEACHER))
    ]
