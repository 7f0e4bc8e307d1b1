"""The map: every country has a dot, land is never torn at the date line, and a table says the same."""

import json
from collections.abc import Callable
from itertools import pairwise

import httpx
import pytest
import respx
from babel import Locale

from web.settings import Settings
from web.static_files import VENDOR
from web.worldmap.dots import dots_of, view_of
from web.worldmap.land import HEIGHT, WIDTH, land_svg, project
from web.worldmap.places import PLACES

SOME = [
    {"country": "TR", "teachers": 25, "partnerships": 20},
    {"country": "MT", "teachers": 1, "partnerships": 1},
    {"country": "FJ", "teachers": 2, "partnerships": 2},
]


def test_every_place_is_a_country_and_lies_on_the_map() -> None:
    names = Locale("en").territories
    for code, (latitude, longitude) in PLACES.items():
        assert code in names
        x, y = project(longitude, latitude)
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    assert len(PLACES) >= 190


def test_a_country_too_small_to_be_drawn_has_its_dot() -> None:
    dots = dots_of(SOME)
    assert [dot.code for dot in dots] == ["TR", "FJ", "MT"]
    assert all(dot.x > 0 for dot in dots)


def test_a_country_nobody_knows_is_listed_and_not_drawn() -> None:
    dots = dots_of([{"country": "QQ", "teachers": 1, "partnerships": 1}])
    assert dots[0].x < 0
    assert view_of(dots).box == "0 0 1000 460"


def test_the_view_holds_every_dot() -> None:
    for part in (SOME, SOME[:2], SOME[:1]):
        dots = dots_of(part)
        view = view_of(dots)
        for dot in dots:
            assert view.x <= dot.x <= view.x + view.width
            assert view.y <= dot.y <= view.y + view.height
    assert view_of(dots_of(SOME[:1])).width < WIDTH / 3


@pytest.mark.skipif(not (VENDOR / "land-110m.json").exists(), reason="map data not fetched")
def test_no_line_of_land_crosses_the_whole_map() -> None:
    drawn = land_svg(json.loads((VENDOR / "land-110m.json").read_text()))
    path = drawn.split(' d="')[1].split('"')[0]
    for ring in path.strip("MZ").split("ZM"):
        xs = [float(point.split()[0]) for point in ring.split("L")]
        assert max(abs(a - b) for a, b in pairwise(xs)) < WIDTH / 2


async def test_the_table_says_what_the_map_shows(
    client: httpx.AsyncClient,
    services: respx.MockRouter,
    settings: Settings,
    sign_in: Callable[..., None],
) -> None:
    services.get(f"{settings.partnering_url}/v1/preview/map").respond(json={"countries": SOME})
    services.get(f"{settings.projects_url}/v1/showcase").mock(
        side_effect=httpx.ConnectError("away")
    )
    page = (await client.get("/")).text
    for name in ("Türkiye", "Malta", "Fiji"):
        assert page.count(name) >= 2
