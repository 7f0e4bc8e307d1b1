"""Every column says how private it is, and every route who may ask."""

from typing import Any

import pytest

from projects.app import create_app
from projects.database import Base
from shared.http.auth import policy_of
from shared.privacy import CLASSES
from shared.testing import principal


def test_every_column_has_a_privacy_class() -> None:
    lacking = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("privacy") not in CLASSES
    ]
    assert lacking == []


STAFF_ONLY = [
    ("GET", "/cohorts/{id}/projects"),
    ("GET", "/results"),
    ("GET", "/results/{id}"),
    ("POST", "/results/{id}/publish"),
    ("POST", "/results/{id}/return"),
    ("POST", "/results/{id}/withdraw"),
    ("POST", "/checkpoints/{id}/helped"),
    ("POST", "/partnerships/{id}/certificates"),
]


@pytest.mark.parametrize(("method", "path"), STAFF_ONLY)
async def test_teachers_are_not_staff(programme: Any, method: str, path: str) -> None:
    address = path.replace("{id}", "01900000-0000-7000-8000-000000000000")
    call = programme.get if method == "GET" else programme.post
    assert (await call(address, principal())).status_code == 403


def test_only_the_showcase_and_verifying_are_open_to_everybody(
    settings_env: dict[str, str],
) -> None:
    assert settings_env
    open_paths = set()
    for route in create_app().openapi()["paths"]:
        open_paths.add(route)
    own = {path for path in open_paths if path.startswith("/v1/")}
    assert {path for path in own if _is_public(path)} == {
        "/v1/showcase",
        "/v1/showcase-facets",
        "/v1/showcase/{slug}",
        "/v1/certificates/{code}",
    }


def _is_public(path: str) -> bool:
    from fastapi.routing import APIRoute

    from projects.boards.routes import routes as boards
    from projects.certificates.routes import routes as certificates
    from projects.checkpoints.routes import routes as checkpoints
    from projects.results.routes import routes as results
    from projects.showcase.routes import routes as showcase

    rooms = (boards, certificates, checkpoints, results, showcase)
    routes = [route for room in rooms for route in room.routes if isinstance(route, APIRoute)]
    return any(route.path == path and str(policy_of(route)) == "public" for route in routes)
